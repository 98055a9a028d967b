import { type Config, parseConfig } from '../contracts/config.ts';
import { PipelineError } from '../contracts/errors.ts';
import { type Gateway, startGateway } from './gateway.ts';

/** `npm run api`: the gateway alone, until SIGINT or SIGTERM. Exits 2 where a setting is wrong. */
try {
  const config = parseConfig(process.env);
  const gateway = await startGateway(config, { temporalUiUrl: embeddedUiUrl(config) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(gateway));
  console.log(`gateway ready: ${gateway.url}`);
} catch (error) {
  const isSetting = error instanceof PipelineError && error.type === 'ConfigInvalid';
  console.error(isSetting ? `gateway: ${error.message}` : error);
  process.exitCode = isSetting ? 2 : 1;
}

async function stop(gateway: Gateway): Promise<void> {
  // A second signal ends the process at once: its handler is gone.
  await gateway.close();
  console.log('gateway stopped');
}

/** Another server's UI may be anywhere; only the embedded one's place is known. */
function embeddedUiUrl(config: Config): string | null {
  return config.TEMPORAL_ADDRESS === undefined ? `http://127.0.0.1:${config.TEMPORAL_UI_PORT}` : null;
}

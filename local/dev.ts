import { parseConfig } from '../contracts/config.ts';
import { PipelineError } from '../contracts/errors.ts';
import { startStack } from './stack.ts';

/** `npm run dev`: server, worker and gateway in the foreground until Ctrl-C. */
const log = (line: string) => console.error(line);
try {
  const config = parseConfig(process.env);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const stack = await startStack(config, log);
  log(stack.temporal);
  console.log(
    `ready: gateway ${stack.gatewayUrl} · Temporal UI ${stack.uiUrl ?? 'not known'} · runs ${stack.gatewayUrl}/runs · health ${stack.gatewayUrl}/ready`,
  );
  await stopped;
  log('stopping');
  await stack.stop();
  log('stopped');
} catch (error) {
  console.error(error instanceof PipelineError ? `${error.type}: ${error.message}` : error);
  process.exitCode = error instanceof PipelineError && error.type === 'ConfigInvalid' ? 2 : 1;
}

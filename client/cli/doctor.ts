import { parseConfig } from '../../contracts/config.ts';
import { PipelineError } from '../../contracts/errors.ts';
import { type Caller, GatewayError } from '../http.ts';
import { UsageError } from './arguments.ts';

interface Finding {
  readonly ok: boolean;
  readonly text: string;
}

/** Whether a run could be started now: the gateway, and what it needs. */
export async function examine({
  call,
  url,
  signal,
}: {
  call: Caller;
  url: string;
  signal: AbortSignal;
}): Promise<Finding[]> {
  const findings: Finding[] = [];
  const { version } = await call('health', {}, { signal });
  findings.push({ ok: true, text: `gateway ${url}, version ${version}` });
  let components: unknown;
  try {
    ({ components } = await call('ready', {}, { signal }));
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    ({ components } = error.problem.facts ?? {});
  }
  for (const [name, { ok, detail }] of Object.entries(
    (components ?? {}) as Record<string, { ok: boolean; detail: string }>,
  )) {
    findings.push({ ok, text: `${name}: ${detail}` });
  }
  return findings;
}

/** Every setting of the environment against its schema, without starting anything. */
export function checkConfig(env: NodeJS.ProcessEnv, verb: string | undefined): Finding[] {
  if (verb !== 'check') throw new UsageError('config takes one word: check');
  try {
    const config = parseConfig(env);
    return [
      {
        ok: true,
        text: `${Object.keys(config).length} settings, ${Object.keys(config).filter((name) => env[name]).length} of them from the environment`,
      },
    ];
  } catch (error) {
    if (error instanceof PipelineError) return [{ ok: false, text: error.message }];
    throw error;
  }
}

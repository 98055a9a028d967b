import { type SpawnOptions, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PipelineError } from '../contracts/errors.ts';
import { cacheFolder, withLock } from './temporal-files.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Log = (line: string) => void;

/** The newest tag that `go install` takes; later ones carry a replace directive. Brings server 1.29.1 and UI 2.42.1. */
const CLI_VERSION = 'v1.5.1';
const CLI_MODULE = `github.com/temporalio/cli/cmd/temporal@${CLI_VERSION}`;
const EXECUTABLE = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** How long the SDK's download may stand still, the wait for its first byte included, before it is given up. */
const DOWNLOAD_STALL_SECONDS = 20;
const DOWNLOAD_SECONDS_MAX = 600;
/** Measured: 4 min 20 s on 2 cores with an empty build cache. */
const BUILD_SECONDS_MAX = 1800;

export interface TemporalBinary {
  readonly path: string;
  readonly from: 'path' | 'cache' | 'download' | 'go';
}

/**
 * The `temporal` program, obtained once where it is not there: on PATH, in the cache folder of this user, by the
 * SDK's own download, by `go install`, in this order.
 *
 * Errors: `TemporalUnavailable` that says what was tried and names the ways to get one.
 */
export async function findTemporalBinary({
  log,
  env = process.env,
}: {
  log: Log;
  env?: Environment;
}): Promise<TemporalBinary> {
  const found = await findInstalled(env);
  if (found) return found;
  const lock = join(cacheFolder(env), 'temporal-binary.lock');
  const onWait = () => log('another process is getting the Temporal server: waiting for it');
  return withLock({ lock, waitSecondsMax: DOWNLOAD_SECONDS_MAX + BUILD_SECONDS_MAX, onWait }, async () => {
    // Asked again: the process we waited for may have brought it.
    const brought = await findInstalled(env);
    if (brought) return brought;
    const tried: string[] = ['no `temporal` on PATH'];
    for (const obtain of [download, build]) {
      const outcome = await obtain(env, log);
      if (typeof outcome !== 'string') return outcome;
      tried.push(outcome);
    }
    throw new PipelineError('TemporalUnavailable', noBinaryMessage(tried), { facts: { tried } });
  });
}

function noBinaryMessage(tried: readonly string[]): string {
  return [
    `there is no Temporal server and no way to get one (${tried.join('; ')}). Any of these helps:`,
    '  - set TEMPORAL_ADDRESS=host:port of a Temporal server that is up, such as the one of docker-compose.yml',
    '  - put the Temporal CLI on PATH as `temporal` (https://docs.temporal.io/cli)',
    '  - let this machine reach the internet once: the SDK then downloads the server itself',
    '  - install Go (https://go.dev/dl): the server is then built once, in about 4 minutes on 2 cores',
  ].join('\n');
}

async function findInstalled(env: Environment): Promise<TemporalBinary | undefined> {
  for (const folder of (env.PATH ?? '').split(delimiter).filter((entry) => entry !== '')) {
    const path = join(folder, EXECUTABLE);
    if (await runs(path)) return { path, from: 'path' };
  }
  for (const path of [builtPath(env), downloadedPath(env)]) {
    if (await runs(path)) return { path, from: 'cache' };
  }
  return undefined;
}

const builtPath = (env: Environment) => join(cacheFolder(env), `temporal-${CLI_VERSION}`, EXECUTABLE);
const downloadedPath = (env: Environment) => join(cacheFolder(env), `temporal-sdk-${sdkVersion()}`, EXECUTABLE);

function sdkVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('@temporalio/testing/package.json');
  return (manifest as { version: string }).version;
}

/** True where the file is a Temporal CLI of this machine: half a download, or a file of another system, is not. */
async function runs(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    if (!(await stat(path)).isFile()) return false;
  } catch {
    return false;
  }
  const result = await execute(path, ['--version'], { secondsMax: 20 });
  return result.code === 0 && result.output.includes('temporal version');
}

/** Answers the binary, or why there is none. */
async function download(env: Environment, log: Log): Promise<TemporalBinary | string> {
  const folder = join(cacheFolder(env), `temporal-download-${randomUUID()}`);
  const script = fileURLToPath(new URL('./temporal-download.ts', import.meta.url));
  try {
    let bytes = 0;
    let movedAt = Date.now();
    let said = false;
    const result = await execute(process.execPath, [script, folder], {
      secondsMax: DOWNLOAD_SECONDS_MAX,
      env: childEnvironment(env),
      whileRunning: async () => {
        const now = await folderBytes(folder);
        if (now > bytes && !said) {
          said = true;
          log("downloading the Temporal server once, by Temporal's SDK");
        }
        if (now > bytes) movedAt = Date.now();
        bytes = now;
        return Date.now() - movedAt < DOWNLOAD_STALL_SECONDS * 1000;
      },
    });
    const file = await largestFile(folder);
    if (result.code !== 0 || file === undefined) {
      return result.code === null
        ? `the SDK's download stood still for ${DOWNLOAD_STALL_SECONDS} s`
        : "the SDK's download was not reached";
    }
    const path = downloadedPath(env);
    await install(join(folder, file), path);
    return (await runs(path)) ? { path, from: 'download' } : "what the SDK's download brought does not run here";
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Answers the binary, or why there is none. */
async function build(env: Environment, log: Log): Promise<TemporalBinary | string> {
  const go = await execute('go', ['version'], { secondsMax: 20, env: childEnvironment(env) });
  if (go.code !== 0) return 'no `go` on PATH';
  const folder = join(cacheFolder(env), `temporal-build-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  log('building Temporal server once with Go, about 4 minutes on 2 cores');
  const startedAt = Date.now();
  let saidAt = startedAt;
  try {
    const result = await execute('go', ['install', '-ldflags=-s -w', CLI_MODULE], {
      secondsMax: BUILD_SECONDS_MAX,
      // CGO_ENABLED=0: the server's SQLite is Go too, so no C compiler is needed.
      env: { ...childEnvironment(env), GOBIN: folder, CGO_ENABLED: '0' },
      whileRunning: () => {
        if (Date.now() - saidAt >= 30_000) {
          saidAt = Date.now();
          log(`still building (${Math.round((saidAt - startedAt) / 1000)} s)`);
        }
        return Promise.resolve(true);
      },
    });
    if (result.code !== 0) {
      const end = result.output.trim().split('\n').slice(-3).join(' ').slice(-400);
      return `\`go install ${CLI_MODULE}\` failed: ${end || 'ended without a word'}`;
    }
    const path = builtPath(env);
    await install(join(folder, EXECUTABLE), path);
    log(`built in ${Math.round((Date.now() - startedAt) / 1000)} s, kept as ${path}`);
    return (await runs(path)) ? { path, from: 'go' } : 'what Go built does not run here';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Moves in one step: nobody sees half a file under the final name. */
async function install(file: string, path: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await chmod(file, 0o755);
  await rename(file, path);
}

/** This process' environment with the caller's changes: Go and Node need more of it than PATH and HOME. */
function childEnvironment(env: Environment): NodeJS.ProcessEnv {
  return { ...process.env, ...env };
}

interface ExecuteOptions extends Pick<SpawnOptions, 'env'> {
  readonly secondsMax: number;
  /** Called each half second; an answer of false ends the process. */
  readonly whileRunning?: () => Promise<boolean>;
}

/** Runs a program to its end; `code` is null where it could not be started or was ended by us. */
async function execute(
  program: string,
  args: readonly string[],
  { secondsMax, whileRunning, env }: ExecuteOptions,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(env && { env }) });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000);
    });
  }
  let over = false;
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code));
  }).finally(() => {
    over = true;
  });
  const until = Date.now() + secondsMax * 1000;
  const watched = (async () => {
    while (!over) {
      await Promise.race([ended, delay(500, undefined, { ref: false })]);
      if (!over && (Date.now() > until || (whileRunning && !(await whileRunning())))) child.kill('SIGKILL');
    }
  })();
  const code = await ended;
  await watched;
  return { code, output };
}

async function files(folder: string): Promise<{ name: string; size: number }[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(
    names.map(async (name) => ({ name, size: (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0 })),
  );
}

async function folderBytes(folder: string): Promise<number> {
  return (await files(folder)).reduce((sum, file) => sum + file.size, 0);
}

async function largestFile(folder: string): Promise<string | undefined> {
  return (await files(folder)).toSorted((a, b) => b.size - a.size)[0]?.name;
}

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { cacheFolder, isAlive } from './temporal-files.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A server that we started, as its folder in the cache says: whoever uses it next finds the process and the UI there. */
const ServerRecordSchema = z.object({
  pid: z.int().positive(),
  port: z.int(),
  ui_port: z.int(),
  data_dir: z.string(),
  log_file: z.string(),
});
export type ServerRecord = z.infer<typeof ServerRecordSchema>;

/** The folder of the server on this port. A port is one to a machine, so is the folder. */
export const serverFolder = (env: Environment, port: number) => join(cacheFolder(env), 'servers', String(port));

/** The record of a server that we started and whose process lives. */
export async function readServerRecord(folder: string): Promise<ServerRecord | undefined> {
  const text = await readFile(join(folder, 'server.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const record = ServerRecordSchema.safeParse(JSON.parse(text));
    return record.success && isAlive(record.data.pid) ? record.data : undefined;
  } catch {
    return undefined;
  }
}

/** The server, of all that we started, that keeps its state in this data folder and is not being stopped. */
export async function findServerOf(dataDir: string, env: Environment): Promise<ServerRecord | undefined> {
  return (await readAll(env)).find(({ closing, record }) => !closing && record.data_dir === dataDir)?.record;
}

/** True while a server of this port or data folder is being stopped by its last user or by its guard. */
export async function isClosing({ port, dataDir }: { port: number; dataDir: string }, env: Environment) {
  return (await readAll(env)).some(
    ({ closing, record }) => closing && (record.port === port || record.data_dir === dataDir),
  );
}

async function readAll(env: Environment): Promise<{ closing: boolean; record: ServerRecord }[]> {
  const servers = join(cacheFolder(env), 'servers');
  const names = await readdir(servers).catch(() => []);
  const records = await Promise.all(
    names.map(async (name) => ({ closing: name.includes('.'), record: await readServerRecord(join(servers, name)) })),
  );
  return records.flatMap(({ closing, record }) => (record ? [{ closing, record }] : []));
}

/** Writes the record of a server just started, with its first user, and starts the guard. Answers the user's name. */
export async function recordServer(folder: string, record: ServerRecord): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'users'), { recursive: true });
  const user = await addUser(folder);
  await writeFile(join(folder, 'server.json'), `${JSON.stringify(record)}\n`);
  startGuard(folder, record.pid);
  return user;
}

/** Counts this process as a user of the server. Errors: ENOENT where the server is being stopped. */
export async function addUser(folder: string): Promise<string> {
  const user = `${process.pid}.${randomUUID()}`;
  await writeFile(join(folder, 'users', user), '');
  return user;
}

/**
 * Ends this use. The last user stops the server: SIGTERM, and SIGKILL after `graceSeconds`.
 * Answers whether the server was stopped, or stays up for the others.
 */
export async function removeUser(
  folder: string,
  { user, pid, graceSeconds }: { user: string; pid: number; graceSeconds: number },
): Promise<'stopped' | 'in use'> {
  await rm(join(folder, 'users', user), { force: true });
  if (await hasUsers(join(folder, 'users'))) return 'in use';
  // Moved away before the end: who wants to join from now on finds nothing to join, and waits for the port instead.
  const closing = `${folder}.${pid}`;
  const closed = await rename(folder, closing).then(
    () => true,
    () => false,
  );
  if (closed && (await hasUsers(join(closing, 'users')))) {
    await rename(closing, folder);
    return 'in use';
  }
  await stopProcess(pid, graceSeconds);
  await rm(closing, { recursive: true, force: true });
  return 'stopped';
}

/** SIGTERM, then SIGKILL after the grace; resolves when the process is gone. */
async function stopProcess(pid: number, graceSeconds: number): Promise<void> {
  const killAt = Date.now() + graceSeconds * 1000;
  let killed = false;
  send(pid, 'SIGTERM');
  while (isAlive(pid)) {
    if (!killed && Date.now() > killAt) {
      killed = true;
      send(pid, 'SIGKILL');
    }
    // A killed process whose parent does not collect it stays in the table for ever; waiting on would be in vain.
    if (killed && Date.now() > killAt + 5000) return;
    await delay(25);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone.
  }
}

async function hasUsers(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).some((name) => isAlive(Number(name.split('.')[0])));
}

/**
 * A shell that outlives us and looks once a second whether any user of the server lives; if none does, because they
 * were killed before they could say so, it stops the server. Nothing of ours stays behind after a SIGKILL.
 */
const GUARD = `
folder=$1; server=$2; closing=$1.$2
used() { for user in "$1"/users/*; do name=\${user##*/}; kill -0 "\${name%%.*}" 2>/dev/null && return 0; done; return 1; }
while kill -0 "$server" 2>/dev/null; do
  sleep 1
  used "$folder" && continue
  mv "$folder" "$closing" 2>/dev/null
  if used "$closing"; then mv "$closing" "$folder"; continue; fi
  kill -TERM "$server" 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$server" 2>/dev/null || break; sleep 1; done
  kill -KILL "$server" 2>/dev/null
  rm -rf "$closing"
  exit 0
done
`;

function startGuard(folder: string, serverPid: number): void {
  if (process.platform === 'win32') return;
  const guard = spawn('/bin/sh', ['-c', GUARD, 'temporal-guard', folder, String(serverPid)], {
    detached: true,
    stdio: 'ignore',
  });
  guard.once('error', () => undefined);
  guard.unref();
}

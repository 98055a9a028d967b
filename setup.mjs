// Runs a TypeScript file of this project under the project's own Node: `node setup.mjs local/demo.ts [args...]`.
// Installs what package-lock.json names first, where that was not done yet. Needs no more than Node 20 and npm, and
// no package: it is what brings the packages.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const NODE_MIN = 20;
const NODE_OWN = 24;
const INSTALL_SECONDS_MAX = 1800;

const root = dirname(fileURLToPath(import.meta.url));
const modules = join(root, 'node_modules');
const marker = join(modules, '.setup');

class SetupError extends Error {}

async function main([file, ...args]) {
  if (Number(process.versions.node.split('.')[0]) < NODE_MIN) {
    throw new SetupError(`Node ${NODE_MIN} or newer is needed, this is ${process.version}; see https://nodejs.org`);
  }
  if (file === undefined) throw new SetupError('give the file to run: node setup.mjs local/demo.ts [args...]');
  const script = resolve(file);
  if (!existsSync(script)) throw new SetupError(`${file} does not exist`);
  await install();
  await run(ownNode(), [script, ...args]);
}

/** Installs once for each content of package-lock.json; a second process waits for the first. */
async function install() {
  const lockfile = join(root, 'package-lock.json');
  if (!existsSync(lockfile)) throw new SetupError('package-lock.json is missing; it belongs to the checkout');
  const wanted = createHash('sha256').update(readFileSync(lockfile)).digest('hex');
  if (read(marker)?.trim() === wanted) return;
  // Outside node_modules, which npm deletes, and outside the tree, where it would be an untracked file.
  const lock = join(
    tmpdir(),
    `dataset-training-pipeline-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`,
  );
  await takeLock(lock);
  const unlock = () => rmSync(lock, { force: true });
  process.once('exit', unlock);
  try {
    if (read(marker)?.trim() === wanted) return;
    console.error('installing packages, once for this package-lock.json');
    await npmInstall();
    writeFileSync(marker, `${wanted}\n`);
  } finally {
    unlock();
    process.off('exit', unlock);
  }
}

async function takeLock(lock) {
  for (let waited = 0; ; waited += 1) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(read(lock));
    // A lock without a number was made this very moment, or its maker died at once: given some time, then taken over.
    if (holder > 0 ? !isAlive(holder) : waited > 20) rmSync(lock, { force: true });
    else if (waited === 0) console.error('another process installs the packages: waiting for it');
    if (waited > INSTALL_SECONDS_MAX * 4) throw new SetupError(`${lock} was held too long; delete it and try again`);
    await delay(250);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function npmInstall() {
  const windows = process.platform === 'win32';
  // Without our own node_modules/.bin, which `npm run` puts first: the Node in there is among what npm replaces.
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.startsWith(modules + sep));
  const env = { ...process.env, PATH: path.join(delimiter) };
  // Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms, which a registry mirror may not
  // hold. `--no-save` keeps to the locked versions and hashes and leaves the lock file alone.
  const args = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((done, failed) => {
    // Its output goes to stderr: stdout belongs to the program that runs afterwards.
    const npm = spawn(windows ? 'npm.cmd' : 'npm', args, {
      cwd: root,
      env,
      stdio: ['ignore', 2, 2],
      shell: windows,
    });
    npm.once('error', (error) =>
      failed(
        new SetupError(
          error.code === 'ENOENT'
            ? 'npm was not found on PATH; it comes with Node: https://nodejs.org'
            : `npm could not be started: ${error.message}`,
        ),
      ),
    );
    npm.once('exit', (code, signal) =>
      code === 0
        ? done()
        : failed(
            new SetupError(
              `npm install failed (${signal ?? `exit code ${code}`}); what npm printed above says why. Run the command again after mending it.`,
            ),
          ),
    );
  });
}

/** The Node that the packages brought; the present one where it is as new and npm was told to run no install scripts. */
function ownNode() {
  const names = process.platform === 'win32' ? ['node/bin/node.exe', '.bin/node.cmd'] : ['node/bin/node', '.bin/node'];
  const found = names.map((name) => join(modules, name)).find((path) => existsSync(path));
  if (found) return found;
  if (Number(process.versions.node.split('.')[0]) >= NODE_OWN) return process.execPath;
  throw new SetupError(
    `node_modules has no Node ${NODE_OWN}: its install script did not run (npm's ignore-scripts setting?). ` +
      `Run \`npm ci --ignore-scripts=false\`, or use Node ${NODE_OWN} or newer.`,
  );
}

/** Runs the file with our terminal, hands signals on, and ends as it ended. */
async function run(node, args) {
  const child = spawn(node, args, { stdio: 'inherit' });
  // Ctrl-C of a terminal reaches every process of the foreground group, the child too: handing it on would be a
  // second one. Without a terminal a signal was meant for this process alone, and the child has to be told.
  const terminal = [0, 1, 2].some((descriptor) => isTerminal(descriptor));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!(terminal && signal === 'SIGINT')) child.kill(signal);
    });
  }
  const [code, signal] = await new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (...end) => done(end));
  });
  if (signal === null) process.exit(code ?? 1);
  // The number a shell reports for it; ending by the same signal would lose to our own handler.
  process.exit(128 + (constants.signals[signal] ?? 0));
}

function isTerminal(descriptor) {
  return [process.stdin, process.stdout, process.stderr][descriptor]?.isTTY === true;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof SetupError ? `setup: ${error.message}` : error);
  process.exit(1);
}

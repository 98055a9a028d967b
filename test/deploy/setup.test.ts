import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** A stand-in for npm: takes half a second, counts its runs, and brings the Node that runs this test. */
const NPM = `#!/bin/sh
echo run >> "$NPM_RUNS"
[ -n "$NPM_FAILS" ] && { echo 'npm error: no network' >&2; exit 7; }
sleep 0.5
rm -rf node_modules && mkdir -p node_modules/node/bin && ln -s "$REAL_NODE" node_modules/node/bin/node
`;

describe('setup.mjs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'setup-test-'));
    mkdirSync(join(folder, 'bin'));
    copyFileSync(new URL('../../setup.mjs', import.meta.url), join(folder, 'setup.mjs'));
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    write('show.ts', 'const words: string[] = process.argv.slice(2); console.log(JSON.stringify(words));');
    writeFileSync(join(folder, 'bin', 'npm'), NPM);
    chmodSync(join(folder, 'bin', 'npm'), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const installs = () =>
    existsSync(join(folder, 'runs')) ? readFileSync(join(folder, 'runs'), 'utf8').split('\n').length - 1 : 0;

  function start(args: string[], env: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, [join(folder, 'setup.mjs'), ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: `${join(folder, 'bin')}${delimiter}/usr/bin${delimiter}/bin`,
        NPM_RUNS: join(folder, 'runs'),
        REAL_NODE: process.execPath,
        ...env,
      },
    });
  }

  async function run(args: string[], env: Record<string, string> = {}) {
    const child = start(args, env);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    const [code] = await once(child, 'close');
    return { code, stdout, stderr };
  }

  it('installs once for each content of package-lock.json, and hands on arguments', async () => {
    const first = await run(['show.ts', 'a b', '--flag']);
    expect(first).toMatchObject({ code: 0, stdout: '["a b","--flag"]\n' });
    expect(first.stderr).toContain('installing packages');
    expect(await run(['show.ts'])).toMatchObject({ code: 0, stdout: '[]\n', stderr: '' });
    expect(installs()).toBe(1);
    write('package-lock.json', '{"changed":true}');
    await run(['show.ts']);
    expect(installs()).toBe(2);
  });

  it('installs once when started three times at once', async () => {
    const results = await Promise.all([run(['show.ts']), run(['show.ts']), run(['show.ts'])]);
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(installs()).toBe(1);
  });

  it('ends with the exit code of what it ran', async () => {
    write('exit.ts', 'process.exitCode = 42;');
    expect((await run(['exit.ts'])).code).toBe(42);
    write('die.ts', "process.kill(process.pid, 'SIGKILL');");
    expect((await run(['die.ts'])).code).toBe(137);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('hands on %s once, and waits for the end of what it ran', async (signal) => {
    write(
      'wait.ts',
      `let seen = 0;
process.on('${signal}', () => { seen += 1; setTimeout(() => { console.log('seen', seen); process.exit(5); }, 300); });
setInterval(() => undefined, 1000);
console.log('up');`,
    );
    const child = start(['wait.ts']);
    let output = '';
    child.stdout?.on('data', (chunk) => {
      if (!output && String(chunk).includes('up')) child.kill(signal);
      output += chunk;
    });
    const [code] = await once(child, 'close');
    expect({ code, output }).toEqual({ code: 5, output: 'up\nseen 1\n' });
  });

  it('says so when npm is missing, and when npm fails, and tries again the next time', async () => {
    const failed = await run(['show.ts'], { NPM_FAILS: '1' });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('npm error: no network');
    expect(failed.stderr).toContain('setup: npm install failed (exit code 7)');
    const missing = await run(['show.ts'], { PATH: join(folder, 'nothing') });
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('setup: npm was not found on PATH') });
    expect((await run(['show.ts'])).code).toBe(0);
  });

  it('takes over the lock of a process that died while it installed', async () => {
    const child = start(['show.ts']);
    await once(child.stderr ?? child, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await run(['show.ts'])).toMatchObject({ code: 0, stdout: '[]\n' });
  });

  it('names a file that is not there, and the file that is missing among the arguments', async () => {
    expect(await run(['no.ts'])).toMatchObject({ code: 1, stderr: 'setup: no.ts does not exist\n' });
    expect((await run([])).stderr).toContain('give the file to run');
    expect(installs()).toBe(0);
  });
});

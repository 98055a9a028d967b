import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** `npm run check`: everything a machine can say about the code without running it. Exits 1 and names what failed. */
const root = fileURLToPath(new URL('..', import.meta.url));
const node = (script: string, ...args: string[]) => [process.execPath, script, ...args];

const CHECKS: Record<string, string[]> = {
  'format and lint': node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  types: node('node_modules/typescript/bin/tsc', '--project', '.'),
  'unused code': node('node_modules/knip/bin/knip.js'),
  'import arrows': node(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project=unit',
    '--reporter=dot',
    'test/architecture',
  ),
  'docker-compose.yml': node('deploy/check-compose.ts'),
  'docs/api.md': node('docs/make-api.ts', '--check'),
  'docs/openapi.json': node('docs/make-open-api.ts', '--check'),
  'docs/configuration.md and docs/errors.md': node('docs/make-tables.ts', '--check'),
};

const broken: string[] = [];
for (const [name, [command = '', ...args]] of Object.entries(CHECKS)) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (result.status !== 0) {
    broken.push(name);
    console.error(`${name}: failed\n${result.stdout}${result.stderr}`);
  }
}
const copies = protobufCopies();
if (copies.length !== 1) {
  broken.push('one copy of protobufjs');
  console.error(
    `protobufjs: ${copies.length} copies, must be 1: ${copies.join(', ')}. Two copies break payload storage.`,
  );
}
console.log(
  broken.length === 0 ? `check: ${Object.keys(CHECKS).length + 1} checks passed` : `check failed: ${broken.join('; ')}`,
);
process.exitCode = broken.length === 0 ? 0 : 1;

function protobufCopies(): string[] {
  const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
  return Object.keys(lock.packages).filter((path) => path.endsWith('node_modules/protobufjs'));
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { toOpenApi } from '../api/open-api.ts';

/**
 * docs/openapi.json: the document that the gateway serves, for readers without one. `--check` compares instead.
 * `--release` keeps a copy of it under docs/openapi/, by which the tests find what later breaks callers of this version.
 */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const file = new URL('openapi.json', import.meta.url);
const document = toOpenApi(version);
const text = `${JSON.stringify(document, null, 1)}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write('docs/openapi.json: not what contracts/ says; run npm run docs\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, text);
}
if (process.argv.includes('--release')) {
  mkdirSync(new URL('openapi/', import.meta.url), { recursive: true });
  writeFileSync(new URL(`openapi/${version}.json`, import.meta.url), `${JSON.stringify(document)}\n`);
}

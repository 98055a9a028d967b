import { readFileSync, writeFileSync } from 'node:fs';
import { toOpenApi } from '../api/open-api.ts';

/** docs/openapi.json: the document that the gateway serves, for readers without one. `--check` compares instead. */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const file = new URL('openapi.json', import.meta.url);
const text = `${JSON.stringify(toOpenApi(version), null, 1)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('docs/openapi.json: not what contracts/ says; run npm run docs\n');
  process.exitCode = 1;
}

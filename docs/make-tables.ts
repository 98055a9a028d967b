import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigSchema } from '../contracts/config.ts';
import { ERRORS } from '../contracts/errors.ts';
import { TARGET_ROWS } from '../contracts/target-formats.ts';
import { FORMATS } from '../plugins/formats/index.ts';

/** Writes the pages and schemas that are made from tables of the code; with --check only compares. */
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function configuration(): string {
  const { properties = {} } = z.toJSONSchema(ConfigSchema, { io: 'input', unrepresentable: 'any' });
  const rows = Object.entries(properties).map(([name, property]) => {
    const schema = property as { default?: unknown; description?: string };
    const fallback = schema.default === undefined ? '*unset*' : `\`${String(schema.default)}\``;
    return `| \`${name}\` | ${fallback} | ${cell(schema.description ?? '')} |`;
  });
  return `# Configuration

Everything is set by environment variables, read once at the start by \`parseConfig\` in \`contracts/config.ts\`. None has to
be set. A wrong value ends the program with a message that names the variable. This page is made from the schema
(\`npm run docs\`); a check holds the two together.

| variable | default | meaning |
| --- | --- | --- |
${rows.join('\n')}
`;
}

function errors(): string {
  const rows = Object.entries(ERRORS).map(
    ([type, row]) =>
      `| \`${type}\` | ${row.retried ? 'yes' : 'no'} | ${row.http} | ${cell(row.meaning)} | ${cell(row.remedy)} |`,
  );
  return `# Errors

One table, \`contracts/errors.ts\`, decides of every named error whether Temporal retries it, which HTTP status it has, what
it means and what to do. This page is made from it (\`npm run docs\`). Any other thrown value is a defect: it is retried,
answered as \`Internal\`, and keeps its own stack in the log.

| type | retried | HTTP | meaning | remedy |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function targetFormats(): string {
  const rows = FORMATS.map(
    ({ id, extension, mediaType, description }) =>
      `| \`${id}\` | \`SPLIT.${id}.${extension}\` | ${mediaType} | ${cell(description)} | [schema](schemas/${id}.schema.json) |`,
  );
  return `# Target formats

The pipeline goes on with its own records; for other programs the stage \`data_standardization\` writes each split besides in
the formats of \`target_formats\` in the request (\`["chatml"]\` unless set, \`[]\` for none). The files are artifacts of the
run: \`GET /api/training/{execution_id}/artifacts\` lists them with their hashes, and \`results\` has their rows under
\`target_files\`. They hold what is left after de-identification, cleaning and deduplication. This page is made from the
table of formats (\`npm run docs\`).

| format | file | media type | holds | a row |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

Read back by the pipeline, \`chatml\`, \`sharegpt\` and \`preference\` give the same turns and labels, \`alpaca\` its last exchange.
\`chatml\`, \`sharegpt\` and \`alpaca\` leave out speakers, labels and annotations of single turns and what a record says of its
people; only \`parquet\` holds everything.
`;
}

const schemas = Object.fromEntries(
  Object.entries(TARGET_ROWS).map(([id, row]) => [
    `schemas/${id}.schema.json`,
    `${JSON.stringify({ title: `A row of ${id}`, ...z.toJSONSchema(row) }, null, 2)}\n`,
  ]),
);
const PAGES = {
  'configuration.md': configuration(),
  'errors.md': errors(),
  'target-formats.md': targetFormats(),
  ...schemas,
};
const stale: string[] = [];
for (const [name, text] of Object.entries(PAGES)) {
  const file = new URL(name, import.meta.url);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) stale.push(`docs/${name}`);
}
if (stale.length > 0) {
  console.error(`${stale.join(', ')}: not what the tables say; run npm run docs`);
  process.exitCode = 1;
}

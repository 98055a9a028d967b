import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigSchema } from '../contracts/config.ts';
import { ERRORS } from '../contracts/errors.ts';

/** Writes docs/configuration.md and docs/errors.md from the tables in contracts/; with --check only compares. */
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

const PAGES = { 'configuration.md': configuration(), 'errors.md': errors() };
const stale: string[] = [];
for (const [name, text] of Object.entries(PAGES)) {
  const file = new URL(name, import.meta.url);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) stale.push(`docs/${name}`);
}
if (stale.length > 0) {
  console.error(`${stale.join(', ')}: not what contracts/ says; run npm run docs`);
  process.exitCode = 1;
}

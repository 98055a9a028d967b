import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ACTION_TABLE } from '../../contracts/deidentification.ts';
import { IDENTIFIERS } from '../../contracts/privacy.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/privacy.md'), 'utf8');

/** The rows that the table of actions has to have. */
const rows = IDENTIFIERS.map(
  ({ id, safe_harbor }) =>
    `| ${[id, safe_harbor ?? '', ACTION_TABLE[id].basic, ACTION_TABLE[id].enhanced, ACTION_TABLE[id].maximum].join(' | ')} |`,
);
const plain = (row: string) => row.replace(/ {2,}/g, ' ');

describe('docs/privacy.md', () => {
  it('names only tests that exist, and many', () => {
    const named = [...page.matchAll(/test\/[\w./-]+\.test\.ts/g)].map(([path]) => path);
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('has the table of actions as the code has it', () => {
    const table = page.split('<!-- actions -->')[1]?.split('<!-- /actions -->')[0] ?? '';
    const found = table.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:identifier|---)/.test(line));
    expect(found.map(plain)).toEqual(rows.map(plain));
  });

  it('claims controls, not certificates', () => {
    expect(page).toContain('controls mapped');
    expect(page).not.toMatch(/certif|guarantees? compliance|fully compliant|HIPAA[ -]compliant/i);
  });
});

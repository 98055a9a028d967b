import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPseudonymKey } from '../../plugins/pseudonym-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'key-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the key of pseudonyms', () => {
  it('is made once, for its owner only, and read from then on', () => {
    const file = join(folder, 'new', 'pseudonym.key');
    const key = readPseudonymKey(file);
    expect(key).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readPseudonymKey(file)).toEqual(key);
    expect(readPseudonymKey(join(folder, 'other.key'))).not.toEqual(key);
  });

  it('a file without a key is refused, and left as it is', () => {
    const file = join(folder, 'wrong.key');
    writeFileSync(file, 'not a key');
    expect(() => readPseudonymKey(file)).toThrow(/does not hold 64 hexadecimal digits/);
    expect(readFileSync(file, 'utf8')).toBe('not a key');
  });
});

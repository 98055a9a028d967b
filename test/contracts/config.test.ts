import { describe, expect, it } from 'vitest';
import { ConfigSchema, parseConfig } from '../../contracts/config.ts';

describe('parseConfig', () => {
  it('needs none of its variables', () => {
    expect(parseConfig({})).toMatchObject({ HOST: '127.0.0.1', PORT: 8000, DATA_DIR: '.data', DATASET_ROOTS: ['.'] });
  });

  it('names every wrong variable', () => {
    expect(() => parseConfig({ PORT: 'eighty', SHARD_RECORDS: '0' })).toThrow(/PORT.*SHARD_RECORDS/);
  });

  it('counts an empty value as unset and ignores what is not a setting', () => {
    expect(parseConfig({ PORT: '', HOME: '/somewhere' }).PORT).toBe(8000);
  });

  it('splits the dataset roots', () => {
    expect(parseConfig({ DATASET_ROOTS: 'a, b,' }).DATASET_ROOTS).toEqual(['a', 'b']);
  });

  it('describes every variable', () => {
    for (const [name, schema] of Object.entries(ConfigSchema.shape)) expect(schema.description, name).toBeTruthy();
  });
});

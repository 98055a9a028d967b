import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../../contracts/dataset.ts';
import { STYLES } from '../../contracts/training.ts';
import { READERS } from '../../plugins/readers/index.ts';
import { createSqliteState } from '../../plugins/state/sqlite.ts';
import { createLocalStorage } from '../../plugins/storage/local.ts';
import { STYLE_PLUGINS } from '../../plugins/styles/index.ts';
import { NO_CACHE } from '../support/no-cache.ts';
import { openDoor } from './door.ts';

const open = () =>
  openDoor({
    token: 'a-very-secret-token',
    registry: {
      state: createSqliteState(':memory:'),
      storage: createLocalStorage('/nowhere'),
      styles: STYLE_PLUGINS,
      readers: READERS,
      pseudonymKey: new Uint8Array(32),
      results: NO_CACHE,
    },
  });
const headers = { authorization: 'Bearer a-very-secret-token' };

describe('the catalogue', () => {
  it('shows every category with what is asked of its data', async () => {
    const { call } = await open();
    const { body } = await call('taxonomy', { headers });
    expect(body.categories).toEqual(CATEGORIES);
    expect(body.category_info.flatMap(({ subcategories }: { subcategories: string[] }) => subcategories)).toHaveLength(
      25,
    );
    const clinical = await call('taxonomyCategory', { params: { category: 'clinical' }, headers });
    expect(clinical.body).toMatchObject({ privacy_level: 'maximum', limits: { quality_min: 0.8, fairness_min: 0.9 } });
    const unknown = await call('taxonomyCategory', { params: { category: 'medical' }, headers });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'NotInCatalogue' } });
  });

  it('shows every style with settings that are valid as they stand', async () => {
    const { call } = await open();
    const { body } = await call('styles', { headers });
    expect(body.styles.map(({ style }: { style: string }) => style).sort()).toEqual([...STYLES].sort());
    for (const style of STYLES) {
      const { body: shown } = await call('style', { params: { style }, headers });
      const { body: configured } = await call('configureTraining', {
        body: { style, config: shown.config_template },
        headers,
      });
      expect(configured).toMatchObject({ valid: true, config: shown.config_template, optimization_applied: false });
    }
    expect((await call('style', { params: { style: 'dpo' }, headers })).status).toBe(404);
  });

  it('a strategy changes what was left out, never what was given, and a wrong setting is named', async () => {
    const { call } = await open();
    const configure = async (body: object) => (await call('configureTraining', { body, headers })).body;
    const fast = { style: 'supervised', optimize: true, optimization_strategy: 'fast_training' };
    expect((await configure(fast)).config.max_iterations).toBe(40);
    expect((await configure({ ...fast, config: { max_iterations: 123 } })).config.max_iterations).toBe(123);
    const wrong = await configure({ style: 'supervised', config: { max_iterations: -1, epochs: 3 } });
    expect(wrong).toMatchObject({ valid: false, config: null });
    expect(JSON.stringify(wrong.validation_errors)).toMatch(/max_iterations.*epochs|epochs.*max_iterations/);
  });

  it('shows settings and plugins, and no secret', async () => {
    const { call } = await open();
    const { body, text } = await call('config', { headers });
    expect(body.config).toMatchObject({ API_TOKEN: 'set', DATASET_ROOTS: ['/data/sets'] });
    expect(text).not.toContain('a-very-secret-token');
    const plugins = await call('plugins', { headers });
    expect(plugins.body.plugins.filter(({ kind }: { kind: string }) => kind === 'style')).toHaveLength(8);
  });
});

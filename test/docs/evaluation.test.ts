import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EvaluationSchema } from '../../contracts/training.ts';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/evaluation.md', root), 'utf8');

it('the page on evaluation names the main figure of every style', () => {
  const folder = new URL('plugins/styles/', root);
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const named = files.flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/primary_metric: ([^,;]+)/g)].flatMap(([, value = '']) =>
      [...value.matchAll(/'(\w+)'/g)].map(([, metric = '']) => metric),
    ),
  );
  expect(named.length).toBeGreaterThan(5);
  for (const metric of named) expect(page, metric).toContain(`\`${metric}\``);
});

it('and every part of an evaluation that holds figures', () => {
  const told = [
    'per_class',
    'per_group',
    'calibration',
    'robustness',
    'gain_over_baseline',
    'unmeasured',
    'better_than_baseline',
  ];
  expect(Object.keys(EvaluationSchema.shape)).toEqual(expect.arrayContaining(told));
  for (const part of told) expect(page, part).toContain(`\`${part}`);
});

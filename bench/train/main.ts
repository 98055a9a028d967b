import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { firstLabel } from '../../analysis/task-inference.ts';
import { loadDataset } from '../../eval/load-dataset.ts';
import { toBlocks } from '../../learning/feature-blocks.ts';
import { balancedWeights } from '../../learning/logistic.ts';
import { macroScores } from '../../learning/metrics.ts';
import type { SparseRows } from '../../learning/sparse.ts';
import { collectLabelled } from '../../plugins/styles/examples.ts';
import { fitTerms, weighTerms } from '../../plugins/styles/features.ts';
import { featuresOf } from '../../plugins/styles/static-table.ts';
import { SupervisedSettingsSchema } from '../../plugins/styles/supervised-settings.ts';
import { TRAINING_ENVIRONMENT, TRAINING_FLAGS } from '../../plugins/trainers/embedded.ts';

/**
 * Logistic regression in TypeScript against scikit-learn's, on the same features, weights and penalty, one after the other
 * on the same machine, each in a process of its own: macro-F1 on the test split, seconds of the fit, peak memory.
 *
 *   npm run bench:train -- --python venv/bin/python [--data FOLDER] [--dataset NAME …]
 */
const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    data: { type: 'string', default: fileURLToPath(new URL('../../../shared/data', import.meta.url)) },
    dataset: { type: 'string', multiple: true, default: ['diasafety', 'mts-dialog', 'goemotions'] },
  },
});
const AIMS = { f1Difference: 0.005, seconds: 1, memory: 0.6 };
/** Those of a training whose caller sets none. */
const SETTINGS = SupervisedSettingsSchema.parse({});
const FEATURES = { documentsMin: SETTINGS.min_document_frequency, termsMax: SETTINGS.max_features };

interface Fit {
  seconds: number;
  processor_seconds: number;
  steps: number;
  rss_mib: number;
  predicted: number[];
}

const { python } = options;
if (python === undefined) {
  console.error('give --python PATH of an environment with scikit-learn (pip install scikit-learn)');
  process.exitCode = 2;
} else {
  const missed: string[] = [];
  for (const name of options.dataset) missed.push(...(await compare(name, python)).map((miss) => `${name}: ${miss}`));
  console.log(JSON.stringify({ missed }));
  if (missed.length > 0) process.exitCode = 1;
}

async function compare(name: string, interpreter: string): Promise<string[]> {
  const { splits, tasks } = await loadDataset(join(resolve(options.data), name), 42);
  const task = firstLabel(tasks);
  if (!task) return ['it has no label to learn'];
  const read = async (split: 'train' | 'test') =>
    collectLabelled(
      (async function* () {
        yield* splits[split];
      })(),
      task,
    );
  const [train, test] = [await read('train'), await read('test')];
  const pause = async () => {};
  const vocabulary = await fitTerms(train.texts, FEATURES, pause);
  const rowsOf = async (texts: string[]) =>
    featuresOf(texts, await weighTerms(texts, vocabulary, pause), { features: 'tfidf_static', embedding: null, pause });
  const folder = mkdtempSync(join(tmpdir(), 'bench-train-'));
  try {
    const rows = await rowsOf(train.texts);
    writeRows(folder, 'train', rows);
    writeRows(folder, 'test', await rowsOf(test.texts));
    const counts = task.classes.map((_, c) => train.labels.filter((label) => label === c).length);
    const classWeights = balancedWeights(counts);
    writeFileSync(join(folder, 'labels.u16'), train.labels);
    writeFileSync(
      join(folder, 'weights.f64'),
      Float64Array.from(train.labels, (label) => classWeights[label] ?? 1),
    );
    const facts = {
      ...{ classes: task.classes.length, class_weights: [...classWeights], rows: train.texts.length },
      ...{ terms: vocabulary.terms.length, dim: rows.denseColumns, columns: rows.columnCount },
      ...{
        l2: SETTINGS.l2,
        iterations: SETTINGS.max_iterations,
        tolerance: SETTINGS.tolerance,
        block_ends: writeBlocks(folder, rows, train.labels),
      },
    };
    writeFileSync(join(folder, 'facts.json'), JSON.stringify(facts));
    const trainer = [process.execPath, ...TRAINING_FLAGS];
    // The first process after an install also makes what Node keeps of the source files, as no later training has to.
    runFit(trainer, 'fit.ts', folder);
    const ours = runFit(trainer, 'fit.ts', folder);
    const theirs = runFit([interpreter], 'fit.py', folder);
    const f1 = ({ predicted }: Fit) => macroScores(test.labels, predicted, task.classes.length).f1_score;
    const [difference, time, memory] = [
      f1(ours) - f1(theirs),
      ours.seconds / theirs.seconds,
      ours.rss_mib / theirs.rss_mib,
    ];
    console.log(
      `${name} (${train.texts.length} texts, ${task.classes.length} classes): macro-F1 ${f1(ours).toFixed(4)} against ${f1(theirs).toFixed(4)}; ` +
        `${ours.seconds.toFixed(2)} s against ${theirs.seconds.toFixed(2)} s, ratio ${time.toFixed(2)} ` +
        `(processor ${ours.processor_seconds.toFixed(2)} s against ${theirs.processor_seconds.toFixed(2)} s, ${ours.steps} iterations against ${theirs.steps}); ` +
        `${ours.rss_mib.toFixed(0)} MiB against ${theirs.rss_mib.toFixed(0)} MiB, ratio ${memory.toFixed(2)}`,
    );
    return [
      ...(Math.abs(difference) > AIMS.f1Difference ? [`macro-F1 differs by ${difference.toFixed(4)}`] : []),
      ...(time > AIMS.seconds ? [`${time.toFixed(2)} of the time`] : []),
      ...(memory > AIMS.memory ? [`${memory.toFixed(2)} of the memory`] : []),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same rows in the blocks that the trainer reads. Result: where each block ends. */
function writeBlocks(folder: string, rows: SparseRows, labels: Uint16Array): number[] {
  const { store, blockCount } = toBlocks(rows, labels);
  const path = join(folder, 'train.blocks');
  writeFileSync(path, '');
  let end = 0;
  return Array.from({ length: blockCount }, (_, index) => {
    const block = store.read(index);
    appendFileSync(path, block);
    end += block.length;
    return end;
  });
}

function writeRows(folder: string, name: string, { starts, columns, values }: SparseRows): void {
  writeFileSync(join(folder, `${name}.starts.u32`), starts);
  writeFileSync(join(folder, `${name}.columns.u32`), columns);
  writeFileSync(join(folder, `${name}.values.f32`), values);
}

function runFit([program = '', ...flags]: string[], script: string, folder: string): Fit {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const env = { ...process.env, ...TRAINING_ENVIRONMENT };
  const output = execFileSync(program, [...flags, path, folder], {
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argmax } from '../../learning/centroids.ts';
import { startLbfgs, stepLbfgs } from '../../learning/lbfgs.ts';
import { logisticObjective, pointLength, softmaxScores, weightsOf } from '../../learning/logistic.ts';
import { SLOPE_MIN } from '../../plugins/styles/supervised-logistic.ts';

/** Fits on the rows of a folder as the supervised style does, and prints one line of JSON. */
const folder = process.argv[2] ?? '';
const { classes, class_weights, rows, terms, dim, l2, iterations, tolerance, block_ends } = JSON.parse(
  readFileSync(join(folder, 'facts.json'), 'utf8'),
);

function bytes(name: string): ArrayBuffer {
  const buffer = new ArrayBuffer(statSync(join(folder, name)).size);
  const file = openSync(join(folder, name), 'r');
  for (let at = 0; at < buffer.byteLength; )
    at += readSync(file, new Uint8Array(buffer), at, buffer.byteLength - at, at);
  closeSync(file);
  return buffer;
}

const blocks = new Uint8Array(bytes('train.blocks'));
const store = {
  append: () => undefined,
  read: (index: number) => blocks.subarray(block_ends[index - 1] ?? 0, block_ends[index]),
};
const problem = {
  blocks: { store, blockCount: block_ends.length, rowCount: rows, termCount: terms, dim },
  classCount: classes,
  classWeights: Float64Array.from(class_weights),
  l2,
  labelSmoothing: 0,
};
const [began, processor] = [performance.now(), process.cpuUsage()];
const objective = logisticObjective(problem);
const state = await startLbfgs(objective, new Float64Array(pointLength(problem)));
while (!state.done && state.iteration < iterations)
  await stepLbfgs(objective, state, { loss: tolerance, gradient: SLOPE_MIN });
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(processor);

const weights = weightsOf(state.point, { ...problem, dim });
const starts = new Uint32Array(bytes('test.starts.u32'));
const test = {
  ...{ rowCount: starts.length - 1, columnCount: terms + dim, denseColumns: dim, starts },
  columns: new Uint32Array(bytes('test.columns.u32')),
  values: new Float32Array(bytes('test.values.f32')),
};
const scores = new Float64Array(classes);
const predicted = Array.from({ length: test.rowCount }, (_, i) => {
  softmaxScores(test, i, weights, scores);
  return argmax(scores);
});
const rss_mib = process.resourceUsage().maxRSS / 1024;
console.log(
  JSON.stringify({ seconds, processor_seconds: (user + system) / 1e6, rss_mib, predicted, steps: state.iteration }),
);

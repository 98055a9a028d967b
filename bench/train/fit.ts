import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argmax } from '../../learning/centroids.ts';
import { startLbfgs, stepLbfgs } from '../../learning/lbfgs.ts';
import { logisticObjective, softmaxScores } from '../../learning/logistic.ts';
import type { SparseRows } from '../../learning/sparse.ts';

/** Fits on the matrices of a folder as the supervised style does, and prints one line of JSON. */
const folder = process.argv[2] ?? '';
const { classes, columns, l2, iterations } = JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8'));
const bytes = (name: string): ArrayBuffer => {
  const buffer = new ArrayBuffer(statSync(join(folder, name)).size);
  const descriptor = openSync(join(folder, name), 'r');
  for (let at = 0; at < buffer.byteLength; )
    at += readSync(descriptor, new Uint8Array(buffer), at, buffer.byteLength - at, at);
  closeSync(descriptor);
  return buffer;
};
const rowsOf = (name: string): SparseRows => {
  const starts = new Uint32Array(bytes(`${name}.starts.u32`));
  return {
    ...{ rowCount: starts.length - 1, columnCount: columns, denseColumns: 256, starts },
    columns: new Uint32Array(bytes(`${name}.columns.u32`)),
    values: new Float32Array(bytes(`${name}.values.f32`)),
  };
};

const rows = rowsOf('train');
const objective = logisticObjective({
  ...{ rows, classCount: classes, l2, labelSmoothing: 0 },
  labels: new Uint16Array(bytes('labels.u16')),
  rowWeights: new Float64Array(bytes('weights.f64')),
});
const began = performance.now();
let state = startLbfgs(objective, new Float64Array(classes * (columns + 1)));
while (!state.done && state.iteration < iterations) state = stepLbfgs(objective, state, 1e-5);
const seconds = (performance.now() - began) / 1000;
const test = rowsOf('test');
const scores = new Float64Array(classes);
const predicted = Array.from({ length: test.rowCount }, (_, i) => {
  softmaxScores(test, i, state.point, scores);
  return argmax(scores);
});
console.log(
  JSON.stringify({ seconds, rss_mib: process.resourceUsage().maxRSS / 1024, predicted, steps: state.iteration }),
);

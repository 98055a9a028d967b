import { calibrationChart, confusionChart, lineChart } from '../../charts/charts.ts';
import { clusterMap } from '../../charts/cluster-map.ts';
import { toSvgFile } from '../../charts/svg-file.ts';
import type { Evaluation, TrainingOutcome } from '../../contracts/training.ts';

/** A picture of more classes could not be read. */
const CONFUSION_CLASSES_MAX = 24;

/** What of a training and its evaluation can be drawn: names of SVG files and their text. */
export function modelPlots({
  outcome: { loss_curve },
  evaluation: { confusion, calibration, clusters, cluster_map },
}: {
  outcome: Pick<TrainingOutcome, 'loss_curve'>;
  evaluation: Evaluation;
}): Record<string, string> {
  const points = loss_curve.map(({ step, loss }) => ({ x: step, y: loss }));
  const drawn = {
    'learning-curve.svg': points.length > 1 && lineChart(points, { title: 'Loss of training', x: 'step', y: 'loss' }),
    'confusion-matrix.svg': confusion && confusion.labels.length <= CONFUSION_CLASSES_MAX && confusionChart(confusion),
    'calibration.svg': calibration && calibrationChart(calibration.bins),
    'cluster-map.svg': clusters && cluster_map && clusterMap(cluster_map, clusters),
  };
  const texts = Object.entries(drawn).map(([name, chart]) => [name, chart ? toSvgFile(chart) : ''] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

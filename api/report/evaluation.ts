import { calibrationChart, confusionChart } from '../../charts/charts.ts';
import { formatCount, formatScore, formatShare, toTitle, toWords } from '../../charts/figures.ts';
import { html, type Markup } from '../../charts/html.ts';
import { CARE_SCORES } from '../../contracts/care-scores.ts';
import { bars, figure, type Results, section, table } from './elements.ts';

/** More classes than this are a table: a picture of them could not be read. */
const CONFUSION_CLASSES_MAX = 24;

/** How good the model is on records it never saw, beside what costs nothing. */
export function evaluationSection({ evaluation, evidence = {}, ...results }: Results): Markup | null {
  if (evaluation === null) return null;
  const baselines = Object.entries(evaluation.baselines);
  const metrics = [...new Set([evaluation.scores, ...baselines.map(([, scores]) => scores)].flatMap(Object.keys))];
  const unmeasured = Object.entries(evaluation.unmeasured);
  const care = CARE_SCORES.filter((name) => evidence[name] !== undefined);
  const { calibration, per_group = [], robustness = [] } = evaluation;
  return section(
    'evaluation',
    'Evaluation',
    html`<p>Measured on ${formatCount(evaluation.example_count)} examples of the test split, which the training never saw. The main figure is ${toWords(evaluation.primary_metric)}.</p>${table(
      ['Metric', 'Model', ...baselines.map(([name]) => toTitle(name))],
      metrics.map((metric) => [
        metric === evaluation.primary_metric ? html`<strong>${toTitle(metric)}</strong>` : toTitle(metric),
        html`<strong>${formatScore(evaluation.scores[metric])}</strong>`,
        ...baselines.map(([, scores]) => formatScore(scores[metric])),
      ]),
      'Scores beside the baselines',
    )}${
      care.length > 0 &&
      html`<h3>By a label of the dataset</h3><ul>${care.map((name) => html`<li>${toTitle(name)} ${formatScore(results[name])}: ${evidence[name]}</li>`)}</ul>`
    }${
      evaluation.per_class.length > 0 &&
      html`<h3>By class</h3><div class="pair">${
        evaluation.per_class.length <= CONFUSION_CLASSES_MAX &&
        bars(
          evaluation.per_class.map(({ label, f1 }) => ({ label, value: f1 })),
          { title: 'F1 of each class', max: 1 },
        )
      }${table(
        ['Class', 'Precision', 'Recall', 'F1', 'Examples'],
        evaluation.per_class.map(({ label, precision, recall, f1, support }) => [
          label,
          formatScore(precision),
          formatScore(recall),
          formatScore(f1),
          formatCount(support),
        ]),
        'Precision, recall and F1 of each class',
      )}</div>`
    }${evaluation.confusion && confusion(evaluation.confusion)}${
      calibration !== undefined &&
      html`<h3>Calibration</h3><p>Expected calibration error ${formatScore(calibration.ece)}, Brier score ${formatScore(calibration.brier)}.</p>${figure(calibrationChart(calibration.bins), 'How often predictions of a confidence are right. On the dashed line the model knows what it does not know.')}`
    }${
      per_group.length > 0 &&
      html`<h3>By group</h3>${table(
        ['Attribute', 'Group', 'Examples', 'Accuracy', 'F1'],
        per_group.map(({ attribute, group, count, accuracy, f1_score, reason }) => [
          toWords(attribute),
          group,
          formatCount(count),
          reason ?? formatScore(accuracy ?? undefined),
          reason === null ? formatScore(f1_score ?? undefined) : '',
        ]),
        'Scores of the examples whose records name a group',
      )}`
    }${
      robustness.length > 0 &&
      html`<h3>Robustness</h3>${table(
        ['The same texts with', 'Texts changed', 'Predictions changed', 'F1 on the whole split'],
        robustness.map(({ variant, changed_texts, changed_predictions, f1_score }) => [
          toWords(variant),
          formatCount(changed_texts),
          changed_predictions === null ? 'no text changes' : formatShare(changed_predictions),
          formatScore(f1_score ?? undefined),
        ]),
        'What becomes of the predictions where texts are written otherwise and mean the same',
      )}`
    }${
      unmeasured.length > 0 &&
      html`<h3>Not measured</h3><ul>${unmeasured.map(([metric, reason]) => html`<li>${toTitle(metric)}: ${reason}</li>`)}</ul>`
    }`,
  );
}

function confusion({ labels, counts }: { labels: string[]; counts: number[][] }): Markup {
  const title = html`<h3>Confusion</h3>`;
  if (labels.length <= CONFUSION_CLASSES_MAX) {
    return html`${title}${figure(confusionChart({ labels, counts }), 'Rows are the true classes, columns the predicted ones; shades are shares of a row.')}`;
  }
  const pairs = counts
    .flatMap((row, i) => row.map((count, j) => ({ truth: labels[i], predicted: labels[j], count, isMiss: i !== j })))
    .filter(({ isMiss, count }) => isMiss && count > 0)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, 20);
  return html`${title}${table(
    ['True class', 'Predicted', 'Examples'],
    pairs.map(({ truth, predicted, count }) => [truth, predicted, formatCount(count)]),
    'The classes most often confused',
  )}`;
}

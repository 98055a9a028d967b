import { posix } from 'node:path';
import { type CARE_SCORES, careScores } from '../contracts/care-scores.ts';
import type { OperationOutput } from '../contracts/operations.ts';
import type { RunResults, RunState } from '../contracts/run.ts';
import { isTerminalRun } from '../contracts/transitions.ts';

export const NO_RESULTS: RunResults = {
  category: null,
  categorization: null,
  findings: [],
  metadata: null,
  recommendations: null,
  preprocessing: null,
  bias: null,
  standardization: null,
  selection: null,
  config: null,
  training: null,
  evaluation: null,
  model_id: null,
  artifacts: [],
};

/** The figure of an evaluation that each flat metric shows; the averages over classes count each class alike. */
const METRICS = {
  accuracy: ['accuracy'],
  precision: ['precision', 'macro_precision', 'precision_macro'],
  recall: ['recall', 'macro_recall', 'recall_macro'],
  f1_score: ['f1_score', 'f1', 'macro_f1', 'f1_macro'],
} as const;

/** The results of a run with the flat metrics that clients ask for: each a measured figure, or null with the reason. */
export function toResultsAnswer(state: RunState, results: RunResults): OperationOutput<'results'> {
  const { evaluation, config } = results;
  const unmeasured: Record<string, string> = {};
  const evidence: Record<string, string> = {};
  const care = evaluation && config && careScores(config.task, evaluation);
  const careScore = (name: (typeof CARE_SCORES)[number]): number | null => {
    const figure = care?.[name] ?? { value: null, reason: reasonFor(state, results) };
    if (figure.value === null) unmeasured[name] = figure.reason;
    else evidence[name] = figure.evidence;
    return figure.value;
  };
  const metric = (name: keyof typeof METRICS): number | null => {
    const figure = METRICS[name].map((key) => evaluation?.scores[key]).find((value) => value !== undefined);
    if (figure !== undefined) return figure;
    const why = METRICS[name].map((key) => evaluation?.unmeasured[key]).find((text) => text !== undefined);
    unmeasured[name] = why ?? reasonFor(state, results);
    return null;
  };
  return {
    ...results,
    execution_id: state.execution_id,
    status: state.status,
    accuracy: metric('accuracy'),
    precision: metric('precision'),
    recall: metric('recall'),
    f1_score: metric('f1_score'),
    empathy_score: careScore('empathy_score'),
    therapeutic_appropriateness: careScore('therapeutic_appropriateness'),
    safety_score: careScore('safety_score'),
    unmeasured,
    evidence,
    ...toPaths(results),
  };
}

function reasonFor({ status }: RunState, { evaluation }: RunResults): string {
  if (evaluation !== null) return `not a measure of this task, which is judged by ${evaluation.primary_metric}`;
  return isTerminalRun(status) ? `the run is ${status} and was not evaluated` : 'the model is not evaluated yet';
}

/** Folder of the model and file of a kept checkpoint, relative to DATA_DIR. A finished training keeps no checkpoint. */
function toPaths({ artifacts, target_files = [] }: RunResults): {
  model_path: string | null;
  checkpoint_path: string | null;
} {
  // Registration comes last and holds the whole model with its card; before it there is only what training wrote.
  const model = artifacts.findLast(({ uri }) => !target_files.some(({ file }) => file.uri === uri));
  const checkpoint = artifacts.find(({ name }) => name.startsWith('checkpoint'));
  return { model_path: model ? posix.dirname(model.uri) : null, checkpoint_path: checkpoint?.uri ?? null };
}

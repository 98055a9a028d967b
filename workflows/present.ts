import { withFairness } from '../contracts/metadata.ts';
import type { RunResults, RunState } from '../contracts/run.ts';
import type { RunOutputs } from './run.ts';

/** The Markdown that the Temporal UI shows as current details: the table of stages. No personal data, no dataset text. */
export function toDetails(state: RunState): string {
  const rows = state.stages.map((stage) => {
    const notes = [
      stage.error?.type,
      stage.cached ? 'cached' : null,
      stage.stalled ? 'stalled' : null,
      stage.unreachable_since ? 'trainer unreachable' : null,
      stage.activity,
    ].filter((note) => note != null);
    return `| ${stage.stage_id} | ${stage.status} | ${stage.progress} % | ${stage.attempt} | ${notes.join(', ')} |`;
  });
  const eta = state.estimated_completion === null ? '' : ` · done about ${state.estimated_completion}`;
  return [
    `**${state.status}** · ${state.progress} %${eta}`,
    ...(state.message === '' ? [] : ['', state.message]),
    '',
    '| stage | status | progress | attempt | note |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

export function toResults(outputs: RunOutputs): RunResults {
  const { ingest, preprocessing, standardized, outcome, registered, metadata = null } = outputs;
  return {
    category: outputs.categorization?.category ?? null,
    categorization: outputs.categorization ?? null,
    findings: outputs.findings ?? [],
    metadata: metadata && outputs.bias ? withFairness(metadata, outputs.bias) : metadata,
    recommendations: outputs.recommendations ?? null,
    preprocessing:
      ingest && preprocessing
        ? {
            source: ingest.source,
            ...(ingest.columns && { columns: ingest.columns }),
            record_count: ingest.records.record_count,
            rejected_count: ingest.rejected_count,
            rejected_first: ingest.rejected_first,
            processed_record_count: preprocessing.deduplicated.records.record_count,
            counts: {
              ...preprocessing.deidentified.counts,
              ...preprocessing.cleaned.counts,
              ...preprocessing.deduplicated.counts,
            },
            // Null in the history of a run from before there were reports.
            privacy: preprocessing.deidentified.report ?? null,
            cleaning: preprocessing.cleaned.report ?? null,
            excluded_counts: ingest.excluded_counts ?? {},
            quarantined_count: preprocessing.deidentified.quarantined_count + preprocessing.cleaned.quarantined_count,
          }
        : null,
    bias: outputs.bias ?? null,
    standardization:
      standardized && outputs.splits
        ? {
            standardized_record_count: standardized.records.record_count,
            quarantined_count: standardized.quarantined_count,
            counts: standardized.counts,
            leaked_record_count: outputs.leaked_record_count ?? null,
            leakage: outputs.leakage ?? null,
            token_statistics: outputs.token_statistics ?? null,
            split: {
              train: outputs.splits.train.record_count,
              validation: outputs.splits.validation.record_count,
              test: outputs.splits.test.record_count,
            },
          }
        : null,
    target_files: outputs.target_files ?? [],
    selection: outputs.selection ?? null,
    config: outputs.config ?? null,
    training: outcome ? { ...outcome, model: undefined } : null,
    evaluation: outputs.evaluation ?? null,
    model_id: registered?.model_id ?? null,
    artifacts: [
      ...(outputs.target_files ?? []).map(({ file }) => file),
      ...(registered?.artifacts ?? outcome?.model ?? []),
    ],
  };
}

import {
  ChildWorkflowCancellationType,
  executeChild,
  ParentClosePolicy,
  patched,
  proxyActivities,
} from '@temporalio/workflow';
import type { ActivityContext, Cacheable, DeidentifyOutput, PipelineActivities } from '../contracts/activities.ts';
import { alertsOfFindings, alertsOfPreprocessing } from '../contracts/safety-alerts.ts';
import type { StageActivityName, StageId } from '../contracts/stages.ts';
import { deidentifyShards } from './deidentify-shards.ts';
import type { Run } from './run.ts';
import { STAGE_OPTIONS } from './stage-options.ts';

type Activities = Pick<PipelineActivities, StageActivityName>;

const proxies = Object.fromEntries(
  Object.entries(STAGE_OPTIONS).map(([name, options]) => [
    name,
    proxyActivities<Activities>(options)[name as StageActivityName],
  ]),
) as unknown as ReturnType<typeof proxyActivities<Activities>>;

/** Calls one activity with the summary that the Temporal UI shows, and tells the run when it starts and ends. */
async function call<N extends StageActivityName>(
  run: Run,
  context: ActivityContext,
  name: N,
  input: Omit<Parameters<Activities[N]>[0], 'context'>,
): Promise<Awaited<ReturnType<Activities[N]>>> {
  run.beginActivity(context, name);
  const activity = proxies[name] as unknown as {
    executeWithOptions(options: { summary: string }, args: unknown[]): Promise<Awaited<ReturnType<Activities[N]>>>;
  };
  const output = await activity.executeWithOptions(
    { ...STAGE_OPTIONS[name], summary: `${context.stage_id} · attempt ${context.stage_attempt}` },
    [{ context, ...input }],
  );
  run.endActivity(context, name, output as Cacheable);
  return output;
}

/** What each stage does. Outputs are kept in `run.outputs` by reference; a stage reads only what earlier ones left. */
export const STAGE_RUNNERS: Record<StageId, (run: Run, context: ActivityContext) => Promise<void>> = {
  async dataset_ingestion(run, context) {
    const { request, outputs } = run;
    const format = request.format ?? null;
    const { dataset_path, tables, columns, data_contract } = request;
    const ingest = await call(run, context, 'ingestDataset', {
      ...{ dataset_path, format },
      ...(tables !== undefined && { tables }),
      ...(columns !== undefined && { columns }),
      ...(data_contract !== undefined && { data_contract }),
    });
    const { records, profile } = ingest;
    const { categorization } = await call(run, context, 'categorizeDataset', {
      records,
      sample_size: request.sample_size,
      ...(ingest.source.declared && { declared: ingest.source.declared }),
    });
    const { findings, approval_reason, metadata, recommendations } = await call(run, context, 'validateDataset', {
      records: ingest.records,
      profile,
      categorization,
      consent: request.consent ?? null,
      safety_level: request.safety_requirements,
      source: ingest.source,
      contract: ingest.contract ?? null,
      claims: request.claims ?? [],
      request: {
        available_compute: request.available_compute,
        training_objective: request.training_objective,
        ...(request.dataset_name && { dataset_name: request.dataset_name }),
        ...(request.dataset_description && { dataset_description: request.dataset_description }),
      },
    });
    Object.assign(outputs, { ingest, categorization, findings, metadata, recommendations });
    run.warn(context, alertsOfFindings(findings));
    run.categorized(categorization.category);
    if (approval_reason !== null) run.requireApproval(approval_reason);
  },

  async data_preprocessing(run, context) {
    const { ingest, categorization } = run.have('ingest', 'categorization');
    const { privacy_level, privacy_override, crisis_policy, safety_requirements } = run.request;
    const { category } = categorization;
    const toDeidentify = {
      records: ingest.records,
      category,
      privacy_level,
      privacy_override,
      safety_level: safety_requirements,
    };
    // More than a shard: all free workers take part, and what they made is gathered.
    if (patched('shards-over-workers-2026-11') && ingest.records.shards.length > 1) {
      run.beginActivity(context, 'deidentifyRecords');
      await executeChild(deidentifyShards, {
        workflowId: `${context.execution_id}/deidentify/${context.stage_attempt}`,
        args: [{ context, ...toDeidentify }],
        cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
        staticSummary: `${context.stage_id} · attempt ${context.stage_attempt}`,
      });
    }
    const deidentified = await call(run, context, 'deidentifyRecords', toDeidentify);
    const cleaned = await call(run, context, 'cleanRecords', {
      records: deidentified.records,
      category,
      crisis_policy,
    });
    const deduplicated = await call(run, context, 'deduplicateRecords', { records: cleaned.records });
    run.warn(context, alertsOfPreprocessing(deidentified, cleaned));
    run.outputs.preprocessing = { deidentified, cleaned, deduplicated };
  },

  async bias_detection(run, context) {
    const { preprocessing, categorization, findings } = run.have('preprocessing', 'categorization', 'findings');
    const bias = await call(run, context, 'measureBias', {
      records: preprocessing.deduplicated.records,
      categorization,
      safety_level: run.request.safety_requirements,
    });
    run.warn(context, alertsOfFindings(bias.findings));
    run.outputs.bias = bias.report;
    run.outputs.findings = [...findings.filter((finding) => !finding.rule.startsWith('fairness')), ...bias.findings];
  },

  async data_standardization(run, context) {
    const { preprocessing } = run.have('preprocessing');
    const standardized = await call(run, context, 'standardizeRecords', {
      records: preprocessing.deduplicated.records,
    });
    const {
      splits,
      leaked_record_count,
      leakage,
      token_statistics,
      target_files = [],
    } = await call(run, context, 'splitDataset', {
      records: standardized.records,
      seed: run.request.seed,
      enable_augmentation: run.request.enable_augmentation,
      ...(run.request.target_formats && { target_formats: run.request.target_formats }),
    });
    Object.assign(run.outputs, {
      ...{ standardized, splits, leaked_record_count, target_files },
      ...(leakage && { leakage }),
      ...(token_statistics && { token_statistics }),
    });
  },

  training_style_selection: selectAndConfigure,

  async model_training(run, context) {
    // A retry may change the training settings; what was selected and configured before is then out of date.
    if (run.settingsChanged) await selectAndConfigure(run, context);
    const { ingest, categorization, findings, preprocessing, standardized, splits, selection, config } = run.have(
      'ingest',
      'categorization',
      'findings',
      'preprocessing',
      'standardized',
      'splits',
      'selection',
      'config',
    );
    const { outcome } = await call(run, context, 'dispatchTraining', { splits, config });
    run.outputs.outcome = outcome;
    const { evaluation } = await call(run, context, 'evaluateModel', {
      splits,
      model: outcome.model,
      config: { style: config.style, seed: config.seed, task: config.task },
    });
    run.outputs.evaluation = evaluation;
    const { deidentified, cleaned, deduplicated } = preprocessing;
    const privacy = privacyOf(deidentified);
    run.outputs.registered = await call(run, context, 'registerModel', {
      lineage: {
        dataset_name: run.request.dataset_name ?? null,
        source: ingest.source,
        profile: ingest.profile,
        categorization,
        findings,
        preprocessing: { ...deidentified.counts, ...cleaned.counts, ...deduplicated.counts, ...standardized.counts },
        ...(privacy && { privacy }),
        bias: run.outputs.bias ?? null,
        splits,
        selection,
        config,
        outcome,
        evaluation,
      },
    });
  },
};

/** Of the report, what stands in a model's lineage. Outputs in histories of before there was one have none. */
function privacyOf({ report }: Partial<Pick<DeidentifyOutput, 'report'>>) {
  if (report === undefined) return null;
  const { privacy_level, least_level, residual, k_anonymity } = report;
  return { privacy_level, least_level, residual, k_anonymity };
}

async function selectAndConfigure(run: Run, context: ActivityContext): Promise<void> {
  const { ingest, categorization, splits } = run.have('ingest', 'categorization', 'splits');
  const { request } = run;
  const { selection } = await call(run, context, 'selectTrainingStyle', {
    splits,
    profile: ingest.profile,
    categorization,
    request: {
      available_compute: request.available_compute,
      safety_requirements: request.safety_requirements,
      training_objective: request.training_objective,
      ...(request.task && { task: request.task }),
      ...(request.time_limit_seconds !== undefined && { time_limit_seconds: request.time_limit_seconds }),
      ...(request.training_config && { training_config: request.training_config }),
    },
  });
  const { config } = await call(run, context, 'configureTraining', {
    selection,
    request: {
      optimization_strategy: request.optimization_strategy,
      seed: request.seed,
      ...(request.training_config && { training_config: request.training_config }),
    },
  });
  Object.assign(run.outputs, { selection, config });
}

/**
 * The one table of errors. Everything else about errors is derived: Temporal's retry decision, the HTTP status,
 * the problem+json type, docs/errors.md.
 */
export const ERRORS = {
  InvalidInput: {
    retried: false,
    http: 400,
    meaning: 'A request does not fit its schema.',
    remedy: 'Correct the named field.',
  },
  NotAuthenticated: {
    retried: false,
    http: 401,
    meaning: 'The gateway asks for a token and got none, or a wrong one.',
    remedy: 'Send Authorization: Bearer with the token of API_TOKEN.',
  },
  NotAllowed: {
    retried: false,
    http: 403,
    meaning: 'The caller may know of it, and may not do this; also a dataset path outside the allowed roots.',
    remedy: 'Use a path inside DATASET_ROOTS, or ask an operator to add a root.',
  },
  RunNotFound: {
    retried: false,
    http: 404,
    meaning: 'The execution id names no run.',
    remedy: 'List the runs with GET /api/executions.',
  },
  DatasetNotFound: {
    retried: false,
    http: 404,
    meaning: 'The dataset path names nothing the worker can see.',
    remedy: 'Put the file there, or retry the stage with another dataset_path.',
  },
  ModelNotFound: {
    retried: false,
    http: 404,
    meaning: 'The model id names no registered model.',
    remedy: 'List the models with GET /api/models.',
  },
  SpanNotFound: {
    retried: false,
    http: 404,
    meaning: 'The id names no span of the review queue.',
    remedy: 'List the spans with GET /api/reviews.',
  },
  TaskNotFound: {
    retried: false,
    http: 404,
    meaning: 'The task id names no task, or one that the server no longer keeps.',
    remedy: 'Send the request again.',
  },
  ArtifactNotFound: {
    retried: false,
    http: 404,
    meaning: 'The run or model has no file of that name, or its bytes are gone.',
    remedy: 'List the files with GET /api/training/{execution_id}/artifacts; a rerun makes lost ones anew.',
  },
  NotInCatalogue: {
    retried: false,
    http: 404,
    meaning: 'The name is no category or training style that is known here.',
    remedy: 'List them with GET /api/taxonomy/categories or GET /api/training/styles.',
  },
  RouteNotFound: {
    retried: false,
    http: 404,
    meaning: 'The path names no operation.',
    remedy: 'See docs/api.md for the paths.',
  },
  MethodNotAllowed: {
    retried: false,
    http: 405,
    meaning: 'The path exists and does not take this method.',
    remedy: 'Use a method of the Allow header.',
  },
  RunStateConflict: {
    retried: false,
    http: 409,
    meaning: 'The run or stage is in a state from which this cannot be done.',
    remedy: 'Read the status first; the message names the states that allow it.',
  },
  IdempotencyConflict: {
    retried: false,
    http: 409,
    meaning: 'The Idempotency-Key was used before with another request.',
    remedy: 'Use a new key for a new request.',
  },
  ModelBlocked: {
    retried: false,
    http: 409,
    meaning: 'The model is blocked: consent for its data was withdrawn.',
    remedy: 'Train anew without the withdrawn records, with rerun.',
  },
  TaskUnderWay: {
    retried: true,
    http: 409,
    meaning: 'The work goes on after the time an answer may take.',
    remedy: 'Send the request again in a while: what is done by then is kept.',
  },
  StateChanged: {
    retried: false,
    http: 412,
    meaning: 'The run is no longer in the state that If-Match names.',
    remedy: 'Read the status again, decide anew, and send its ETag.',
  },
  PayloadTooLarge: {
    retried: false,
    http: 413,
    meaning: 'The request body is over the limit.',
    remedy: 'Send a path to the data, not the data.',
  },
  UnsupportedMediaType: {
    retried: false,
    http: 415,
    meaning: 'The request body is not JSON.',
    remedy: 'Send Content-Type: application/json.',
  },
  DatasetUnreadable: {
    retried: false,
    http: 422,
    meaning: 'The file cannot be read as a dataset: bad encoding, no known format, or no valid record.',
    remedy: 'Mend the named file and line, then retry the stage.',
  },
  DatasetTooLarge: {
    retried: false,
    http: 422,
    meaning: 'The dataset is over a limit: bytes, rows, files, or how much its compressed bytes grow.',
    remedy: 'Split the dataset, or raise the limit that the message names; then retry the stage.',
  },
  ConsentMissing: {
    retried: false,
    http: 422,
    meaning: 'The data needs verified consent and has none.',
    remedy:
      'Give consent in the request, such as "consent": {"status": "verified", "verified_by": "who", "reference": "where it is on file"}, and start a run with it.',
  },
  PrivacyGateFailed: {
    retried: false,
    http: 422,
    meaning: 'Personal data was found after de-identification.',
    remedy: 'Raise the privacy level and retry the stage.',
  },
  ReviewPending: {
    retried: false,
    http: 422,
    meaning: 'Safety is strict and doubtful spans wait for a person to accept or reject them.',
    remedy: 'Decide the waiting spans, then retry the stage.',
  },
  QualityGateFailed: {
    retried: false,
    http: 422,
    meaning: 'A measured quality value is past its limit.',
    remedy: 'Mend the data, or choose another safety level.',
  },
  BiasGateFailed: {
    retried: false,
    http: 422,
    meaning: 'A measured fairness value is past its limit.',
    remedy: 'Rebalance the data, skip the stage with a reason, or choose another safety level.',
  },
  StyleUnsupported: {
    retried: false,
    http: 422,
    meaning: 'No training style fits the dataset, or the asked one cannot be trained here.',
    remedy: 'The message says what would make a style fit.',
  },
  ConfigInvalid: {
    retried: false,
    http: 422,
    meaning: 'Settings disagree with each other or with their schema.',
    remedy: 'Correct the named setting and retry the stage.',
  },
  ModelGateFailed: {
    retried: false,
    http: 422,
    meaning: 'A gate of the promotion is not passed.',
    remedy: 'The message names the gates; train a model that passes them.',
  },
  ModelsNotComparable: {
    retried: false,
    http: 422,
    meaning: 'The two models have no held-out records in common, or do not learn the same task.',
    remedy: 'Compare models of runs on the same dataset, label and seed.',
  },
  TrainingDiverged: {
    retried: false,
    http: 422,
    meaning: 'The loss is not a number, or grew past its limit.',
    remedy: 'Lower the learning rate and retry the stage.',
  },
  TrainerOutOfMemory: {
    retried: false,
    http: 422,
    meaning: 'The trainer used more memory than its limit.',
    remedy: 'Raise memory_limit_mb, or lower max_features or batch_size, and retry the stage.',
  },
  StageCancelled: {
    retried: false,
    http: 409,
    meaning: 'An operator cancelled the stage.',
    remedy: 'Retry, skip or cancel the run.',
  },
  StaleAttempt: {
    retried: false,
    http: 409,
    meaning: 'A newer attempt took over; the late result is kept as evidence only.',
    remedy: 'None: the newer attempt goes on.',
  },
  AttentionTimedOut: {
    retried: false,
    http: 422,
    meaning: 'The run waited for an operator until its limit.',
    remedy: 'Start it again with rerun: finished stages are reused.',
  },
  RunTimedOut: {
    retried: false,
    http: 422,
    meaning: 'The run reached its total time limit.',
    remedy: 'Start it again with rerun: finished stages are reused.',
  },
  RateLimited: {
    retried: true,
    http: 429,
    meaning: 'The other side asks to wait.',
    remedy: 'Wait for the time named.',
  },
  Overloaded: {
    retried: true,
    http: 503,
    meaning: 'As many requests are at work as the gateway takes.',
    remedy: 'Send it again after the time named; REQUESTS_AT_WORK_MAX is the limit.',
  },
  Internal: {
    retried: true,
    http: 500,
    meaning: 'A defect of this software.',
    remedy: 'Report it with the execution id; the log holds the stack.',
  },
  PluginFailed: {
    retried: false,
    http: 502,
    meaning: 'A plugin broke its interface.',
    remedy: 'The message names the plugin.',
  },
  StorageUnavailable: {
    retried: true,
    http: 503,
    meaning: 'The storage did not answer or is full.',
    remedy: 'Mend the storage; the stage goes on by itself.',
  },
  TemporalUnavailable: {
    retried: true,
    http: 503,
    meaning: 'The Temporal server or a worker did not answer.',
    remedy: 'Start the server and a worker; see GET /ready.',
  },
  GatewayUnavailable: {
    retried: true,
    http: 503,
    meaning: 'The gateway did not answer a program that stands before it.',
    remedy: 'Start the gateway, or point PIPELINE_URL at the one that runs.',
  },
  DetectorUnavailable: {
    retried: true,
    http: 503,
    meaning:
      'A detector of identifiers that is configured did not answer as it has to; nothing was de-identified without it.',
    remedy:
      'Start or mend the detector (PRESIDIO_URL), then retry the stage; to go on without it, take it out of the configuration.',
  },
  TrainerUnavailable: {
    retried: true,
    http: 503,
    meaning: 'The trainer did not answer for longer than its limit; the job was not restarted.',
    remedy: 'Mend the trainer, then retry the stage: it attaches to the same job.',
  },
  TrainerLost: {
    retried: true,
    http: 503,
    meaning: 'The training process died.',
    remedy: 'None: training goes on from the checkpoint.',
  },
} as const satisfies Record<string, { retried: boolean; http: number; meaning: string; remedy: string }>;

export type ErrorType = keyof typeof ERRORS;
export const ERROR_TYPES = Object.keys(ERRORS) as [ErrorType, ...ErrorType[]];

export function isErrorType(value: unknown): value is ErrorType {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value);
}

/** A named failure of the error table. Any other thrown value is a defect and keeps its own stack. */
export class PipelineError extends Error {
  readonly type: ErrorType;
  /** Facts a program can use: field, line, file, measured, limit. Never record text. */
  readonly facts: Record<string, unknown>;

  constructor(type: ErrorType, message: string, options: { facts?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = type;
    this.type = type;
    this.facts = options.facts ?? {};
  }
}

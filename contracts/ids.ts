import type { StageId } from './stages.ts';

/** Names that cross rooms are built here and nowhere else. */
export const WORKFLOW_TYPE = 'trainingPipeline';
export const QUERY_STATUS = 'status';
export const QUERY_RESULTS = 'results';
export const UPDATE_CONTROL = 'control';
export const SIGNAL_REPORT = 'report';

export const SEARCH_ATTRIBUTES = ['Stage', 'RunStatus', 'WaitingFor', 'Category', 'Tenant'] as const;

/** Folder names below the storage root. */
export const stagingPrefix = (executionId: string) => `staging/${executionId}`;
/** Uploaded datasets, each in a folder named by the SHA-256 of its bytes: a dataset root of every worker. */
export const UPLOADS_FOLDER = 'uploads';
/** Sentence encoders, each in a folder of its name. */
export const ENCODERS_FOLDER = 'encoders';
export const objectName = (key: string) => `objects/${key.slice(0, 2)}/${key}`;
export const jobName = (executionId: string) => `jobs/${executionId}`;

/** Fences: a run's, a stage's and an activity's. A higher token shuts out every lower one. */
export const runFence = (executionId: string) => executionId;
export const stageFence = (executionId: string, stage: StageId) => `${executionId}/${stage}`;
export const activityFence = (executionId: string, stage: StageId, activity: string) =>
  `${executionId}/${stage}/${activity}`;

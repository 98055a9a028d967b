/** One claim on a scope. A higher token shuts out every lower one. */
export interface Fence {
  scope: string;
  token: number;
}

export interface LateResult {
  run_id: string;
  activity: string;
  at: string;
  detail: string;
}

/** What the registry keeps under a kind and an id; JSON, whole at each put. */
export type DocumentKind = 'dataset' | 'model';

/** Something a person or a gate decided: appended, never changed. */
export interface AuditEntry {
  at: string;
  action: string;
  by: string;
  run_id: string | null;
  /** Figures, names of settings and reasons; never record text, never an id of a subject. */
  detail: Record<string, unknown>;
}

/** A withdrawn consent. The id stands there as a keyed code, so the state holds nobody's number. */
export interface Withdrawal {
  receipt_id: string;
  kind: 'subject' | 'record';
  code: string;
  /** File name of the dataset it is of; null for every dataset. */
  file: string | null;
  at: string;
  by: string;
  reason: string;
}

/** A detected span that a person can look at. Offsets are of the message as it was read. */
export interface ReviewSpan {
  span_id: string;
  records_sha256: string;
  run_id: string;
  record_index: number;
  message_index: number;
  start: number;
  end: number;
  identifier: string;
  confidence: number;
  status: 'waiting' | 'accepted' | 'rejected';
  decided_by: string | null;
  decided_at: string | null;
}

export interface StoredOutput {
  key: string;
  run_id: string;
  activity: string;
  output: unknown;
}

/** What a look at the whole chain of the audit trail found. */
export interface AuditCheck {
  entries: number;
  /** Hash of the last entry: kept elsewhere, it shows later whether the trail was rewritten. */
  head: string | null;
  /** The first entry that does not fit, counted from 1. */
  broken: { entry: number; reason: string } | null;
}

export interface AuditState {
  /** Appends; the same entry of the same run is kept once, because activities repeat. */
  audit(entry: AuditEntry): void;
  auditEntries(): AuditEntry[];
  /** Holds every entry against its hash. `head`: one kept from an earlier check, which still has to be there. */
  checkAudit(head?: string): AuditCheck;
}

/** What privacy needs to remember: who decided what, who withdrew, what was made of whose data. */
export interface PrivacyState extends AuditState {
  withdraw(withdrawal: Withdrawal): void;
  /** Withdrawals that concern a dataset, in the order they came. */
  withdrawals(file: string): Withdrawal[];
  /** That a run used an output, computed or served from the store. */
  recordUse(use: { run_id: string; key: string; activity: string }): void;
  outputsOf(activity: string): StoredOutput[];
  runsUsing(keys: readonly string[]): string[];
  outputsUsedBy(runs: readonly string[]): StoredOutput[];
  /** Blocked outputs are no longer served, and runs that are blocked make nothing that is. */
  block(blocked: { keys: readonly string[]; runs: readonly string[]; receipt_id: string }): void;
  blockedBy(key: string): string | null;
  runBlockedBy(runId: string): string | null;
  /** Remembers when consents in a file end, so that an output made before such a day is not served after it. */
  noteExpiries(sha256: string, days: readonly string[]): void;
  /** How many of those days have come. */
  expiredDays(sha256: string, at: string): number;
  /** Puts spans into the queue; those known stay as they are. */
  queueReview(spans: readonly ReviewSpan[]): void;
  reviewSpans(wanted: { records_sha256?: string; run_id?: string; status?: ReviewSpan['status'] }): ReviewSpan[];
  /** False where there is no such span. */
  decideReview(decision: { span_id: string; status: 'accepted' | 'rejected'; by: string; at: string }): boolean;
}

/** What an output was made from and for, so that a later miss can say what differs. */
export interface OutputFacts {
  run_id: string;
  activity: string;
  stage: string;
  /** File name of the dataset; null where the run has read none. */
  dataset: string | null;
  /** Name of each part of the key to a short digest of its value; never the value. */
  parts: Readonly<Record<string, string>>;
}

export type CacheOutcome = 'memory' | 'redis' | 'store' | 'waited' | 'miss';

export interface CacheDecision {
  at: string;
  run_id: string;
  stage: string;
  activity: string;
  /** The tier that held the output; `waited`: another run made it meanwhile. */
  outcome: CacheOutcome;
  reason: string;
}

/** What the cache in front of the outputs keeps in the state, so that every process decides alike. */
export interface CacheState {
  /** Changes each time the output of a key is stored: a tier that holds another one is out of date. */
  revisionOf(key: string): string | null;
  isEvicted(key: string): boolean;
  /** Parts of the newest output of an activity for a dataset. */
  latestParts(activity: string, dataset: string | null): { run_id: string; parts: Record<string, string> } | null;
  /** File name of the dataset that a run has read. */
  datasetOf(runId: string): string | null;
  /** Outputs that fit every condition are served no longer, until they are made anew. Answers their keys. */
  evict(wanted: { dataset?: string | undefined; stage?: string | undefined; run_id?: string | undefined }): string[];
  recordDecision(decision: CacheDecision): void;
  /** Newest first. */
  cacheDecisions(wanted: { run_id?: string | undefined; limit: number }): CacheDecision[];
  cacheCounts(runId?: string): { stage: string; outcome: CacheOutcome; count: number }[];
}

/** State outside Temporal: fences, outputs by key, late results, documents of the registry, privacy. */
export interface StateStore extends PrivacyState, CacheState {
  /** Takes the fences; throws `StaleAttempt` where a higher token was claimed. */
  claim(fences: readonly Fence[]): void;
  /** Throws `StaleAttempt` where a higher token was claimed since. */
  assert(fences: readonly Fence[]): void;
  findOutput(key: string): unknown;
  /** Stores an output under its key, in one transaction with the check of the fences. */
  putOutput(
    row: { key: string; run_id: string; activity: string; output: unknown; facts?: OutputFacts },
    fences: readonly Fence[],
  ): void;
  /** Keeps a result that came after its attempt was replaced: evidence, never status. */
  recordLate(entry: LateResult): void;
  lateResults(runId: string): LateResult[];
  /** Keeps a document; an id that exists keeps its place in the listing. */
  putDocument(kind: DocumentKind, id: string, value: unknown): void;
  findDocument(kind: DocumentKind, id: string): unknown;
  /** Documents of a kind, newest first; `before` is the `position` of the last one of the page before. */
  listDocuments(
    kind: DocumentKind,
    page: { limit: number; before?: number | undefined },
  ): { position: number; value: unknown }[];
  /** Says whether there was one. */
  removeDocument(kind: DocumentKind, id: string): boolean;
  close(): void;
}

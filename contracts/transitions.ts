/**
 * The one table of states: from each state, the states that may follow. A state that nothing may follow is terminal.
 * Every change of a run or a stage goes through `transition`, so an illegal move cannot be written.
 */
export const RUN_TRANSITIONS = {
  running: ['paused', 'needs_attention', 'awaiting_approval', 'cancelling', 'completed', 'failed'],
  paused: ['running', 'cancelling'],
  needs_attention: ['running', 'cancelling', 'failed'],
  awaiting_approval: ['running', 'paused', 'cancelling'],
  cancelling: ['cancelled', 'timed_out'],
  completed: [],
  failed: [],
  cancelled: [],
  timed_out: [],
} as const satisfies Record<string, readonly string[]>;

export type RunStatus = keyof typeof RUN_TRANSITIONS;

export const STAGE_TRANSITIONS = {
  pending: ['running', 'skipped', 'cancelled'],
  running: ['backing_off', 'paused', 'needs_attention', 'completed', 'skipped', 'cancelled', 'failed'],
  backing_off: ['running', 'paused', 'needs_attention', 'completed', 'skipped', 'cancelled', 'failed'],
  paused: ['running', 'skipped', 'cancelled'],
  needs_attention: ['running', 'skipped', 'cancelled', 'failed'],
  completed: [],
  skipped: [],
  cancelled: [],
  failed: [],
} as const satisfies Record<string, readonly string[]>;

export type StageStatus = keyof typeof STAGE_TRANSITIONS;

export const RUN_STATUSES = Object.keys(RUN_TRANSITIONS) as [RunStatus, ...RunStatus[]];
export const STAGE_STATUSES = Object.keys(STAGE_TRANSITIONS) as [StageStatus, ...StageStatus[]];

export const TERMINAL_RUN_STATUSES = ['completed', 'failed', 'cancelled', 'timed_out'] as const satisfies RunStatus[];

export function isTerminalRun(status: RunStatus): boolean {
  return RUN_TRANSITIONS[status].length === 0;
}

export function isTerminalStage(status: StageStatus): boolean {
  return STAGE_TRANSITIONS[status].length === 0;
}

/** True where `to` may follow `from`; staying in a state that is not terminal is legal. */
export function mayFollow<S extends string>(table: Record<S, readonly string[]>, from: S, to: S): boolean {
  return table[from].includes(to) || (from === to && table[from].length > 0);
}

/** The next state, or a thrown defect: a move outside the table is our bug, never an operator's error. */
export function transition<S extends string>(table: Record<S, readonly string[]>, from: S, to: S): S {
  if (!mayFollow(table, from, to)) throw new Error(`illegal transition ${from} -> ${to}`);
  return to;
}

import { setTimeout as delay } from 'node:timers/promises';
import type { WriteStream } from 'node:tty';
import type { RunState } from '../../contracts/run.ts';
import { isTerminalRun } from '../../contracts/transitions.ts';
import type { Caller } from '../http.ts';
import { formatRun } from './format.ts';

interface Watch {
  call: Caller;
  executionId: string;
  out: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>;
  signal: AbortSignal;
  /** Called with every state that differs from the one before, instead of drawing it. */
  json: boolean;
}

/** Our choice: quick to the eye, light on the server. */
const POLL_MS = 500;

/**
 * Follows a run to its end, or until it waits for a person. On a terminal the picture is drawn over itself; elsewhere a
 * line is written for each change, so that a log stays readable.
 */
export async function watchRun({ call, executionId, out, signal, json }: Watch): Promise<RunState> {
  let lines = 0;
  let last = '';
  for (;;) {
    const state = (await call('status', { execution_id: executionId }, { signal })) as RunState;
    const picture = json ? JSON.stringify(state) : out.isTTY ? formatRun(state) : toLine(state);
    if (picture !== last) {
      if (out.isTTY && !json && lines > 0) out.write(`\u001b[${lines}A\u001b[0J`);
      out.write(`${picture}\n`);
      lines = picture.split('\n').reduce((sum, line) => sum + heightOf(line, out.columns), 0);
      last = picture;
    }
    if (isTerminalRun(state.status) || PERSON_NEEDED.has(state.status)) return state;
    await delay(POLL_MS, undefined, { signal });
  }
}

const PERSON_NEEDED = new Set<RunState['status']>(['needs_attention', 'awaiting_approval', 'paused']);

function toLine({ execution_id, status, progress, current_stage, stages }: RunState): string {
  const stage = stages.find(({ stage_id }) => stage_id === current_stage);
  const at = stage ? ` ${stage.stage_id} ${stage.status}${stage.activity ? ` ${stage.activity}` : ''}` : '';
  return `${execution_id} ${status} ${Math.round(progress)}%${at}`;
}

function heightOf(line: string, columns: number | undefined): number {
  return columns ? Math.max(1, Math.ceil(stripped(line).length / columns)) : 1;
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of the picture
const stripped = (line: string) => line.replace(/\u001b\[[0-9;]*m/g, '');

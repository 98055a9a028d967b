import type { Context } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import type { ActivityContext, ActivityReport } from '../contracts/activities.ts';
import type { Dependencies } from './define.ts';
import { createRateMeter } from './rate.ts';

const BEAT_MS = 1000;
const REPORT_SHARE = 0.05;
const TURN_MS = 20;

/** Beats once a second whatever the work does, carries its position, and reports progress and stalls to the run. */
export function startPulse(
  activity: string,
  context: ActivityContext,
  deps: Pick<Dependencies, 'clock' | 'report'>,
  temporal: Context,
) {
  const meter = createRateMeter(deps.clock);
  let latest = { share_done: 0, message: '', position: null as unknown };
  let reported = { share: 0, at: deps.clock() };
  let stalled = false;
  let lastTurn = Date.now();

  const send = (kind: ActivityReport['kind'], message: string, more: Partial<ActivityReport> = {}) => {
    const { stage_id, stage_attempt, execution_id } = context;
    deps.report(execution_id, { stage_id, stage_attempt, activity, kind, message, ...more }).catch(() => undefined);
  };
  const beat = () => {
    temporal.heartbeat(latest);
    if (!context.report_progress) return;
    const silentMs = meter.stalledForMs();
    if ((silentMs !== undefined) !== stalled) {
      stalled = silentMs !== undefined;
      const seconds = Math.round((silentMs ?? 0) / 1000);
      send(stalled ? 'stalled' : 'moving', stalled ? `no progress for ${seconds} s` : latest.message);
    }
  };
  // A loop must not keep heartbeats, cancellation and other activities waiting.
  const giveWay = async () => {
    await new Promise(setImmediate);
    lastTurn = Date.now();
    if (temporal.cancellationSignal.aborted) throw new CancelledFailure(`${activity} cancelled`);
  };
  const timer = setInterval(beat, BEAT_MS);
  temporal.heartbeat(latest);

  return {
    async progress(share: number, message: string, position: unknown = null): Promise<void> {
      latest = { share_done: share, message, position };
      meter.add(share);
      const now = deps.clock();
      if (context.report_progress && share - reported.share >= REPORT_SHARE && now - reported.at >= BEAT_MS) {
        reported = { share, at: now };
        const remaining = meter.remaining();
        send('progress', message, { share_done: share, ...(remaining && { remaining_seconds: remaining }) });
      }
      await giveWay();
    },
    async pause(): Promise<void> {
      if (Date.now() - lastTurn >= TURN_MS) await giveWay();
    },
    tell: (kind: ActivityReport['kind'], message: string) => send(kind, message),
    fail: (error: NonNullable<ActivityReport['error']>) => send('attempt_failed', error.message, { error }),
    stop: () => clearInterval(timer),
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { dataConverter } from '../../temporal/connection.ts';
import { workflowBundle } from '../support/pipeline.ts';

/**
 * Histories of every released version: added to, never rewritten. A workflow change that breaks one needs `patched`.
 * Recorded with RECORD_HISTORIES=FOLDER npx vitest run --project server test/workflows.
 */
const folder = fileURLToPath(new URL('histories', import.meta.url));
const replay = async (history: unknown) =>
  Worker.runReplayHistory({ workflowBundle: await workflowBundle(), dataConverter }, history);
const histories = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe('the workflow replays every recorded history', () => {
  it('of each released version there is at least one', () => {
    expect(histories.filter((name) => name.startsWith('0.1.0-')).length).toBeGreaterThan(5);
  });

  it.each(histories)('%s', async (name) => {
    const history = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
    await expect(replay(history)).resolves.toBeUndefined();
  });

  it('and would fail on one that does not fit', async () => {
    const history = JSON.parse(readFileSync(`${folder}/${histories[0]}`, 'utf8'));
    const scheduled = history.events.find(
      (event: { activityTaskScheduledEventAttributes?: unknown }) => event.activityTaskScheduledEventAttributes,
    );
    scheduled.activityTaskScheduledEventAttributes.activityType.name = 'somethingElse';
    await expect(replay(history)).rejects.toThrow();
  });
});

import { proxyActivities } from '@temporalio/workflow';

export { trainingPipeline } from '../../workflows/index.ts';

const { noop } = proxyActivities<{ noop(): Promise<void> }>({ startToCloseTimeout: '1 minute' });

/** The baseline: as many activities one after the other, and nothing else. */
export async function bare(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await noop();
}

import { z } from 'zod';
import { ExecutionIdSchema, WhoSchema } from './operation-fields.ts';
import type { Operation } from './operations.ts';
import { StageIdSchema } from './run.ts';

const OutcomeSchema = z.enum(['memory', 'redis', 'store', 'waited', 'miss']);

/** Operations on the cache of the outputs of activities. */
export const CACHE_OPERATIONS = {
  cache: {
    method: 'get',
    path: '/api/cache',
    summary:
      'What the cache of outputs did: shares served, by stage and tier, and why each output was served or computed',
    status: 200,
    input: z.strictObject({
      run: ExecutionIdSchema.optional().describe('Only decisions for a run'),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
    output: z.object({
      tiers: z.array(z.string()).describe('In front of the store, the nearest first'),
      hits: z.int().nonnegative(),
      misses: z.int().nonnegative(),
      hit_rate: z.number().min(0).max(1).nullable().describe('Null where nothing was asked for yet'),
      stages: z.array(
        z.object({
          stage: z.string(),
          outcome: OutcomeSchema.describe('What held the output; waited: another run made it meanwhile'),
          count: z.int().positive(),
        }),
      ),
      decisions: z
        .array(
          z.object({
            at: z.string(),
            run_id: z.string(),
            stage: z.string(),
            activity: z.string(),
            outcome: OutcomeSchema,
            reason: z.string().describe('Where it was held; or which parts of its key differ from the output before'),
          }),
        )
        .describe('Newest first'),
    }),
    errors: ['InvalidInput'],
    role: 'viewer',
  },
  evictCache: {
    method: 'delete',
    path: '/api/cache',
    summary:
      'Serve the outputs of a dataset, stage or run no longer: what fits all that is given is computed anew when next asked for',
    status: 200,
    input: z
      .strictObject({
        dataset: z.string().min(1).max(500).optional().describe('File or folder name of a dataset'),
        stage: StageIdSchema.optional(),
        run: ExecutionIdSchema.optional().describe('Outputs that a run made or used'),
        by: WhoSchema.default('operator').describe('Who asks: kept in the audit trail'),
      })
      .refine(({ dataset, stage, run }) => (dataset ?? stage ?? run) !== undefined, {
        message: 'give at least one of dataset, stage and run',
      })
      .meta({ anyOf: [{ required: ['dataset'] }, { required: ['stage'] }, { required: ['run'] }] }),
    output: z.object({
      evicted: z.int().nonnegative(),
      dropped: z.boolean().describe('False where a tier was away; it serves them no more, and forgets them later'),
    }),
    errors: ['InvalidInput'],
    role: 'operator',
    audit: 'evict_cache',
  },
} as const satisfies Record<string, Operation>;

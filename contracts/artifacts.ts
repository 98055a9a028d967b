import { z } from 'zod';

/** Lower-case hexadecimal SHA-256, 64 digits. */
export const Sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');

/** One stored file of JSON lines. The hash is over the stored bytes. */
export const ShardSchema = z.object({
  uri: z.string().describe('Where the shard lies, relative to the storage root, with forward slashes'),
  sha256: Sha256Schema,
  record_count: z.int().nonnegative(),
  byte_count: z.int().nonnegative(),
});
export type Shard = z.infer<typeof ShardSchema>;

/**
 * A set of shards handed from one activity to the next: records travel by reference, never through history.
 * `sha256` is the hash of the shards' hashes in order, so equal content has equal name.
 */
export const RecordSetSchema = z.object({
  shards: z.array(ShardSchema),
  sha256: Sha256Schema,
  record_count: z.int().nonnegative(),
  byte_count: z.int().nonnegative(),
});
export type RecordSet = z.infer<typeof RecordSetSchema>;

/** One stored file that is not a shard: a report, a model file, a card. */
export const ArtifactSchema = z.object({
  name: z.string().describe('File name as a person would ask for it, such as metrics.json'),
  uri: z.string(),
  sha256: Sha256Schema,
  byte_count: z.int().nonnegative(),
  media_type: z.string(),
});
export type Artifact = z.infer<typeof ArtifactSchema>;

import { computeMetadata, type MetadataInput } from '../../analysis/metadata.ts';
import type { DatasetMetadata } from '../../contracts/metadata.ts';

/** Metadata of what was measured, with all else as a run leaves it that was given no facts. */
export function makeMetadata(
  given: Pick<MetadataInput, 'profile' | 'categorization'> & Partial<MetadataInput>,
): DatasetMetadata {
  return computeMetadata({
    identity: { name: null, description: null, created_at: null, updated_at: null, created_by: null },
    source: { sha256: '0'.repeat(64), byte_count: 1, format: 'jsonl' },
    bias: null,
    recommendations: null,
    claims: [],
    ...given,
  });
}

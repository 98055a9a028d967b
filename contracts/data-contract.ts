import { z } from 'zod';
import { SourcePositionSchema } from './records.ts';

export const SCHEMA_BYTES_MAX = 64 * 1024;
export const SCHEMA_DEPTH_MAX = 32;

/** A JSON Schema (draft 2020-12) that each record of the file is checked against. */
export const DataContractSchema = z
  .record(z.string(), z.json())
  .refine((schema) => JSON.stringify(schema).length <= SCHEMA_BYTES_MAX, `must be ${SCHEMA_BYTES_MAX} bytes at most`)
  .describe('JSON Schema (2020-12) that each record of the file is checked against; breaches become findings');

/** Counts per kind of breach, named by its place in the schema, without the text of any record. */
const ContractReportSchema = z.object({
  record_count: z.int().nonnegative(),
  breaches: z.array(
    z.object({ rule: z.string(), count: z.int().positive(), positions: z.array(SourcePositionSchema) }),
  ),
  others: z.int().nonnegative().describe('Breaches of further kinds'),
});
export type ContractReport = z.infer<typeof ContractReportSchema>;

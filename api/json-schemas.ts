import { z } from 'zod';
import { ArtifactSchema } from '../contracts/artifacts.ts';
import { ConsentClaimSchema } from '../contracts/consent.ts';
import { DataContractSchema } from '../contracts/data-contract.ts';
import { BiasReportSchema, CategorizationSchema, DatasetProfileSchema, FindingSchema } from '../contracts/dataset.ts';
import { ClaimSchema, DatasetMetadataSchema, RecommendationsSchema } from '../contracts/metadata.ts';
import { AcceptedSchema } from '../contracts/operation-fields.ts';
import { OPERATIONS, ProblemSchema, ResultsSchema, StartedSchema } from '../contracts/operations.ts';
import { DatasetEntrySchema, ModelEntrySchema } from '../contracts/registry.ts';
import {
  ColumnRolesSchema,
  RunErrorSchema,
  RunStateSchema,
  SettingChangesSchema,
  StageStateSchema,
} from '../contracts/run.ts';
import { DatasetDescriptionSchema } from '../contracts/tasks.ts';
import { CategoryInfoSchema } from '../contracts/taxonomy.ts';
import { EvaluationSchema, StyleSelectionSchema, TrainingConfigSchema } from '../contracts/training.ts';

export type Json = Record<string, unknown>;

type Names = Readonly<Record<string, z.ZodType>>;

/** Schemas of answers that stand in a document once, under their name. */
const ANSWERS: Names = {
  Problem: ProblemSchema,
  Accepted: AcceptedSchema,
  Started: StartedSchema,
  RunState: RunStateSchema,
  StageState: StageStateSchema,
  RunError: RunErrorSchema,
  Results: ResultsSchema,
  Categorization: CategorizationSchema,
  CategoryInfo: CategoryInfoSchema,
  Finding: FindingSchema,
  DatasetProfile: DatasetProfileSchema,
  DatasetMetadata: DatasetMetadataSchema,
  DatasetDescription: DatasetDescriptionSchema,
  Recommendations: RecommendationsSchema,
  Dataset: DatasetEntrySchema,
  BiasReport: BiasReportSchema,
  StyleSelection: StyleSelectionSchema,
  TrainingConfig: TrainingConfigSchema,
  Evaluation: EvaluationSchema,
  Model: ModelEntrySchema,
  Artifact: ArtifactSchema,
};

/** Schemas of requests that stand in a document once. */
const REQUESTS: Names = {
  RunRequest: OPERATIONS.execute.input,
  DatasetQuestion: OPERATIONS.categorizeDataset.input,
  SettingChanges: SettingChangesSchema,
  ColumnRoles: ColumnRolesSchema,
  DataContract: DataContractSchema,
  ConsentClaim: ConsentClaimSchema,
  Claim: ClaimSchema,
  MeasuredElsewhere: BiasReportSchema,
};

export interface NamedSchemas {
  /** Every named schema, for `components/schemas`. */
  readonly schemas: Readonly<Record<string, Json>>;
  /** The JSON Schema of an answer: a reference where it is a named one, else one that refers to those inside it. */
  answer(schema: z.ZodType): Json;
  request(schema: z.ZodType): Json;
}

/** The JSON Schemas of the operation table for a document with components. */
export function nameSchemas(): NamedSchemas {
  const answers = namesFor(ANSWERS, 'output');
  const requests = namesFor(REQUESTS, 'input');
  return {
    schemas: { ...answers.schemas, ...requests.schemas },
    answer: answers.refer,
    request: requests.refer,
  };
}

const uri = (id: string) => `#/components/schemas/${id}`;

function namesFor(names: Names, io: 'input' | 'output') {
  const convert = (more: Names): Record<string, Json> => {
    const registry = z.registry<{ id: string }>();
    for (const [id, schema] of Object.entries({ ...names, ...more })) registry.add(schema, { id });
    const made = z.toJSONSchema(registry, { uri, io, unrepresentable: 'any' }).schemas as Record<string, Json>;
    return Object.fromEntries(Object.entries(made).map(([id, schema]) => [id, clean(schema, io) as Json]));
  };
  const made = convert({});
  const schemas = Object.fromEntries(Object.entries(made).filter(([id]) => id in names));
  // Each is asked for many times (links compare every answer with every request), and converting reads all names.
  const asked = new Map<z.ZodType, Json>(Object.entries(names).map(([id, schema]) => [schema, { $ref: uri(id) }]));
  const refer = (schema: z.ZodType): Json => {
    const known = asked.get(schema) ?? convert({ Asked: schema }).Asked ?? {};
    asked.set(schema, known);
    return known;
  };
  return { schemas, refer };
}

/**
 * Without the names JSON Schema has for a document of its own and, in answers, without bounds that only say "a safe
 * integer". The one schema that refers to itself is "any JSON value", which OpenAPI writes as no condition at all.
 */
function clean(value: unknown, io: 'input' | 'output'): unknown {
  if (Array.isArray(value)) return value.map((inner) => clean(inner, io));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value && String(value.$ref).includes('#/$defs/')) return {};
  const names = (value as { propertyNames?: { enum?: string[] } }).propertyNames?.enum;
  if (names && 'additionalProperties' in value) {
    // A record over a fixed list of names: as an object with those properties, which readers of the document know.
    const { propertyNames: _, additionalProperties, ...rest } = value as Json;
    const properties = Object.fromEntries(names.map((name) => [name, additionalProperties]));
    return clean({ ...rest, properties, additionalProperties: false }, io);
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => {
        if (key === '$defs') return false;
        if (key === '$schema' || key === '$id' || key === 'id') return typeof inner !== 'string';
        const isBound = key === 'maximum' || key === 'minimum';
        return !(io === 'output' && isBound && Math.abs(Number(inner)) === Number.MAX_SAFE_INTEGER);
      })
      .map(([key, inner]) => [key, clean(inner, io)]),
  );
}

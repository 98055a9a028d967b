import { FIELD_EXAMPLES, SHA256_EXAMPLE } from '../contracts/examples.ts';
import type { Json } from './json-schemas.ts';

/** The parts of a JSON Schema that decide what a value may be. */
interface Schema {
  $ref?: string;
  examples?: unknown[];
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  type?: string | string[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  minItems?: number;
  maxItems?: number;
}

/**
 * A value that a schema allows, for people to look at: each field by its name where that is known, else by the
 * plainest value of its type. Optional fields are left out.
 */
export function exampleOf(schema: Json, components: Readonly<Record<string, Json>>): unknown {
  const value = (at: Schema, name: string, parent = ''): unknown => {
    if (at.$ref !== undefined)
      return value((components[at.$ref.split('/').at(-1) ?? ''] ?? {}) as Schema, name, parent);
    if (at.const !== undefined) return at.const;
    const known = at.examples?.[0] ?? FIELD_EXAMPLES[`${parent}.${name}`] ?? FIELD_EXAMPLES[name];
    if (at.enum) return at.enum.includes(known) ? known : at.enum[0];
    if (known !== undefined && mayBe(known, at)) return known;
    if (at.default !== undefined) return at.default;
    const members = at.oneOf ?? at.anyOf ?? [];
    // What may be left open is left open.
    if ([at, ...members].some(({ type }) => [type].flat().includes('null'))) return null;
    if (members[0] && at.type === undefined) return value(members[0], name, parent);
    return plainest(at, name);
  };
  const plainest = (at: Schema, name: string): unknown => {
    switch (at.type) {
      case 'object': {
        // An object may ask for one of several sets of fields: the first is as good as the others.
        const required = [...(at.required ?? []), ...(at.oneOf?.[0]?.required ?? [])];
        return Object.fromEntries(required.map((key) => [key, value(at.properties?.[key] ?? {}, key, name)]));
      }
      case 'array':
        if (at.prefixItems) return at.prefixItems.map((item) => value(item, name));
        return at.maxItems === 0 || !at.items ? [] : Array(at.minItems ?? 1).fill(value(at.items, name));
      case 'string':
        if (at.format === 'date-time') return '2026-01-02T03:04:05.000Z';
        return at.pattern === undefined ? 'text'.slice(0, at.maxLength) : matching(at.pattern);
      case 'integer':
      case 'number':
        return Math.min(at.maximum ?? 1, Math.max(at.minimum ?? (at.exclusiveMinimum ?? 0) + 1, 1));
      case 'boolean':
        return false;
      case 'null':
        return null;
      default:
        return {};
    }
  };
  return value(schema as Schema, '');
}

/** A value for a pattern that no field was named for: ids and hashes are of few forms. */
function matching(pattern: string): string {
  const fits = new RegExp(pattern, 'u');
  const hex = SHA256_EXAMPLE;
  const candidates = ['text', ...Object.values(FIELD_EXAMPLES), hex.slice(0, 32), hex.slice(0, 16), '2026-01-02', '1'];
  return String(candidates.find((value) => typeof value === 'string' && fits.test(value)) ?? 'text');
}

/** Whether a known value is of the kind the schema asks for: the same name is a text here and a list there. */
function mayBe(known: unknown, { type, pattern, format, anyOf, oneOf }: Schema): boolean {
  if (format !== undefined) return false;
  const types = [type ?? []].flat();
  if (types.length === 0) return (anyOf ?? oneOf ?? []).some((member) => mayBe(known, member));
  if (typeof known === 'string' && pattern !== undefined && !new RegExp(pattern, 'u').test(known)) return false;
  return types.includes(Array.isArray(known) ? 'array' : typeof known);
}

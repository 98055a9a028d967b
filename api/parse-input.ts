import { z } from 'zod';
import type { FieldError } from '../contracts/operations.ts';
import { invalidInput } from './problem.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * One input out of path and query or body. Names of the path come from the path only.
 *
 * Errors: InvalidInput with every field that does not fit.
 */
export function parseInput<S extends z.ZodObject>(schema: S, parts: { path: Fields; rest: unknown }): z.output<S> {
  const { path, rest } = parts;
  if (!isFields(rest)) throw invalidInput([{ field: '', message: 'the body must be a JSON object' }]);
  const twice = Object.keys(path).filter((name) => Object.hasOwn(rest, name));
  if (twice.length > 0) {
    throw invalidInput(twice.map((field) => ({ field, message: 'is taken from the path; leave it out here' })));
  }
  const parsed = schema.safeParse({ ...rest, ...path });
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error.issues.flatMap((issue) => toFieldErrors(issue, schema)));
}

/** A query has no lists: a field that is one may stand there once or several times. */
export function listFields(schema: z.ZodObject, query: Fields): Fields {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      const isOne = isList(schema.shape[name]) && !Array.isArray(value);
      return [name, isOne ? [value] : value];
    }),
  );
}

function isList(field: unknown): boolean {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) return isList(field.unwrap());
  return field instanceof z.ZodArray;
}

function toFieldErrors(issue: z.core.$ZodIssue, schema: z.ZodObject): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: fieldOf(issue.path), message: issue.message }];
  const known = issue.path.length === 0 ? `; known fields: ${Object.keys(schema.shape).join(', ')}` : '';
  return issue.keys.map((key) => ({ field: fieldOf([...issue.path, key]), message: `unknown field${known}` }));
}

/** A field's name is the caller's text and may be a megabyte long. */
const fieldOf = (path: readonly PropertyKey[]) => path.map(String).join('.').slice(0, 200);

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Where a text stops being JSON, in words, without any of the text: V8's own messages quote it.
 *
 * Where V8 names no position, the longest start of the text that could still become JSON ends there. No start beyond
 * a broken one is whole again, so halving finds it: at most 20 parses for the largest body.
 */
export function describeBrokenJson(text: string): string {
  const fault = faultOf(text);
  if (fault === null || fault === 'ended') return 'the body is not JSON: it ends too early';
  let position = fault.position;
  if (position === null) {
    let whole = 0;
    let broken = text.length;
    while (broken - whole > 1) {
      const middle = (whole + broken) >> 1;
      if (isOpen(text.slice(0, middle))) whole = middle;
      else broken = middle;
    }
    position = whole;
  }
  const lines = text.slice(0, position).split('\n');
  return `the body is not JSON from line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1} on`;
}

type Fault = 'ended' | { position: number | null } | null;

function faultOf(text: string): Fault {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (message.startsWith('Unexpected end')) return 'ended';
    const position = /at position (\d+)/.exec(message)?.[1];
    return { position: position === undefined ? null : Number(position) };
  }
}

/** True where the text is JSON or could become so by more text: whatever V8 missed, it missed at the end. */
function isOpen(text: string): boolean {
  const fault = faultOf(text);
  return fault === null || fault === 'ended' || (fault.position !== null && fault.position >= text.length);
}

import { parseArgs } from 'node:util';
import { z } from 'zod';
import { OPERATIONS, type Operation, type OperationName } from '../../contracts/operations.ts';

/** A command line that does not fit its command; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Field {
  readonly name: string;
  readonly type: 'string' | 'number' | 'boolean' | 'list' | 'json';
  readonly required: boolean;
  readonly description: string;
  readonly choices: readonly string[];
}

/** `retryStage` is `retry-stage` on the command line unless its row says otherwise; `sample_size` is `--sample-size`. */
export const commandOf = (name: OperationName) => {
  const { cli }: Operation = OPERATIONS[name];
  return cli?.command ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
};
export const flagOf = (field: string) => field.replaceAll('_', '-');

export function operationOf(command: string): OperationName | undefined {
  return (Object.keys(OPERATIONS) as OperationName[]).find((name) => commandOf(name) === command);
}

/** A command of two words may be written apart, as `audit verify`, where the first takes no word by place. */
export function joinCommand(words: readonly string[]): readonly string[] {
  const [first = '', second = '', ...rest] = words;
  const name = operationOf(first);
  const takesWords = name !== undefined && fieldsOf(name).places.length > 0;
  if (second !== '' && !takesWords && operationOf(`${first}-${second}`)) return [`${first}-${second}`, ...rest];
  return words;
}

/** The fields of an operation as a command line takes them: those of its path first, by place, the rest by flag. */
export function fieldsOf(name: OperationName): { places: Field[]; flags: Field[] } {
  const operation: Operation = OPERATIONS[name];
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const fields = Object.entries(schema.properties ?? {}).map(([key, property]) => toField(key, property, schema));
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, key]) => key ?? '');
  const placed = [...inPath, ...(operation.cli?.places ?? [])];
  const places = placed.flatMap((key) => fields.filter((field) => field.name === key));
  return { places, flags: fields.filter(({ name: key }) => !placed.includes(key)) };
}

/**
 * Turns the words after a command into the request of its operation. `--set a.b=value` sets a field inside an object.
 *
 * Errors: UsageError naming the word or the flag.
 */
export function parseRequest(name: OperationName, words: readonly string[]): Record<string, unknown> {
  const { places, flags } = fieldsOf(name);
  const options = Object.fromEntries(
    flags.map(({ name: key, type }) => [
      flagOf(key),
      { type: type === 'boolean' ? ('boolean' as const) : ('string' as const), multiple: type === 'list' },
    ]),
  );
  const { values, positionals } = readWords(words, options);
  const request: Record<string, unknown> = {};
  positionals.forEach((word, i) => {
    const field = places[Math.min(i, places.length - 1)];
    if (!field || (i >= places.length && field.type !== 'list')) throw new UsageError(`one word too many: ${word}`);
    if (field.type === 'list') request[field.name] = [...((request[field.name] as unknown[]) ?? []), word];
    else request[field.name] = convert(field, word);
  });
  for (const field of flags) {
    const given = values[flagOf(field.name)];
    if (given === undefined) continue;
    request[field.name] = Array.isArray(given) ? given : convert(field, given);
  }
  for (const assignment of (values.set as string[] | undefined) ?? []) assign(request, assignment);
  return check(name, request);
}

interface Words {
  values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  positionals: readonly string[];
}

/** Flags are known at run time only, and so are the types of their values. */
function readWords(
  words: readonly string[],
  options: Record<string, { type: 'string' | 'boolean'; multiple: boolean }>,
): Words {
  try {
    return parseArgs({
      args: [...words],
      options: { ...options, set: { type: 'string', multiple: true } },
      allowPositionals: true,
      allowNegative: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.split('. ')[0] : String(error));
  }
}

function check(name: OperationName, request: Record<string, unknown>): Record<string, unknown> {
  const parsed = OPERATIONS[name].input.safeParse(request);
  if (parsed.success) return request;
  const { places } = fieldsOf(name);
  const problems = parsed.error.issues.map(({ path, message }) => {
    const [key = '', ...inner] = path.map(String);
    const place = places.some((field) => field.name === key);
    const said = place ? `<${key}>` : `--${flagOf(key)}${inner.length > 0 ? ` (${inner.join('.')})` : ''}`;
    const isMissing = path.length === 1 && request[key] === undefined;
    return isMissing ? `${said} is missing; see pipeline help ${commandOf(name)}` : `${said}: ${message}`;
  });
  throw new UsageError(problems.join('\n'));
}

function convert({ name, type }: Field, given: string | boolean): unknown {
  if (typeof given === 'boolean' || type === 'string') return given;
  if (type === 'number') {
    const number = Number(given);
    if (given.trim() === '' || Number.isNaN(number)) throw new UsageError(`--${flagOf(name)}: ${given} is no number`);
    return number;
  }
  try {
    return JSON.parse(given);
  } catch {
    throw new UsageError(`--${flagOf(name)}: must be JSON, or use --set ${name}.FIELD=VALUE`);
  }
}

/** `training_config.settings.max_iterations=50`: JSON where it is JSON, else text. */
function assign(request: Record<string, unknown>, assignment: string): void {
  const [path = '', ...rest] = assignment.split('=');
  const keys = path.split('.');
  const last = keys.pop();
  if (rest.length === 0 || !last || keys.some((key) => key === ''))
    throw new UsageError(`--set ${assignment}: must be FIELD=VALUE or FIELD.FIELD=VALUE`);
  let at = request;
  for (const key of keys) {
    const inner = Object.hasOwn(at, key) ? at[key] : undefined;
    const next = typeof inner === 'object' && inner !== null ? { ...inner } : {};
    Object.defineProperty(at, key, { value: next, enumerable: true, configurable: true, writable: true });
    at = next as Record<string, unknown>;
  }
  const text = rest.join('=');
  const value = parseLoosely(text);
  Object.defineProperty(at, last, { value, enumerable: true, configurable: true, writable: true });
}

function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface JsonSchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

function toField(name: string, property: JsonSchema, parent: JsonSchema): Field {
  const types: Record<string, Field['type']> = {
    string: 'string',
    number: 'number',
    integer: 'number',
    boolean: 'boolean',
    array: 'list',
  };
  const choices = (property.enum ?? []).map(String);
  return {
    name,
    type: types[property.type ?? ''] ?? (choices.length > 0 ? 'string' : 'json'),
    required: parent.required?.includes(name) === true,
    description: property.description ?? '',
    choices,
  };
}

import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ERRORS } from '../contracts/errors.ts';
import { FIELD_EXAMPLES } from '../contracts/examples.ts';
import { errorsOf, OPERATIONS, type Operation, ProblemSchema } from '../contracts/operations.ts';

/** Writes docs/api.md from the operation table; with --check only compares. */

/** The parts of a JSON Schema this page shows. */
interface Shown {
  type?: string | string[];
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  items?: Shown;
  anyOf?: Shown[];
  oneOf?: Shown[];
  properties?: Record<string, Shown>;
  required?: string[];
}

const toSchema = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Shown;

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (value: unknown) => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

function page(): string {
  return `# HTTP API

The gateway listens on http://127.0.0.1:8000 unless HOST and PORT say otherwise (configuration.md). Bodies and answers are
JSON. This page is made from the operation table in \`contracts/operations.ts\` (\`npm run docs\`); a check holds the two
together, and the tests hold every answer to the same table.

## Who may call

With API_TOKEN set, every operation but the two probes needs \`Authorization: Bearer TOKEN\`. Without it the gateway serves
this machine only: it listens on loopback, answers to loopback host names, and refuses writes that a browser sends from
another site. The role in each heading's row is the one that will be asked for once there are logins.

## Every request

- Fields that are no field of the operation are refused by name. GET and DELETE take fields in the query, POST in a JSON body
  of at most 1 MiB with \`Content-Type: application/json\`; no body is an empty one.
- \`X-Request-Id\` (letters, digits, \`._-\`, at most 128) comes back in the answer and stands in the log; without it one is made.
- \`Idempotency-Key\` (1 to 255 visible characters, for everything that starts a run or a task): the same key with the same
  request gives the same run or task however often it is sent, also after it has ended; with another request it is 409. A run's
  key belongs to its tenant, a task's to its operation; both hold as long as Temporal keeps them (the namespace's retention).
- Status and results have an \`ETag\`: with \`If-None-Match\` an unchanged answer is 304. Commands to a run take \`If-Match\` with
  the ETag of the status they were decided on: 412 where the run has changed since.
- Lists answer one page, newest first, and \`next_cursor\`, which \`cursor\` takes; it is null on the last page.
- HEAD answers as GET does without the body; OPTIONS says in \`Allow\` what a path takes.

## Errors

Every error is \`application/problem+json\` (RFC 9457). \`type\` is a name that never changes, not an address.
429 and 503 have \`Retry-After\`, 405 has \`Allow\`, 401 has \`WWW-Authenticate\`. The codes: errors.md.

${fields(toSchema(ProblemSchema, 'output'), { optional: 'left out where there is none' })}

${Object.entries(OPERATIONS)
  .map(([name, operation]) => section(name, operation))
  .join('\n')}`;
}

function section(name: string, operation: Operation): string {
  const input = toSchema(operation.input, 'input');
  const errors = errorsOf(operation)
    .toSorted((a, b) => ERRORS[a].http - ERRORS[b].http)
    .map((type) => `${ERRORS[type].http} \`${type}\``);
  return `## ${name}

\`${operation.method.toUpperCase()} ${operation.path}\` · answers ${operation.status} · role ${operation.role}${operation.audit ? ` · audited as ${operation.audit}` : ''}

${operation.summary}.

\`\`\`sh
${curl(operation)}
\`\`\`

${Object.keys(input.properties ?? {}).length === 0 ? 'Takes no fields.' : `Takes:\n\n${fields(input, { operation })}`}

Answers:

${fields(toSchema(operation.output, 'output'), {})}

Errors: ${errors.join(', ')}.
`;
}

function fields(schema: Shown, { operation, optional }: { operation?: Operation; optional?: string }): string {
  const rows = rowsOf(schema, '').map(({ name, property, isRequired, isNested }) => {
    const isInPath = operation?.path.includes(`{${name}}`) === true;
    const notes = [
      isInPath ? 'in the path' : operation && isRequired && !isNested ? 'required' : null,
      property.default === undefined ? null : `default ${code(property.default)}`,
      !isRequired && optional !== undefined ? optional : null,
      property.description ?? null,
    ].filter((note) => note !== null);
    return `| \`${name}\` | ${cell(typeOf(property))} | ${cell(notes.join('; '))} |`;
  });
  return ['| field | type | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The fields of a schema and, one level down, those of its objects and lists of objects. */
function rowsOf(
  schema: Shown,
  parent: string,
): { name: string; property: Shown; isRequired: boolean; isNested: boolean }[] {
  const isNested = parent !== '';
  return Object.entries(propertiesOf(schema)).flatMap(([key, property]) => {
    const name = `${parent}${key}`;
    const row = { name, property, isRequired: requiredOf(schema).includes(key), isNested };
    if (isNested) return [row];
    const inner = property.type === 'array' ? property.items : property;
    return [row, ...(inner ? rowsOf(inner, `${name}${property.type === 'array' ? '[]' : ''}.`) : [])];
  });
}

/** A union, such as the state of a run, is shown as one table; a field that only some members have is there too. */
function propertiesOf(schema: Shown): Record<string, Shown> {
  if (schema.properties) return schema.properties;
  const merged: Record<string, Shown> = {};
  for (const member of schema.oneOf ?? schema.anyOf ?? []) {
    for (const [name, property] of Object.entries(propertiesOf(member))) {
      const before = merged[name];
      const same = before === undefined || typeOf(before) === typeOf(property);
      merged[name] = same ? property : { ...before, ...widen(before, property) };
    }
  }
  return merged;
}

function widen(before: Shown, property: Shown): Shown {
  const values = [before, property].flatMap((shown) => shown.enum ?? (shown.const === undefined ? [] : [shown.const]));
  return values.length > 1 ? { enum: values } : { anyOf: [...(before.anyOf ?? [before]), property], enum: [] };
}

function requiredOf(schema: Shown): string[] {
  if (schema.properties) return schema.required ?? [];
  const members = (schema.oneOf ?? schema.anyOf ?? []).map(requiredOf);
  return (members[0] ?? []).filter((name) => members.every((names) => names.includes(name)));
}

function typeOf(shown: Shown): string {
  if (shown.enum && shown.enum.length > 0) return shown.enum.map(code).join(', ');
  if (shown.const !== undefined) return code(shown.const);
  const members = shown.anyOf ?? shown.oneOf;
  if (members) return [...new Set(members.map(typeOf))].join(' or ');
  if (shown.type === 'array') return `array of ${shown.items ? typeOf(shown.items) : 'values'}`;
  const bounds = [
    shown.minimum !== undefined && shown.minimum > Number.MIN_SAFE_INTEGER ? `from ${shown.minimum}` : null,
    shown.maximum !== undefined && shown.maximum < Number.MAX_SAFE_INTEGER ? `to ${shown.maximum}` : null,
    shown.maxLength === undefined ? null : `at most ${shown.maxLength} characters`,
  ].filter((bound) => bound !== null);
  const type = Array.isArray(shown.type) ? shown.type.join(' or ') : (shown.type ?? 'any value');
  return [type, ...bounds].join(' ');
}

/** One call that works as it stands, but for the id. */
function curl({ method, path, input }: Operation): string {
  const url = `http://127.0.0.1:8000${path.replace('{execution_id}', '$EXECUTION_ID').replace('{stage}', 'bias_detection')}`;
  const flag = method === 'get' ? '' : ` -X ${method.toUpperCase()}`;
  const required = (toSchema(input, 'input').required ?? []).filter((name) => !path.includes(`{${name}}`));
  if (required.length === 0) return `curl${flag} ${url}`;
  const body = Object.fromEntries(required.map((name) => [name, FIELD_EXAMPLES[name] ?? 'text']));
  return `curl${flag} ${url} \\\n  -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
}

const file = new URL('api.md', import.meta.url);
const text = page();
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('docs/api.md: not what contracts/ says; run npm run docs\n');
  process.exitCode = 1;
}

/** The parts of an OpenAPI document that callers depend on. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, ApiSchema>>;
    readonly parameters?: Readonly<Record<string, ApiParameter>>;
  };
}
interface ApiOperation {
  readonly operationId: string;
  readonly parameters?: readonly (ApiParameter & { readonly $ref?: string })[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema?: ApiSchema }>>;
interface ApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: ApiSchema;
}
interface ApiSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, ApiSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | ApiSchema;
  readonly items?: ApiSchema;
  readonly prefixItems?: readonly ApiSchema[];
  readonly oneOf?: readonly ApiSchema[];
  readonly anyOf?: readonly ApiSchema[];
}

/**
 * What a caller of the older document could do or read and can no longer in the newer one. Nothing here is a matter of
 * names inside the document: schemas are compared where they are used.
 *
 * Of requests: an operation, parameter or field is gone, a field is newly required, a type, list of values or bound is
 * narrower. Of answers: a status or field is gone, a field may newly be left out or has another type.
 */
export function breakingChanges(before: ApiDocument, after: ApiDocument): string[] {
  const found: string[] = [];
  for (const [path, methods] of Object.entries(before.paths)) {
    for (const [method, old] of Object.entries(methods)) {
      const now = after.paths[path]?.[method];
      const say = (what: string) => found.push(`${method.toUpperCase()} ${path}: ${what}`);
      if (now === undefined) say('is gone');
      else compareOperations({ old, now }, { before, after, say });
    }
  }
  return found;
}

interface Context {
  readonly before: ApiDocument;
  readonly after: ApiDocument;
  readonly say: (what: string) => void;
}

function compareOperations({ old, now }: { old: ApiOperation; now: ApiOperation }, context: Context): void {
  const { before, after, say } = context;
  if (old.operationId !== now.operationId) say(`operationId ${old.operationId} is now ${now.operationId}`);
  const nowParameters = parametersOf(now, after);
  for (const parameter of parametersOf(old, before)) {
    const kept = nowParameters.find(({ name, in: place }) => name === parameter.name && place === parameter.in);
    if (kept === undefined) say(`parameter ${parameter.name} is gone`);
    else {
      if (kept.required && !parameter.required) say(`parameter ${parameter.name} is newly required`);
      compareSchemas([parameter.schema, kept.schema], { ...context, at: parameter.name, side: 'request' });
    }
  }
  for (const { name, in: place, required } of nowParameters) {
    const isNew = !parametersOf(old, before).some((known) => known.name === name && known.in === place);
    if (isNew && required) say(`new parameter ${name} is required`);
  }
  if (now.requestBody?.required && !old.requestBody?.required) say('the body is newly required');
  compareContents([old.requestBody?.content, now.requestBody?.content], { ...context, at: 'body', side: 'request' });
  for (const [status, { content }] of Object.entries(old.responses)) {
    const kept = now.responses[status];
    if (kept === undefined) {
      if (Number(status) < 400) say(`answer ${status} is gone`);
    } else compareContents([content, kept.content], { ...context, at: status, side: 'answer' });
  }
}

const parametersOf = ({ parameters = [] }: ApiOperation, { components }: ApiDocument): ApiParameter[] =>
  parameters.map((given) => components.parameters?.[given.$ref?.split('/').at(-1) ?? ''] ?? given);

type Place = Context & { readonly at: string; readonly side: 'request' | 'answer' };

function compareContents(
  [old = {}, now = {}]: readonly [Content | undefined, Content | undefined],
  place: Place,
): void {
  for (const [media, { schema }] of Object.entries(old)) {
    const kept = now[media];
    if (kept === undefined) place.say(`${place.at}: ${media} is gone`);
    else if (schema && kept.schema) compareSchemas([schema, kept.schema], place);
  }
}

/** Bounds by the direction in which they become narrower. */
const LOWER = ['minimum', 'minLength', 'minItems'] as const;
const UPPER = ['maximum', 'maxLength', 'maxItems'] as const;

function compareSchemas([oldOne, nowOne]: readonly [ApiSchema, ApiSchema], place: Place): void {
  const { at, side, say } = place;
  const old = resolve(oldOne, place.before);
  const now = resolve(nowOne, place.after);
  const step = (name: string): Place => ({ ...place, at: `${at}.${name}` });

  if (old.type !== undefined && JSON.stringify(old.type) !== JSON.stringify(now.type))
    say(`${at}: was ${old.type}, is ${now.type ?? 'a choice'}`);
  const [wide, narrow] = [valuesOf(old), valuesOf(now)];
  // A request may have used any value it was offered; an answer may only hold values that were announced.
  const gone = (wide ?? []).filter((value) => !(narrow ?? wide ?? []).includes(value));
  if (side === 'request' && gone.length > 0) say(`${at}: no longer takes ${gone.join(', ')}`);
  if (side === 'request' && wide === undefined && narrow !== undefined)
    say(`${at}: takes only ${narrow.join(', ')} now`);
  if (side === 'request') {
    for (const bound of LOWER) if ((now[bound] ?? -Infinity) > (old[bound] ?? -Infinity)) say(`${at}: ${bound} rose`);
    for (const bound of UPPER) if ((now[bound] ?? Infinity) < (old[bound] ?? Infinity)) say(`${at}: ${bound} fell`);
    if (now.pattern !== undefined && now.pattern !== old.pattern) say(`${at}: has another pattern`);
  }
  compareFields([old, now], place);
  if (old.items && now.items) compareSchemas([old.items, now.items], step('items'));
  if (typeof old.additionalProperties === 'object' && typeof now.additionalProperties === 'object')
    compareSchemas([old.additionalProperties, now.additionalProperties], step('*'));
  compareMembers([old, now], place);
}

function compareFields([old, now]: readonly [ApiSchema, ApiSchema], place: Place): void {
  const { at, side, say } = place;
  for (const [name, property] of Object.entries(old.properties ?? {})) {
    const kept = now.properties?.[name];
    if (kept !== undefined) compareSchemas([property, kept], { ...place, at: `${at}.${name}` });
    else if (side === 'answer' || now.additionalProperties === false) say(`${at}.${name} is gone`);
  }
  const [had, has] = [old.required ?? [], now.required ?? []];
  if (side === 'request') {
    for (const name of has.filter((key) => !had.includes(key))) say(`${at}.${name} is newly required`);
  } else {
    for (const name of had.filter((key) => !has.includes(key) && now.properties?.[key]))
      say(`${at}.${name} may be left out`);
  }
}

/** Members of a choice are compared in order; in a request none may go, in an answer none that callers do not know may come. */
function compareMembers([old, now]: readonly [ApiSchema, ApiSchema], place: Place): void {
  const [had, has] = [old.oneOf ?? old.anyOf ?? [], now.oneOf ?? now.anyOf ?? []];
  if (had.length === 0) return;
  if (place.side === 'request' && has.length < had.length) place.say(`${place.at}: fewer choices`);
  if (place.side === 'answer' && has.length > had.length) place.say(`${place.at}: more choices`);
  had.forEach((member, i) => {
    const kept = has[i];
    if (kept) compareSchemas([member, kept], { ...place, at: `${place.at}(${i + 1})` });
  });
}

const valuesOf = (schema: ApiSchema) => schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);

const resolve = (schema: ApiSchema, { components }: ApiDocument): ApiSchema =>
  schema.$ref === undefined ? schema : (components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});

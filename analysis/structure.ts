import { plainName } from './roles.ts';

/** What the fields of a record say of how it was made and what belongs to it, beside its text. */
interface StructureRule {
  tag: string;
  /** Names of fields, as letters and digits, that say it where they are filled. */
  field?: RegExp;
  /** Values that say it, in the fields `field` names or in any. */
  value?: RegExp;
}

const GENERATED_FIELDS =
  /^(?:is|was)?(?:synthetic|(?:ai|llm|model|machine)generated)|generated(?:conversation|dialogue|dialog|text|response|answer|by)$|^(?:generation(?:method|model)|generator(?:model)?|llm(?:model|name)?|usermodel|providermodel)$/;

const RULES: readonly StructureRule[] = [
  { tag: 'provenance:generated', field: GENERATED_FIELDS },
  {
    tag: 'provenance:generated',
    field: /^(?:sourcetype|source|origin|provenance)$/,
    value: /^(?:synthetic|(?:ai|llm|model|machine)[ _-]?generated|generated)$/i,
  },
  {
    tag: 'provenance:generated',
    field: /^model(?:name|id)?$/,
    value: /(?:^|[^a-z])(?:gpt|claude|llama|gemini|mistral|mixtral|qwen|palm|deepseek)(?:[^a-z]|$)/i,
  },
  { tag: 'provenance:augmented', field: /^(?:is)?augmented|^augmentation(?:method)?$/ },
  { tag: 'provenance:persona', field: /persona(?:s|id|name)?$/ },
  { tag: 'media:audio', field: /^(?:audio|wav)(?:file|path|url|id)?$/ },
  { tag: 'media:audio', value: /^[^\s]{1,300}\.(?:wav|mp3|flac|ogg|m4a)$/i },
  { tag: 'media:video', field: /^(?:video|clip)(?:file|path|url|id)?$/ },
  { tag: 'media:video', value: /^[^\s]{1,300}\.(?:mp4|webm|avi|mkv|mov)$/i },
];

/** In the order they are told. */
const TAGS = [...new Set([...RULES.map(({ tag }) => tag), 'media:clip_times'])];

/** Two fields that give the time a clip begins and ends. */
const CLIP_START = /^(?:start|begin)time|^time(?:start|begin)/;
const CLIP_END = /^(?:end|stop)time|^time(?:end|stop)/;
const SAYS_NO = /^(?:|false|no|none|null|0|human|n\/a)$/i;

/** Tags such as `provenance:generated` and `media:video` that the names and values of scalar fields give. */
export function findStructure(fields: Readonly<Record<string, string>>): string[] {
  const tags = new Set<string>();
  let starts = false;
  let ends = false;
  for (const [field, given] of Object.entries(fields)) {
    const { rules, isStart, isEnd } = rulesOf(field);
    // A value that says anything is short; a text never says no.
    if (given.length <= 6 && SAYS_NO.test(given)) continue;
    for (const { tag, value } of rules) if (!tags.has(tag) && (value?.test(given) ?? true)) tags.add(tag);
    starts ||= isStart;
    ends ||= isEnd;
  }
  if (starts && ends) tags.add('media:clip_times');
  return tags.size === 0 ? [] : TAGS.filter((tag) => tags.has(tag));
}

interface FieldRules {
  rules: readonly StructureRule[];
  isStart: boolean;
  isEnd: boolean;
}

/** The rules that a field of some name can fulfil. Data has few names and many records, so they are remembered. */
function rulesOf(field: string): FieldRules {
  const known = BY_FIELD.get(field);
  if (known !== undefined) return known;
  const name = plainName(field);
  const rules = RULES.filter((rule) => rule.field?.test(name) ?? true);
  const found = { rules, isStart: CLIP_START.test(name), isEnd: CLIP_END.test(name) };
  if (BY_FIELD.size >= FIELDS_MAX) BY_FIELD.clear();
  BY_FIELD.set(field, found);
  return found;
}

const BY_FIELD = new Map<string, FieldRules>();
const FIELDS_MAX = 5000;

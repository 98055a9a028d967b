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

/** Two fields that give the time a clip begins and ends. */
const CLIP_START = /^(?:start|begin)time|^time(?:start|begin)/;
const CLIP_END = /^(?:end|stop)time|^time(?:end|stop)/;
const SAYS_NO = /^(?:|false|no|none|null|0|human|n\/a)$/i;

/** Tags such as `provenance:generated` and `media:video` that the names and values of scalar fields give. */
export function findStructure(fields: Readonly<Record<string, string>>): string[] {
  const tags = new Set<string>();
  const filled = Object.entries(fields)
    .filter(([, value]) => !SAYS_NO.test(value))
    .map(([name, value]): [string, string] => [plainName(name), value]);
  for (const { tag, field, value } of RULES) {
    if (filled.some(([name, given]) => (field?.test(name) ?? true) && (value?.test(given) ?? true))) tags.add(tag);
  }
  const has = (pattern: RegExp) => filled.some(([name]) => pattern.test(name));
  if (has(CLIP_START) && has(CLIP_END)) tags.add('media:clip_times');
  return [...tags];
}

/** What values say of a record, beside what the names of their fields say (`structure-rules.ts`). */
interface ValueRule {
  tag: string;
  /** The fields whose values count; any field where it is left out. */
  field?: RegExp;
  value: RegExp;
}

const MODEL_NAME =
  /(?:^|[^a-z])(?:gpt-?[\d.]|gpt4|chatgpt|gpt|claude|llama|gemini|gemma|mistral|mixtral|qwen|palm|deepseek|vicuna|alpaca|phi-?\d|falcon|command-r|davinci|o[134]-(?:mini|preview))(?:[^a-z]|$)/i;

/** Fields that name a school of therapy, and its names; the tags are those of the words of each approach. */
const SCHOOL_FIELD =
  /^(?:(?:psycho)?therap(?:y|eutic)(?:type|approach|method|modality|school|orientation|name|skill|plan|style)?s?|approach|(?:theoretical)?orientation|discipline|sessiontype|counsell?ing(?:approach|type|style)|modality|schooloftherapy|school|treatment(?:type|modality|approach)|intervention(?:type)?|technique|framework|method|skills?|skillsused|skillused|dbtskill|module|skillmodule)$/;
const SCHOOLS: readonly [approach: string, value: RegExp][] = [
  [
    'cognitive_behavioral',
    /\bCBT\b|cognitive[ -](?:behaviou?r|therap|restructur)|\bREBT\b|behaviou?ral activation|认知行为|认知疗法/i,
  ],
  [
    'dialectical_behavior',
    /\bDBT\b|dialectic|distress tolerance|wise mind|opposite action|DEAR ?MAN|radical acceptance|\bTIPP\b|interpersonal effectiveness|辩证行为/i,
  ],
  ['psychodynamic', /psycho-?dynamic|psycho-?analy|psychanaly|object relations|精神分析|心理动力/i],
  ['humanistic', /humanistic|(?:person|client)[ -]?cent(?:er|re)d|rogerian|gestalt|existential|人本/i],
  ['family_systems', /\bfamily (?:systems?|therap)|^family$|\bcouples?\b|\bmarital\b|\bsystemic therap|家庭治疗/i],
  ['group_process', /\bgroup[ -]?(?:therap|process|session|psychotherap)|^group$|团体/i],
  ['motivational_interviewing', /motivational interview|^MI$/i],
  ['acceptance_commitment', /\bACT\b|acceptance (?:and|&) commitment/],
];

export const VALUE_RULES: readonly ValueRule[] = [
  ...SCHOOLS.map(([approach, value]): ValueRule => ({ tag: `approach:${approach}`, field: SCHOOL_FIELD, value })),
  {
    tag: 'provenance:generated',
    field: /^(?:sourcetype|source|datasource|origin|provenance|datatype|creationmethod|type)$/,
    value: /(?:^|[^a-z])(?:synthetic|(?:ai|llm|model|machine|gpt)[ _-]?generated|generated|simulated)(?:[^a-z]|$)/i,
  },
  {
    tag: 'provenance:generated',
    field:
      /^(?:model|engine|llm|author|source|responder|generator|assistant|teacher|createdby|annotator)(?:name|id|version|type|model)?$/,
    value: MODEL_NAME,
  },
  {
    tag: 'provenance:augmented',
    field: /^(?:source|sourcetype|method|type|operation|technique|variant|split|origin|version|kind)$/,
    value:
      /augment|paraphras|back[ _-]?translat|synonym|(?:random[ _-]?)?(?:swap|deletion|insertion)|perturb|mixup|smote|noise/i,
  },
  {
    tag: 'provenance:balanced',
    field: /^(?:source|sourcetype|method|sampling|type|technique|generationmethod|notes?)$/,
    value: /balanc|oversampl|undersampl|stratif|smote|resampl/i,
  },
  {
    tag: 'provenance:masked',
    field: /^(?:source|sourcetype|method|type|technique|generationmethod|privacy\w{0,20}|anonymi\w{0,20})$/,
    value: /differential(?:ly)?[ _-]?priva|surrogate|pseudonym|k-?anonym|de-?identif|anonymi[sz]|privacy/i,
  },
  {
    tag: 'provenance:test_suite',
    field: /^(?:type|kind|category|variant|split|label|subset|condition)$/,
    value:
      /(?:^|[^a-z])(?:contrast|counterfactual|adversarial|jailbreak|red[ _-]?team\w{0,4}|control[ _-]?(?:prompt|item)|unsafe)(?:[^a-z]|$)/i,
  },
  {
    tag: 'exam:undecided',
    field: /^(?:options?|(?:answer)?choices?|(?:option|choice|ans|answer)[a-e\d]?|op[a-e]|label)$/,
    value:
      /^(?:\W{0,3}[A-E]\W{1,3})?(?:(?:it )?(?:can ?not|can[’']?t) (?:be |tell|say|answer)\w{0,12}|undetermined|unknown|not (?:enough info\w{0,10}|answerable|known))/im,
  },
  {
    tag: 'clinical:score',
    field: /^(?:source|dataset|sourcedataset|measure|test|form|survey|screener|screening|assessment)(?:name|type|id)?$/,
    value: /^(?:phq|gad|bdi|bai|ham-?[da]|hdrs|madrs|pcl|dass|epds|y-?bocs|c-?ssrs|mdq|moca|mmse)\W?\d{0,2}(?:\W|$)/i,
  },
  { tag: 'media:audio', value: /^[^\s]{1,290}\.(?:wav|mp3|flac|ogg|m4a|opus)$/i },
  { tag: 'media:video', value: /^[^\s]{1,290}\.(?:mp4|webm|avi|mkv|mov)$/i },
  { tag: 'media:image', value: /^[^\s]{1,290}\.(?:jpe?g|png|gif|webp)$/i },
  { tag: 'clinical:code', field: /code|diagnos|icd|dx/, value: /^[A-TV-Z]\d{2}(?:\.\d{1,3})?$/ },
  {
    tag: 'clinical:risk',
    field: /^(?:label|class|category|flair|topic|target)$/,
    value: /suicid|self[ -]?harm|crisis|imminent/i,
  },
  {
    tag: 'clinical:diagnosis',
    field: /^(?:label|class|category|target|status|flair)$/,
    value:
      /^(?:depression|depressed|anxiety|bipolar|ptsd|adhd|schizophrenia|ocd|bpd|autism|eating disorder|normal|control)(?: disorder)?$/i,
  },
  { tag: 'forum:thread', value: /^r\/\w{2,40}$|reddit\.com\/r\// },
];

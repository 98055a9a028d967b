import type { Category } from '../contracts/dataset.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import { anywhere, words } from './text-features.ts';

/** Whether a record shows something: by its structure, its tags, or its text (contents joined by line breaks). */
export type Test = (record: ConversationRecord, text: string) => boolean;

export interface Signal {
  name: string;
  /** What a record that shows the signal adds to the raw score of each category: 3 says it outright, 1 leans to it. Our choice. */
  speaksFor: Partial<Record<Category, number>>;
  found: Test;
}

const said = (...phrases: string[]): Test => {
  const pattern = words(...phrases);
  return (_record, text) => pattern.test(text);
};
const written = (...phrases: string[]): Test => {
  const pattern = anywhere(...phrases);
  return (_record, text) => pattern.test(text);
};
const any =
  (...tests: Test[]): Test =>
  (record, text) =>
    tests.some((test) => test(record, text));
const speaker =
  (...names: string[]): Test =>
  ({ messages }) =>
    messages.some((message) => names.includes((message.speaker ?? '').toLowerCase()));
const tagged =
  (...tags: string[]): Test =>
  (record) =>
    tags.some((tag) => record.tags.includes(tag));

const doctorOrPatient = speaker('doctor', 'patient', 'clinician', 'physician', 'nurse', '医生', '患者');
const therapistOrClient = speaker(
  ...[
    'therapist',
    'counselor',
    'counsellor',
    'psychologist',
    'client',
    '咨询师',
    '心理咨询师',
    '来访者',
    '求助者',
    '支持者',
  ],
);
const sectionLabel: Test = ({ labels }) => Object.keys(labels).some((name) => /^section_?header$/i.test(name));
const therapyWords = any(
  said('therap(?:y|ies|ist|ists|eutic)', 'counsel(?:l?ing|l?ors?)', 'coping', 'cbt', 'dbt', 'mindfulness', 'session'),
  written('心理咨询', '咨询师', '心理治疗'),
);
const distress = any(
  said(
    "i(?:'m| am|'ve been| have been)(?: feeling)?(?: so| very| really)? (?:anxious|depressed|scared|lonely|overwhelmed|exhausted|hopeless)",
    'i feel',
    "i can(?:'|no)?t (?:sleep|cope|go on)",
    'my (?:anxiety|depression|trauma|panic)',
  ),
  written('焦虑', '抑郁', '失眠', '很难过', '压力很?大', '不安'),
);
const empathy = any(
  said(
    'that sounds',
    "i(?:'m| am)(?: so)? sorry to hear",
    'it makes sense',
    'i hear you',
    'that must be',
    'it sounds like',
  ),
  written('我理解', '我能感受到', '我可以感受到', '听起来'),
);
const modelSpeaksOfItself = said('as an ai', "i(?:'m| am)(?: just)? an ai", 'language model', 'ai assistant');
const madeByModel = tagged('provenance:generated');
const mediaInText = said('\\w{1,80}\\.(?:mp4|wav|mp3|webm)', '\\[(?:laughs?|laughter|inaudible|crosstalk|music)');
const notLatin: Test = (_record, text) =>
  (text.match(/[^\p{Script=Latin}\p{N}\p{P}\p{S}\s\p{M}]/gu)?.length ?? 0) > text.length / 4;
const SHORT_CHARS = 300;
const DIALOGUE_TURNS = 4;

export const SIGNALS: readonly Signal[] = [
  {
    name: 'clinical note words',
    speaksFor: { clinical: 2 },
    found: said(
      ...['diagnos(?:is|ed|es)', 'prescri(?:bed|ption)', 'symptoms?', 'mg', 'medical history', 'chief complaint'],
      ...['follow[- ]?up', 'patients?'],
    ),
  },
  { name: 'doctor or patient speaks', speaksFor: { clinical: 2.5 }, found: doctorOrPatient },
  { name: 'note section label', speaksFor: { clinical: 2 }, found: sectionLabel },
  {
    name: 'disorder and treatment words',
    speaksFor: { clinical: 1 },
    found: said('disorders?', 'treatments?', 'medications?', 'clinical', 'psychiatr(?:ic|ist)'),
  },
  { name: 'therapist or client speaks', speaksFor: { therapeutic: 2.5 }, found: therapistOrClient },
  { name: 'therapy words', speaksFor: { therapeutic: 1.5 }, found: therapyWords },
  { name: 'distress in the first person', speaksFor: { therapeutic: 0.8, conversational: 0.4 }, found: distress },
  { name: 'empathic reply', speaksFor: { therapeutic: 0.5, conversational: 0.8 }, found: empathy },
  {
    name: 'a dialogue of turns',
    speaksFor: { conversational: 1.2 },
    found: ({ messages }) => messages.length >= DIALOGUE_TURNS,
  },
  {
    name: 'short turns',
    speaksFor: { conversational: 1.2 },
    found: ({ messages }) =>
      messages.length < DIALOGUE_TURNS && messages.every(({ content }) => content.length < SHORT_CHARS),
  },
  {
    name: 'emotion or sentiment annotation',
    speaksFor: { conversational: 1 },
    found: ({ labels, messages }) =>
      [labels, ...messages.map((message) => message.labels ?? {})].some((given) =>
        Object.keys(given).some((name) => /emotion|sentiment/i.test(name)),
      ),
  },
  { name: 'a field says a model made it', speaksFor: { synthetic: 3 }, found: madeByModel },
  { name: 'a model speaks of itself', speaksFor: { synthetic: 2.5 }, found: modelSpeaksOfItself },
  { name: 'a bot speaks', speaksFor: { synthetic: 1 }, found: speaker('chatbot', 'bot', 'gpt', 'chatgpt', 'ai') },
  { name: 'a persona is played', speaksFor: { synthetic: 1 }, found: tagged('provenance:persona') },
  {
    name: 'a field points to audio or video',
    speaksFor: { multimodal: 3 },
    found: tagged('media:audio', 'media:video', 'media:clip_times'),
  },
  { name: 'audio or video named in the text', speaksFor: { multimodal: 2 }, found: mediaInText },
  { name: 'text not in Latin script', speaksFor: { multimodal: 1.5 }, found: notLatin },
];

/** What shows each subcategory. Those that no text or field can show (a share that was balanced on purpose) have no test. */
export const SUBCATEGORIES: Record<Category, readonly [name: string, found: Test][]> = {
  clinical: [
    ['mental_health_records', any(sectionLabel, doctorOrPatient, said('chief complaint', 'presents with', 'year-old'))],
    ['therapy_sessions', therapistOrClient],
    ['crisis_intervention', said('suicid(?:e|al)', 'crisis', 'self-harm', 'emergency')],
    ['diagnostic_assessments', said('diagnos(?:is|ed|es|tic)', 'assessments?', 'examinations?', 'symptoms?')],
    ['treatment_plans', said('treatments?', 'treated', 'prescribed', 'medications?', 'follow[- ]?up')],
  ],
  conversational: [
    ['empathetic_conversations', empathy],
    ['therapeutic_conversations', therapyWords],
    ['support_interactions', distress],
    ['counseling_sessions', any(therapistOrClient, said('counsel(?:l?ing|l?ors?)'))],
    [
      'peer_support',
      said('same here', "i(?:'ve| have) been there", "you(?:'re| are) not alone", 'went through the same'),
    ],
  ],
  therapeutic: [
    [
      'cognitive_behavioral_therapy',
      any(
        said(
          'cbt',
          'cognitive[- ]behaviou?ral',
          '(?:negative|automatic|intrusive) thoughts?',
          'core beliefs?',
          'refram(?:e|ing)',
        ),
        said('thought (?:records?|patterns?)', 'distortions?'),
        written('认知'),
      ),
    ],
    ['dialectical_behavior_therapy', said('dbt', 'dialectical', 'distress tolerance', 'radical acceptance')],
    ['psychodynamic_therapy', said('unconscious', 'childhood', 'attachment', 'transference')],
    ['humanistic_therapy', any(empathy, said('unconditional', 'self-acceptance'))],
    ['family_therapy', said('family', 'husband', 'wife', 'spouse', 'parents?', 'children', 'marriage')],
    ['group_therapy', said('group therapy', 'support groups?', 'group sessions?')],
  ],
  synthetic: [
    ['ai_generated', any(madeByModel, modelSpeaksOfItself, speaker('chatbot', 'bot', 'gpt', 'chatgpt', 'ai'))],
    ['data_augmentation', tagged('provenance:augmented')],
    ['privacy_preserving', said('\\[(?:name|email|phone|date|location|person)')],
  ],
  multimodal: [
    ['text_audio', any(tagged('media:audio', 'media:clip_times'), mediaInText)],
    ['text_video', any(tagged('media:video', 'media:clip_times'), said('\\w{1,80}\\.(?:mp4|webm)'))],
    ['multilingual', notLatin],
    ['cultural_context', said('my culture', 'cultural', 'traditions?', 'immigrants?')],
  ],
};

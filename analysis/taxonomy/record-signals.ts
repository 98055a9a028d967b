import type { ConversationRecord } from '../../contracts/records.ts';
import { ownRoleOf, plainName } from '../roles.ts';
import { textOf } from '../text-features.ts';
import { ADVICE_PHRASES } from './lexicon-advice.ts';
import { APPROACH_PHRASES } from './lexicon-approaches.ts';
import { CLINICAL_PHRASES } from './lexicon-clinical.ts';
import { DOMAIN_PHRASES } from './lexicon-domains.ts';
import { EVERYDAY_PHRASES } from './lexicon-everyday.ts';
import { PHRASES_OF_LANGUAGES } from './lexicon-languages.ts';
import { ORIGIN_PHRASES } from './lexicon-origin.ts';
import { TALK_PHRASES } from './lexicon-talk.ts';
import { THERAPY_PHRASES } from './lexicon-therapy.ts';
import { createPhraseFinder, type PhraseTable } from './phrases.ts';

/** A record is judged by this much of its text. */
const TEXT_CHARS_MAX = 12_000;
/** In a long text a word of any kind turns up by chance: one hit is asked for every so many words. */
const WORDS_PER_HIT = 250;

const ENGLISH_FIRST: PhraseTable = {
  ...CLINICAL_PHRASES,
  ...THERAPY_PHRASES,
  ...TALK_PHRASES,
  ...ADVICE_PHRASES,
  ...EVERYDAY_PHRASES,
  ...ORIGIN_PHRASES,
};
const WORDS = Object.fromEntries(
  Object.entries(ENGLISH_FIRST).map(([name, phrases]) => [name, [...phrases, ...(PHRASES_OF_LANGUAGES[name] ?? [])]]),
);

const findPhrases = createPhraseFinder(
  Object.fromEntries(
    Object.entries({
      words: WORDS,
      approach: APPROACH_PHRASES,
      domain: DOMAIN_PHRASES,
    }).flatMap(([kind, table]) => Object.entries(table).map(([name, phrases]) => [`${kind}:${name}`, phrases])),
  ),
);

/** Who speaks, by names of letters and digits only; numbers at the end do not count. */
const SPEAKERS: Record<string, RegExp> = {
  doctor_patient:
    /^(?:doctor|dr|physician|clinician|nurse|patient|psychiatrist|provider|guestfamily|guestclinician|医生|患者|病人|médico|paciente|arzt|patientin|médecin)$/,
  therapist_client:
    /^(?:therapist|client|counsell?or|psychologist|psychotherapist|咨询师|心理咨询师|来访者|terapeuta|cliente|therapeut|therapeutin|klient|klientin|thérapeute|psychologue|カウンセラー|クライエント)$/,
  seeker_supporter: /^(?:seeker|helpseeker|supporter|helper|listener|listenee|peer|venter|求助者|支持者|speaker)$/,
  crisis_staff: /^(?:caller|operator|dispatcher|responder|crisiscounselor|volunteer|texter|hotline|crisisworker)$/,
  family_member:
    /^(?:mother|father|mom|dad|son|daughter|husband|wife|brother|sister|parent|child|spouse|partner[ab]?|grandmother|grandfather|mum|stepfather|stepmother|stepdad|stepmom|fiancée?|teen|teenager|adolescent|母亲|父亲|丈夫|妻子|madre|padre|hijo|hija|mutter|vater)$/,
  group_member:
    /^(?:member|groupmember|facilitator|leader|groupleader|cotherapist|cofacilitator|moderator|组员|团体带领者)$/,
  interview: /^(?:ellie|interviewer|interviewee|participant|subject)$/,
  machine: /^(?:bot|chatbot|gpt|chatgpt|ai|model|assistant|llm|aiassistant|agentai)$/,
  service: /^(?:agent|customer|representative|rep|supportagent|advisor)$/,
};

const THERAPIST = /^(?:therapist|counsell?or|psychologist|psychotherapist|咨询师|心理咨询师|terapeuta|therapeutin?)$/;
const DOCTOR = /^(?:doctor|dr|physician|clinician|nurse|psychiatrist|provider|医生|médico|arzt|médecin)$/;

const PATTERNS: Record<string, RegExp> = {
  /** Answers to choose from. Letters before a colon are speakers. */
  answer_choices: /(?:^|\s)\(?[A-E][.)]\s/gu,
  /** How often, on the scales of questionnaires. */
  questionnaire:
    /\bhow often have you (?:been|felt|had)\b|\bmore than half the days\b|\bnearly every day\b|\b(?:never|not at all)\W{1,4}(?:\w\W{1,3})?(?:rarely|a little|several days|sometimes)\b/iu,
  note_headings:
    /(?:^|[\n,])\s{0,10}(?:[-*#]{1,6}\s{0,10})?(?:chief complaint|presenting (?:problem|complaint)|history of present illness|hpi|(?:past )?(?:medical|psychiatric|family|social) history|medications?|current medications|allergies|mental status(?: exam(?:ination)?)?|mse|assessment|impression|diagnos[ie]s|plan|subjective|objective|data|response|intervention|risk assessment|treatment goals?|recommendations?|review of systems|vitals?|disposition|goals?|objectives?|problem|summary|s|o|a|p)\s{0,10}[:：]/giu,
  diagnosis_code: /\b(?:F\d{2}(?:\.\d{1,3})?|ICD-?\d{1,2}|DSM-?(?:IV|5|V)|[EGIZT]\d{2}\.\d{1,2}|\d{3}\.\d{2})\b/u,
  dose: /\b\d+(?:\.\d+)?\s?(?:mg|mcg|µg|ml|units)\b|\b(?:b\.?i\.?d|t\.?i\.?d|q\.?h\.?s|prn|p\.?o)\.?\b/iu,
  instrument:
    /\b(?:PHQ-?[289]|GAD-?[27]|BDI(?:-II)?|BAI|HAM-?[DA]|HDRS|MADRS|PCL-?5|AUDIT|C-?SSRS|MMSE|MoCA|DASS-?21|Y-?BOCS|GAF|EPDS|MDQ|SCID(?:-5)?|PANSS|MMPI|WAIS|CAPS-5|EDE-Q|SUDS)\b/u,
  patient_age:
    /\b\d{1,3}[- ]?(?:year|yr)s?[- ]old\b|\b\d{1,3}\s?(?:y\/?o|yo)\b|\b(?:pt|patient|client)\s+is\s+an?\b|岁/iu,
  media_in_text: /\b[\w-]{1,80}\.(?:mp4|wav|mp3|webm|avi|flac)\b|<(?:audio|video)[ >]/iu,
  sounds_noted:
    /[[(<](?:laughs?|laughter|laughing|inaudible|crosstalk|music|sighs?|sobs|crying|pause|long pause|silence|coughs?|sniffs?|unintelligible|applause|breath(?:ing)?|clears throat)[\])>]/iu,
  gestures_noted:
    /[[(<*](?:nods?|nodding|smiles?|smiling|shrugs?|looks? (?:down|away|at)|leans?|frowns?|eye contact|gesture|fidgets?|wipes|shakes head|gaze|crosses)[^\])>*]{0,40}[\])>*]/iu,
  timecode:
    /(?:^|\s|\[|\()\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\]|\)|\s{0,10}-->|\s{0,10}[-–]\s{0,10}\d{1,2}:\d{2})/u,
  placeholder:
    /[[<{(](?:PERSON|NAME|FIRST_?NAME|LAST_?NAME|PATIENT|DATE|LOCATION|CITY|ADDRESS|PHONE(?:_NUMBER)?|EMAIL(?:_ADDRESS)?|ORG(?:ANIZATION)?|SSN|ID|AGE|URL|USER(?:NAME)?|REDACTED|PHI|DOCTOR|HOSPITAL|GIVENNAME|SURNAME)[_\- ]?\d{0,3}[\]>})]|\[\*\*|\bX{3,}\b|█|■{2,}/iu,
  fake_identity:
    /\b(?:\d[ -]?){13,16}\b|\b\d{3}-\d{2}-\d{4}\b|\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b|\b[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,63}\b|\+?\d{1,3}[ -.]\(?\d{2,4}\)?[ -.]\d{3,4}[ -.]\d{3,4}\b/u,
  unfilled_slot: /\{\{?\s?[a-z_]{2,30}\s?\}?\}|<[a-z_]{3,30}>(?!.*<\/)/u,
  machine_layout: /\*\*[^*\n]{3,60}\*\*|(?:^|\n)\s{0,10}1\.\s.{10,400}\n{1,5}\s{0,10}2\.\s/u,
  augmentation_said:
    /\b(?:paraphrased?|back[- ]translat\w{0,10}|synonym replacement|augmented|oversampl\w{0,10}|smote)\b/iu,
  /** What people ask of a machine: to write, to list, to explain. */
  request:
    /^[\s"'“]{0,4}(?:please |can you |could you |i want you to |help me )?(?:write|generate|create|compose|draft|explain|describe|list|summari[sz]e|translate|rewrite|classify|identify|give|provide|suggest|recommend|design|imagine|pretend|act as|what (?:is|are|does|do)\b|how (?:do|can|to|does|would)\b|is it (?:ok|legal|safe|possible)|why (?:do|does|is|are)\b|where can\b|which\b)/iu,
  refusal:
    /\b(?:i(?:['’]m| am) sorry,? but i|i can(?:not|['’]t) (?:assist|help|provide|fulfil|comply|support)|i(?:['’]m| am) (?:not able|unable) to (?:assist|help|provide|fulfil)|as an ai\b)/iu,
  /** Questions of an interview that assesses: since when, how often, how bad. */
  assessment_question:
    /\b(?:have you (?:ever )?(?:been diagnosed|felt|had (?:any|trouble|thoughts)|noticed|experienced)|how (?:long|often) (?:have|do|did) you|when (?:was the last time|did (?:it|this|that|you) (?:start|begin|first))|over the (?:last|past) two weeks|on a scale (?:of|from)|how (?:is|are) your (?:sleep|appetite|mood|energy|concentration)|how easy is it for you|do you (?:feel|have) (?:down|any (?:thoughts|pain|allergies|history|trouble))|any (?:history of|thoughts of)|trouble sleeping)/iu,
  forum_style: /\br\/[A-Za-z]\w{2,}|\b(?:tl;?dr|edit:|throwaway|[fm]\d{2}|\d{2}[fm])\b|https?:\/\//iu,
};
const LATIN = /\p{Script=Latin}{4}/u;
const NOT_LATIN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Cyrillic}\p{Script=Thai}\p{Script=Hebrew}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Greek}]{3}/u;
const OF_INSTRUCTIONS = ['words:prompt_words', 'words:machine_speaks'];
/** Found twice at least, because one heading, or one letter with a stop, may be chance. */
const TWICE = new Set(['note_headings', 'answer_choices']);

/** Names of all signals of one record, in the order of the features. */
export function signalsOf(record: ConversationRecord): Set<string> {
  const found = new Set(
    record.tags.filter((tag) =>
      /^(?:provenance|media|language|culture|clinical|therapy|approach|annotation|exam|forum|support|chat):/.test(tag),
    ),
  );
  const said = record.messages.filter(({ role }) => role !== 'system');
  const text = textOf({ messages: said }).slice(0, TEXT_CHARS_MAX);
  const { hits, wordCount } = findPhrases(text);
  const hitsMin = Math.max(1, Math.round(wordCount / WORDS_PER_HIT));
  for (const [name, count] of hits) if (count >= hitsMin) found.add(name);
  // What a model is told to be is no talk: its words tell of the making, and of nothing else.
  if (said.length < record.messages.length) {
    const told = findPhrases(textOf(record).slice(0, TEXT_CHARS_MAX - text.length)).hits;
    for (const name of OF_INSTRUCTIONS) if (told.has(name)) found.add(name);
  }
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    if (TWICE.has(name) ? (text.match(pattern)?.length ?? 0) >= 2 : pattern.test(text)) found.add(`pattern:${name}`);
  }
  if (LATIN.test(text) && NOT_LATIN.test(text)) found.add('pattern:two_scripts');
  addSpeakers(record, found);
  addShape(record, wordCount, found);
  return found;
}

function addSpeakers({ messages }: ConversationRecord, found: Set<string>): void {
  const names = new Set(messages.flatMap(({ speaker }) => (speaker === undefined ? [] : [plainName(speaker)])));
  const callings = messages.flatMap(({ speaker }) => (speaker === undefined ? [] : [ownRoleOf(speaker)]));
  const plain = new Set(
    [...names, ...callings].map((name) => name.replace(/\d{1,9}$|^(?:the(?!rap)|your|group)(?=\p{L})/gu, '')),
  );
  for (const [kind, pattern] of Object.entries(SPEAKERS)) {
    if ([...plain].some((name) => pattern.test(name))) found.add(`speaker:${kind}`);
  }
  // Who is called a patient by a therapist sees no doctor.
  const isAny = (pattern: RegExp) => [...plain].some((name) => pattern.test(name));
  if (isAny(THERAPIST) && !isAny(DOCTOR)) found.delete('speaker:doctor_patient');
  // Letters stand for roles only side by side: T and C, T and P, D and P.
  const letters = (...pair: string[]) => pair.every((letter) => names.has(letter));
  if (letters('t', 'c') || letters('t', 'p')) found.add('speaker:therapist_client');
  if (letters('d', 'p')) found.add('speaker:doctor_patient');
  const people = [...names].filter((name) => !/^(?:system|user|assistant|human|gpt)$/.test(name));
  if (people.length >= 3) found.add('speaker:three_or_more');
  if (
    people.length >= 2 &&
    [...plain].every((name) => name === 'speaker' || name === 'user' || name === 'person' || name === 'agent')
  ) {
    found.add('speaker:numbered');
  }
}

function addShape({ messages, labels }: ConversationRecord, wordCount: number, found: Set<string>): void {
  const turns = messages.filter(({ role }) => role !== 'system');
  const answered = turns.some(({ role }, i) => role === 'assistant' && turns[i - 1]?.role === 'user');
  const words = turns.length === 0 ? 0 : wordCount / turns.length;
  if (messages.length > turns.length) found.add('shape:system_message');
  if (turns.length === 1) found.add('shape:one_text');
  if (turns.length === 2 && answered) found.add('shape:question_answer');
  if (turns.length >= 4) found.add('shape:dialogue');
  if (turns.length >= 16) found.add('shape:long_dialogue');
  if (words > 0 && words < 20) found.add('shape:short_turns');
  if (words >= 60) found.add('shape:long_turns');
  if (turns.length === 1 && wordCount < 40) found.add('shape:one_short_text');
  if (turns.length === 1 && wordCount >= 120) found.add('shape:one_long_text');
  const named = [labels, ...turns.slice(0, 3).map((turn) => turn.labels ?? {})].flatMap((given) =>
    Object.keys(given).map(plainName),
  );
  if (named.some((name) => /emotion|sentiment|mood/.test(name))) found.add('annotation:emotion');
  if (named.some((name) => /strategy|talktype|act$/.test(name))) found.add('annotation:strategy');
  if (named.some((name) => /intent/.test(name))) found.add('annotation:intent');
}

const TAGS = [
  ...[
    'generated',
    'sampling',
    'prompt',
    'persona',
    'augmented',
    'parent',
    'counterfactual',
    'balanced',
    'masked',
    'privacy_method',
    'test_suite',
    'preference',
    'instruction',
    'near_identical_fields',
  ].map((name) => `provenance:${name}`),
  ...['audio', 'video', 'image', 'video_link', 'modality', 'clip_times'].map((name) => `media:${name}`),
  ...['language:field', 'language:parallel', 'culture:field', 'culture:region'],
  ...['section', 'code', 'diagnosis', 'score', 'medication', 'patient', 'plan', 'risk', 'qa'].map(
    (name) => `clinical:${name}`,
  ),
  ...['session', 'technique', 'thoughts', 'family', 'group', 'person'].map((name) => `therapy:${name}`),
  ...['emotion', 'empathy', 'strategy', 'intent', 'topic', 'safety'].map((name) => `annotation:${name}`),
  ...['exam:choices', 'exam:undecided'],
  ...['forum:votes', 'forum:thread', 'forum:qa', 'support:service', 'chat:grounding', 'chat:utterance'],
];

/** Every signal that is weighed. What a text is about (`domain:`) is counted too, but says nothing of its category. */
export const RECORD_SIGNALS: readonly string[] = [
  ...TAGS,
  ...Object.keys(WORDS).map((name) => `words:${name}`),
  ...Object.keys(APPROACH_PHRASES).map((name) => `approach:${name}`),
  ...[...Object.keys(PATTERNS), 'two_scripts'].map((name) => `pattern:${name}`),
  ...[...Object.keys(SPEAKERS), 'three_or_more', 'numbered'].map((name) => `speaker:${name}`),
  ...[
    'system_message',
    'one_text',
    'question_answer',
    'dialogue',
    'long_dialogue',
    'short_turns',
    'long_turns',
    'one_short_text',
    'one_long_text',
  ].map((name) => `shape:${name}`),
];

import type { ConversationRecord } from '../contracts/records.ts';
import { plainApostrophes, words } from './text-features.ts';

/**
 * Phrases by type of crisis content, matched at word boundaries. They name what is said, never how it is done. Source of
 * the types: the field's usual risk taxonomy; the phrases are our own. They tag and never drop: recall is limited to what
 * is said plainly, in English.
 */
const PHRASES: Record<string, string[]> = {
  suicide_ideation: [
    'suicidal',
    'suicide',
    'kill myself',
    'killing myself',
    'end my life',
    'ending my life',
    'take my own life',
    'want to die',
    'wish i was dead',
    'wish i were dead',
    'better off dead',
    'better off without me',
    'no reason to live',
    "don't want to live",
    'do not want to live',
    "don't want to be alive",
    'end it all',
  ],
  self_harm: [
    'self-harm',
    'self harm',
    'selfharm',
    'cut myself',
    'cutting myself',
    'hurt myself',
    'hurting myself',
    'burn myself',
    'burning myself',
  ],
  psychotic_episode: [
    'hearing voices',
    'hear voices',
    'voices telling me',
    'voices tell me',
    'they are watching me',
    'implanted in my',
  ],
  panic_attack: ['panic attack', 'panic attacks'],
  eating_disorder_crisis: [
    'starving myself',
    'starve myself',
    'make myself throw up',
    'making myself throw up',
    'purging',
    'binge and purge',
  ],
  violence_threat: ['kill him', 'kill her', 'kill them', 'going to hurt someone', 'want to hurt someone', 'homicidal'],
  substance_overdose: ['overdose', 'overdosed', 'overdosing', 'took too many pills'],
  domestic_violence: [
    'domestic violence',
    'hits me',
    'beats me',
    'chokes me',
    'abusive partner',
    'abusive husband',
    'abusive boyfriend',
    'afraid of my husband',
    'afraid of my partner',
  ],
  child_abuse: ['child abuse', 'abused as a child', 'molested', 'abuses my child', 'hurts my child'],
  severe_depression: [
    'severe depression',
    'severely depressed',
    "can't get out of bed",
    'cannot get out of bed',
    'completely hopeless',
  ],
};

/**
 * A denial with at most two words between it and the phrase ("not really suicidal", "don't want to" kill myself). Words
 * that turn a denial round ("can't stop", "not only", "don't know if") keep the phrase counted.
 */
const NEGATED =
  /(?<![\p{L}\p{N}])(?:not|never|no|no longer|without|deny|denies|denied|denying|(?:do|does|did|is|are|was|were|have|has|had|wo|would)n't)(?:\s{1,8}(?!(?:stop|help|only|just|know|sure|if|but|because|and)(?!\p{L}))[\p{L}']{1,40}){0,2}\s{0,8}$/iu;

const PATTERNS = Object.entries(PHRASES).map(([type, phrases]) => ({
  type,
  pattern: new RegExp(words(...phrases), 'giu'),
}));

/**
 * Every phrase wherever it stands, in lower case: a text without any needs no look at boundaries and denials, and most
 * have none. Without the flags for case and Unicode it runs in a fraction of the time.
 */
const ANY = new RegExp(Object.values(PHRASES).flat().join('|').replaceAll(' ', '\\s{1,8}'));

/**
 * Types of crisis content in a record. A phrase that is plainly denied ("I am not suicidal") does not count; neither does
 * a part of another word. The doubt goes to the tag: a person looks at it, nothing is dropped.
 */
export function findCrisis(record: Pick<ConversationRecord, 'messages'>): string[] {
  const types = new Set<string>();
  for (const { content } of record.messages) {
    const text = plainApostrophes(content);
    if (!ANY.test(text.toLowerCase())) continue;
    for (const { type, pattern } of PATTERNS) {
      if (types.has(type)) continue;
      for (const match of text.matchAll(pattern)) {
        if (NEGATED.test(text.slice(Math.max(0, match.index - 40), match.index))) continue;
        types.add(type);
        break;
      }
    }
  }
  return [...types];
}

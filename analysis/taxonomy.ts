import { CATEGORIES, type Categorization, type Category } from '../contracts/dataset.ts';
import type { ConversationRecord } from '../contracts/records.ts';

interface Signal {
  name: string;
  /** What a record that shows the signal adds to the score of each category. Our choice; see docs/decisions/0007. */
  speaksFor: Partial<Record<Category, number>>;
  found(record: ConversationRecord, text: string): boolean;
}

const words = (...list: string[]) => {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${list.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
  return (_record: ConversationRecord, text: string) => pattern.test(text);
};
const speaker =
  (...names: string[]) =>
  (record: ConversationRecord) =>
    record.messages.some((message) => names.includes((message.speaker ?? '').toLowerCase()));

const SIGNALS: Signal[] = [
  {
    name: 'clinical note words',
    speaksFor: { clinical: 2 },
    found: words(
      'diagnos(?:is|ed|es)',
      'prescri(?:bed|ption)',
      'symptoms?',
      'mg',
      'medical history',
      'chief complaint',
      'follow[- ]?up',
      'patient',
    ),
  },
  { name: 'doctor or patient speaks', speaksFor: { clinical: 2.5 }, found: speaker('doctor', 'patient', 'clinician') },
  { name: 'note section label', speaksFor: { clinical: 2 }, found: (record) => 'section_header' in record.labels },
  {
    name: 'disorder and treatment words',
    speaksFor: { clinical: 1 },
    found: words('disorders?', 'treatments?', 'medications?', 'clinical', 'psychiatr(?:ic|ist)'),
  },
  {
    name: 'therapist or client speaks',
    speaksFor: { therapeutic: 2.5 },
    found: speaker('therapist', 'counselor', 'counsellor', 'client'),
  },
  {
    name: 'therapy words',
    speaksFor: { therapeutic: 1.5 },
    found: words('therap(?:y|ist|eutic)', 'counsel(?:l?ing|l?or)', 'coping', 'cbt', 'dbt', 'mindfulness', 'session'),
  },
  {
    name: 'distress in the first person',
    speaksFor: { therapeutic: 0.8, conversational: 0.4 },
    found: words(
      "i(?:'m| am) (?:so )?(?:anxious|depressed|scared|lonely|overwhelmed|exhausted)",
      'i feel',
      "i can't sleep",
      'my anxiety',
      'my depression',
    ),
  },
  {
    name: 'empathic reply',
    speaksFor: { therapeutic: 0.5, conversational: 0.8 },
    found: words('that sounds', "i'm sorry to hear", 'it makes sense', 'i hear you', 'that must be'),
  },
  { name: 'a dialogue of turns', speaksFor: { conversational: 1.2 }, found: ({ messages }) => messages.length >= 4 },
  {
    name: 'a short utterance',
    speaksFor: { conversational: 1.2 },
    found: ({ messages }, text) => messages.length === 1 && text.length < 300,
  },
  {
    name: 'emotion or sentiment annotation',
    speaksFor: { conversational: 1 },
    found: ({ labels, messages }) =>
      ['emotion', 'sentiment'].some(
        (name) =>
          Object.keys(labels).some((label) => label.toLowerCase().includes(name)) ||
          messages.some((message) => message.labels?.[name] !== undefined),
      ),
  },
  {
    name: 'written by a model',
    speaksFor: { synthetic: 3 },
    found: words('as an ai', 'language model', 'ai assistant', 'user [12] personas?'),
  },
  {
    name: 'persona or simulated speaker',
    speaksFor: { synthetic: 2 },
    found: speaker('user 1', 'user 2', 'chatbot', 'bot', 'gpt', 'ai'),
  },
  {
    name: 'audio or video reference',
    speaksFor: { multimodal: 3 },
    found: words('\\w+\\.(?:mp4|wav|mp3|webm)', '\\[(?:laughs?|laughter|inaudible|crosstalk)\\]'),
  },
  {
    name: 'text not in Latin script',
    speaksFor: { multimodal: 1.5 },
    found: (_record, text) =>
      (text.match(/[^\p{Script=Latin}\p{N}\p{P}\p{S}\s\p{M}]/gu)?.length ?? 0) > text.length / 4,
  },
];

const SUBCATEGORIES: Record<Category, [string, (share: (signal: string) => number, text: RegExpCounter) => number][]> =
  {
    clinical: [
      ['mental_health_records', (share) => share('clinical note words')],
      ['therapy_sessions', (share) => share('therapist or client speaks')],
      ['crisis_intervention', (_, count) => count(/suicid|crisis|self-harm/i)],
      ['diagnostic_assessments', (_, count) => count(/diagnos|assessment|exam/i)],
      ['treatment_plans', (_, count) => count(/treatment|plan|prescri/i)],
    ],
    conversational: [
      ['empathetic_conversations', (share) => share('empathic reply') + share('emotion or sentiment annotation')],
      ['therapeutic_conversations', (share) => share('therapy words')],
      ['support_interactions', (share) => share('distress in the first person')],
      ['counseling_sessions', (share) => share('therapist or client speaks')],
      ['peer_support', (_, count) => count(/same here|me too|been there/i)],
    ],
    therapeutic: [
      ['cognitive_behavioral_therapy', (_, count) => count(/\bcbt\b|cognitive|thoughts?|belief/i)],
      ['dialectical_behavior_therapy', (_, count) => count(/\bdbt\b|dialectical|distress tolerance/i)],
      ['psychodynamic_therapy', (_, count) => count(/unconscious|childhood|attachment/i)],
      ['humanistic_therapy', (share) => share('empathic reply')],
      ['family_therapy', (_, count) => count(/family|husband|wife|parents?|children/i)],
      ['group_therapy', (_, count) => count(/\bgroup\b/i)],
    ],
    synthetic: [
      ['ai_generated', (share) => share('written by a model') + share('persona or simulated speaker')],
      ['data_augmentation', () => 0],
      ['balanced_synthetic', () => 0],
      ['privacy_preserving', (_, count) => count(/\[(?:name|email|phone|date)\]/i)],
      ['demographically_balanced', () => 0],
    ],
    multimodal: [
      ['text_audio', (_, count) => count(/\.(?:wav|mp3)\b|\[(?:laugh|inaudible)/i)],
      ['text_video', (_, count) => count(/\.(?:mp4|webm)\b/i)],
      ['multilingual', (share) => share('text not in Latin script')],
      ['cultural_context', () => 0],
    ],
  };
type RegExpCounter = (pattern: RegExp) => number;

/** Softness of the scores: chosen so that one clear signal on all records gives a confidence of about 0.8. */
const TEMPERATURE = 0.8;
const MARGIN_MIN = 0.15;

/**
 * Categorizes from structural and lexical signals over a sample of records. A category's raw score is the mean over
 * records of what their signals add; the scores are its softmax. Confidence is the score of the best category.
 *
 * Memory: the sampled texts (1,000 records at most, cut at 20,000 characters).
 */
export function createCategorizer() {
  const found = SIGNALS.map(() => ({ count: 0, indexes: [] as number[] }));
  const texts: string[] = [];
  return {
    add(record: ConversationRecord): void {
      const text = record.messages
        .map(({ content }) => content)
        .join('\n')
        .slice(0, 20_000);
      texts.push(text);
      SIGNALS.forEach((signal, i) => {
        const entry = found[i];
        if (entry === undefined || !signal.found(record, text)) return;
        entry.count += 1;
        if (entry.indexes.length < 5) entry.indexes.push(record.source.index);
      });
    },
    result(): Categorization {
      const share = (i: number) => (texts.length === 0 ? 0 : (found[i]?.count ?? 0) / texts.length);
      const raw = CATEGORIES.map((category) =>
        SIGNALS.reduce((sum, signal, i) => sum + (signal.speaksFor[category] ?? 0) * share(i), 0),
      );
      const powers = raw.map((score) => Math.exp(score / TEMPERATURE));
      const total = powers.reduce((sum, power) => sum + power, 0);
      const scores = Object.fromEntries(
        CATEGORIES.map((category, i) => [category, (powers[i] ?? 0) / total]),
      ) as Record<Category, number>;
      const ranked = [...CATEGORIES].sort((a, b) => scores[b] - scores[a]);
      const [best = 'conversational', second = 'clinical'] = ranked;
      const shareOf = (name: string) => share(SIGNALS.findIndex((signal) => signal.name === name));
      const count: RegExpCounter = (pattern) =>
        texts.length === 0 ? 0 : texts.filter((text) => pattern.test(text)).length / texts.length;
      return {
        category: best,
        confidence: scores[best],
        uncertain: scores[best] - scores[second] < MARGIN_MIN,
        category_scores: scores,
        recommended_subcategories: SUBCATEGORIES[best]
          .map(([name, score]) => ({ name, score: score(shareOf, count) }))
          .filter(({ score }) => score > 0)
          .sort((a, b) => b.score - a.score)
          .slice(0, 3)
          .map(({ name }) => name),
        sampled_records: texts.length,
        evidence: SIGNALS.flatMap((signal, i) => {
          const entry = found[i];
          return entry && entry.count > 0
            ? [
                {
                  signal: signal.name,
                  weight: (signal.speaksFor[best] ?? 0) * share(i),
                  share_of_records: share(i),
                  record_indexes: entry.indexes,
                },
              ]
            : [];
        }).sort((a, b) => b.weight - a.weight),
      };
    },
  };
}

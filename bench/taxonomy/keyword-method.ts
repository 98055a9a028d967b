import { CATEGORIES, type Category } from '../../contracts/dataset.ts';

const KEYWORDS = {
  clinical: ['diagnosis', 'treatment', 'medication', 'symptom', 'disorder', 'clinical'],
  therapeutic: ['therapy', 'therapeutic', 'cbt', 'dbt', 'counseling', 'session'],
  conversational: ['conversation', 'dialogue', 'chat', 'talk', 'discuss'],
  crisis: ['crisis', 'emergency', 'suicide', 'harm', 'danger'],
  empathy: ['understand', 'feel', 'empathy', 'compassion', 'support'],
};
const SAMPLE = 100;

/**
 * The method this project replaces, as it was written: keywords anywhere in the text of the first 100 records, found only
 * in the fields text, content, message, conversation or transcript that are a string or a list of strings. Quality and the
 * source type are what it is given at that point: 0 and unknown.
 */
export function categorizeByKeywords(values: readonly unknown[]): {
  category: Category;
  confidence: number;
  subcategories: string[];
} {
  const texts = values.slice(0, SAMPLE).map(textOf);
  const share = (name: keyof typeof KEYWORDS) =>
    texts.length === 0
      ? 0
      : texts.filter((text) => KEYWORDS[name].some((word) => text.includes(word))).length / texts.length;
  const scores: Record<Category, number> = {
    clinical: 0.4 * share('clinical') + 0.3 * share('crisis'),
    conversational: 0.5 * share('conversational') + 0.3 * share('empathy'),
    therapeutic: 0.6 * share('therapeutic') + 0.2 * share('empathy'),
    synthetic: 0.7 * 0.1,
    multimodal: 0,
  };
  const category = CATEGORIES.reduce((best, name) => (scores[name] > scores[best] ? name : best));
  return { category, confidence: scores[category], subcategories: subcategoriesOf(category, share) };
}

function subcategoriesOf(category: Category, share: (name: keyof typeof KEYWORDS) => number): string[] {
  if (category === 'clinical') {
    return [
      ...(share('crisis') > 0.1 ? ['crisis_intervention'] : []),
      ...(share('clinical') > 0.3 ? ['mental_health_records'] : []),
      ...(share('therapeutic') > 0.2 ? ['therapy_sessions'] : []),
    ];
  }
  if (category === 'conversational') {
    return [
      ...(share('empathy') > 0.4 ? ['empathetic_conversations'] : []),
      ...(share('therapeutic') > 0.2 ? ['therapeutic_conversations'] : []),
      'support_interactions',
    ];
  }
  if (category === 'therapeutic')
    return ['cognitive_behavioral_therapy', 'dialectical_behavior_therapy', 'humanistic_therapy'];
  return [];
}

function textOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return '';
  const record = value as Record<string, unknown>;
  for (const name of ['text', 'content', 'message', 'conversation', 'transcript']) {
    const found = record[name];
    if (typeof found === 'string') return found.toLowerCase();
    if (Array.isArray(found) && found.every((entry) => typeof entry === 'string')) return found.join(' ').toLowerCase();
  }
  return '';
}

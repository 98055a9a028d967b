import { CATEGORIES, type Category, type DeclaredFacts } from '../../contracts/dataset.ts';

/** What a card says of the kind of a dataset, per category, by its tags, tasks and name. */
const SAID: Readonly<Record<Category, RegExp>> = {
  clinical:
    /\bclinical|\bmedic(?:al|ine)\b|\behrs?\b|diagnos|discharge|psychiatr|suicid|\bcrisis\b|health[- ]?records?/,
  therapeutic: /\bcbt\b|\bdbt\b|cognitive[- ]behavio|psychotherap|motivational[- ]interview|\btherap(?:y|ist|eutic)\b/,
  conversational: /conversation|dialog|\bchat(?:s|bots?)?\b|empath|(?:emotional|peer|customer)[- ]support|counsel/,
  synthetic:
    /\bsynthetic\b|(?:machine|ai|llm|gpt|model)[- ]?generated|self[- ]instruct|distilled|\bdistilabel\b|chatgpt|\bgpt-?[34]|counterfactual|augmented|stereotyp|red[- ]?team/,
  multimodal:
    /\baudio\b|\bvideos?\b|\bspeech\b|multi-?modal|\bimages?\b|\bmultilingual\b|multilinguality:translation|cross-?lingual|\bcultur(?:e|es|al)\b/,
};
const LANGUAGES_MANY = 3;
/**
 * What a card adds to the log odds of each category it names. Content that is surer than 0.82 of one category against another
 * (log odds above 1.5) stays as it is: a card may decide what the records leave open, and cannot overrule them.
 */
const CARD_LOG_ODDS = 1.5;

/** The categories that a metadata file beside the data speaks for, in the order of `CATEGORIES`. */
export function declaredCategories(declared: DeclaredFacts | null): Category[] {
  if (declared === null) return [];
  const said = [...declared.tags, declared.name ?? ''].map((text) => text.toLowerCase().replaceAll('_', '-'));
  return CATEGORIES.filter(
    (category) =>
      said.some((text) => SAID[category].test(text)) ||
      (category === 'multimodal' && declared.languages.length >= LANGUAGES_MANY),
  );
}

/** The scores with what the card says added: probabilities again. */
export function withDeclared(
  scores: Readonly<Record<Category, number>>,
  declared: readonly Category[],
): Record<Category, number> {
  const raised = CATEGORIES.map((category) => scores[category] * (declared.includes(category) ? FACTOR : 1));
  const total = raised.reduce((sum, score) => sum + score, 0);
  return Object.fromEntries(CATEGORIES.map((category, i) => [category, (raised[i] ?? 0) / total])) as Record<
    Category,
    number
  >;
}
const FACTOR = Math.exp(CARD_LOG_ODDS);

/** The card among the evidence: no record shows it. Its weight is that of a signal, before the temperature. */
export const declaredEvidence = (category: Category, temperature: number) => ({
  signal: `declared:${category}`,
  weight: CARD_LOG_ODDS * temperature,
  share_of_records: 0,
  record_indexes: [],
});

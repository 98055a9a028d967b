import type { LinearFunction, TaxonomyModel } from '../../analysis/taxonomy/model.ts';
import { categoryScores, SIGNALS } from '../../analysis/taxonomy/model.ts';
import { CATEGORIES, type Category } from '../../contracts/dataset.ts';
import { SUBCATEGORIES } from '../../contracts/taxonomy.ts';
import { type Objective, startLbfgs, stepLbfgs } from '../../learning/lbfgs.ts';
import { both, type Hold, holdForCategory, holdForSubcategory } from './meaning.ts';

/** One dataset as the model sees it, and what it should answer. */
export interface Example {
  features: Float64Array;
  weight: number;
  /** Share of the truth per category, in the order of `CATEGORIES`; sums to 1. */
  categories: readonly number[];
  right: readonly string[];
  open: readonly string[];
  category: Category | null;
}

const CATEGORY_L2 = 0.002;
const SUBCATEGORY_L2 = 0.004;
/** Where nothing speaks, no category is to be likelier for its number of templates. */
const INTERCEPT = 10;
/** Where nothing speaks for a subcategory, it is not to be named. */
const NOT_BY_ITSELF: Hold = { speakingFor: 10, speakingAgainst: 0 };

function times(factor: number, { speakingFor, speakingAgainst }: Hold): Hold {
  return { speakingFor: factor * speakingFor, speakingAgainst: factor * speakingAgainst };
}

const CATEGORY_PENALTIES = CATEGORIES.flatMap((category) => [
  ...SIGNALS.map((signal) => times(CATEGORY_L2, holdForCategory(signal, category))),
  times(CATEGORY_L2, both(INTERCEPT)),
]);
const subcategoryPenalties = (name: string) => [
  ...SIGNALS.map((signal) => times(SUBCATEGORY_L2, holdForSubcategory(signal, name))),
  times(SUBCATEGORY_L2, NOT_BY_ITSELF),
];

const ITERATIONS = 300;
/** Few datasets of a category show any one subcategory: those that do count more. */
const POSITIVE_WEIGHT = 2;

/** Fits the categories (multinomial logistic) and, within each category, its subcategories (one logistic each). */
export async function fitModel(examples: readonly Example[], temperature = 1): Promise<TaxonomyModel> {
  const categories = await fitCategories(examples);
  const subcategories: TaxonomyModel['subcategories'] = {};
  for (const category of CATEGORIES)
    for (const name of SUBCATEGORIES[category]) subcategories[name] = await fitSubcategory(name, category, examples);
  return { signals: SIGNALS, temperature, categories, subcategories };
}

async function fitCategories(examples: readonly Example[]): Promise<Record<Category, LinearFunction>> {
  const width = SIGNALS.length + 1;
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const point = await minimise(CATEGORIES.length * width, (at, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (const { features, weight, categories } of examples) {
      const raw = CATEGORIES.map((_c, c) => score(at, c * width, features));
      const highest = Math.max(...raw);
      const powers = raw.map((value) => Math.exp(value - highest));
      const sum = powers.reduce((a, b) => a + b, 0);
      for (let c = 0; c < CATEGORIES.length; c++) {
        const probability = (powers[c] ?? 0) / sum;
        const target = categories[c] ?? 0;
        if (target > 0) loss -= (weight / total) * target * Math.log(Math.max(probability, 1e-300));
        addGradient(gradient, c * width, features, (weight / total) * (probability - target));
      }
    }
    return loss + penalty(at, gradient, CATEGORY_PENALTIES);
  });
  return Object.fromEntries(CATEGORIES.map((category, c) => [category, linear(point, c * width)])) as Record<
    Category,
    LinearFunction
  >;
}

async function fitSubcategory(name: string, category: Category, examples: readonly Example[]): Promise<LinearFunction> {
  const judged = examples.filter(
    (example) => (example.category === category || example.right.includes(name)) && !example.open.includes(name),
  );
  const width = SIGNALS.length + 1;
  const weights = judged.map(({ weight, right }) => weight * (right.includes(name) ? POSITIVE_WEIGHT : 1));
  const total = weights.reduce((a, b) => a + b, 0);
  const penalties = subcategoryPenalties(name);
  const point = await minimise(width, (at, gradient) => {
    gradient.fill(0);
    let loss = 0;
    judged.forEach(({ features, right }, i) => {
      const share = (weights[i] ?? 0) / total;
      const target = right.includes(name) ? 1 : 0;
      const raw = score(at, 0, features);
      const probability = 1 / (1 + Math.exp(-raw));
      loss += share * (Math.max(raw, 0) - raw * target + Math.log1p(Math.exp(-Math.abs(raw))));
      addGradient(gradient, 0, features, share * (probability - target));
    });
    return loss + penalty(at, gradient, penalties);
  });
  return linear(point, 0);
}

/**
 * The temperature under which held-out answers are least wrong in log loss, by golden steps over 0.2 to 5: an answer that the
 * truth accepts is right. Confidence then says how often an answer is right or accepted.
 */
export function fitTemperature(heldOut: readonly HeldOut[]): number {
  const lossAt = (temperature: number) =>
    heldOut.reduce((sum, { model, example }) => {
      const { answer, scores } = answerOf({ ...model, temperature }, example);
      return sum - Math.log(Math.max(scores[answer.counted], 1e-12)) * example.weight;
    }, 0);
  const steps = Array.from({ length: 70 }, (_, i) => 0.2 * (5 / 0.2) ** (i / 69));
  return Number(steps.reduce((best, step) => (lossAt(step) < lossAt(best) ? step : best)).toFixed(3));
}

export interface HeldOut {
  model: TaxonomyModel;
  example: Example;
}

/** The category that is named, and the one that counts as right: the named one where the truth accepts it. */
export function answerOf(model: TaxonomyModel, { features, categories }: Example) {
  const scores = categoryScores(model, features);
  const named = CATEGORIES.reduce((a, b) => (scores[b] > scores[a] ? b : a));
  const truth = CATEGORIES.reduce((a, b) =>
    (categories[CATEGORIES.indexOf(b)] ?? 0) > (categories[CATEGORIES.indexOf(a)] ?? 0) ? b : a,
  );
  const isRight = (categories[CATEGORIES.indexOf(named)] ?? 0) > 0;
  return { scores, answer: { named, counted: isRight ? named : truth, isRight } };
}

async function minimise(size: number, objective: Objective): Promise<Float64Array> {
  const state = await startLbfgs(objective, new Float64Array(size));
  while (state.iteration < ITERATIONS && !state.done) await stepLbfgs(objective, state, { loss: 1e-7 });
  return state.point;
}

function score(at: Float64Array, base: number, features: Float64Array): number {
  let sum = at[base + features.length] ?? 0;
  for (let i = 0; i < features.length; i++) sum += (at[base + i] ?? 0) * (features[i] ?? 0);
  return sum;
}

function addGradient(gradient: Float64Array, base: number, features: Float64Array, error: number): void {
  for (let i = 0; i < features.length; i++) gradient[base + i] = (gradient[base + i] ?? 0) + error * (features[i] ?? 0);
  gradient[base + features.length] = (gradient[base + features.length] ?? 0) + error;
}

function penalty(at: Float64Array, gradient: Float64Array, strengths: readonly Hold[]): number {
  let sum = 0;
  for (let i = 0; i < at.length; i++) {
    const weight = at[i] ?? 0;
    const pull = (strengths[i]?.[weight > 0 ? 'speakingFor' : 'speakingAgainst'] ?? 0) * weight;
    sum += pull * weight;
    gradient[i] = (gradient[i] ?? 0) + pull;
  }
  return sum / 2;
}

function linear(point: Float64Array, base: number): LinearFunction {
  const round = (value: number) => Number(value.toFixed(4));
  return {
    bias: round(point[base + SIGNALS.length] ?? 0),
    weights: Array.from(point.subarray(base, base + SIGNALS.length), round),
  };
}

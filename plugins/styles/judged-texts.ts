import type { ConversationRecord } from '../../contracts/records.ts';
import type { Task } from '../../contracts/training.ts';
import type { PreferencePairs } from '../../learning/bradley-terry.ts';
import type { Slate } from '../../learning/candidate-policy.ts';
import { Random } from '../../learning/random.ts';

/** Texts with an outcome: an answer to a prompt, or a text alone. Entry i of each list is of the same text. */
export interface JudgedTexts {
  prompts: string[];
  answers: string[];
  /** 1 preferred, 0 rejected. */
  outcomes: Uint8Array;
  /** What the answers compete for: equal numbers are the same prompt, or the same pair. */
  contests: Uint32Array;
  groups: string[];
  skipped: { skipped_without_outcome: number; skipped_without_text: number; skipped_repeated: number };
}

/** The last assistant turn is the answer and all before it the prompt; a record of one message is a text alone. */
export async function collectJudged(
  records: AsyncIterable<ConversationRecord>,
  { label_field, preferred, rejected }: Extract<Task, { kind: 'preference' }>,
): Promise<JudgedTexts> {
  const [prompts, answers, groups]: [string[], string[], string[]] = [[], [], []];
  const [outcomes, contests]: [number[], number[]] = [[], []];
  const skipped = { skipped_without_outcome: 0, skipped_without_text: 0, skipped_repeated: 0 };
  const numbers = new Map<string, number>();
  const seen = new Set<string>();
  for await (const { messages, labels, group_id } of records) {
    const value = labels[label_field] ?? '';
    const outcome = preferred.includes(value) ? 1 : rejected.includes(value) ? 0 : null;
    const last = messages.findLastIndex(({ role }) => role === 'assistant');
    const at = last > 0 ? last : messages.length - 1;
    const prompt = messages
      .slice(0, at)
      .map(({ content }) => content)
      .join('\n');
    const answer = messages[at]?.content ?? '';
    const key = `${outcome}\0${prompt}\0${answer}`;
    if (outcome === null) skipped.skipped_without_outcome += 1;
    else if (answer.trim() === '') skipped.skipped_without_text += 1;
    else if (seen.has(key)) skipped.skipped_repeated += 1;
    else {
      seen.add(key);
      const contest = prompt === '' ? `g${group_id}` : `p${prompt}`;
      const number = numbers.get(contest) ?? numbers.size;
      numbers.set(contest, number);
      prompts.push(prompt);
      answers.push(answer);
      groups.push(group_id);
      outcomes.push(outcome);
      contests.push(number);
    }
  }
  return {
    prompts,
    answers,
    groups,
    outcomes: Uint8Array.from(outcomes),
    contests: Uint32Array.from(contests),
    skipped,
  };
}

/** The texts at the indexes, in their order. */
export function pickJudged(
  { prompts, answers, groups, outcomes, contests, skipped }: JudgedTexts,
  indexes: readonly number[],
): JudgedTexts {
  const pick = <T>(list: ArrayLike<T>) => indexes.map((i) => list[i] as T);
  return {
    prompts: pick(prompts),
    answers: pick(answers),
    groups: pick(groups),
    outcomes: Uint8Array.from(pick(outcomes)),
    contests: Uint32Array.from(pick(contests)),
    skipped,
  };
}

/** How many rejected texts each preferred one is compared with where no text of its own contest was rejected. */
const STRANGERS = 4;

/**
 * Pairs of a preferred and a rejected text: of the same contest where it holds both; a text whose contest holds one outcome
 * alone is compared with texts of other such contests.
 */
export function preferencePairs(texts: JudgedTexts, seed: number): PreferencePairs {
  const random = new Random(seed);
  const { mixed, rest } = contestsOf(texts);
  const [better, worse]: [number[], number[]] = [[], []];
  const isBetter = (i: number) => texts.outcomes[i] === 1;
  for (const members of mixed)
    for (const b of members.filter(isBetter))
      for (const w of members.filter((i) => !isBetter(i))) {
        better.push(b);
        worse.push(w);
      }
  const rejected = rest.filter((i) => !isBetter(i));
  for (const b of rejected.length > 0 ? rest.filter(isBetter) : [])
    for (let k = 0; k < STRANGERS; k++) {
      better.push(b);
      worse.push(rejected[random.below(rejected.length)] ?? 0);
    }
  return { better: Uint32Array.from(better), worse: Uint32Array.from(worse) };
}

/**
 * Slates of at most `size` texts to choose from, each text in one: those of one contest where it holds both outcomes,
 * the others mixed by chance. A text that is left alone is in none.
 */
export function drawSlates(texts: JudgedTexts, { size, seed }: { size: number; seed: number }): Slate[] {
  const random = new Random(seed);
  const { mixed, rest } = contestsOf(texts);
  return [...mixed, rest]
    .flatMap((members) => {
      const order = random.shuffle([...members]);
      // Slates as equal as can be: a last one of a single text would hold no choice.
      const count = Math.ceil(order.length / size);
      return Array.from({ length: count }, (_, s) => order.filter((_text, i) => i % count === s));
    })
    .filter((slate) => slate.length > 1);
}

function contestsOf({ contests, outcomes }: JudgedTexts): { mixed: number[][]; rest: number[] } {
  const members = [...Map.groupBy(contests.keys(), (i) => contests[i] ?? 0).values()];
  const isMixed = (texts: number[]) => new Set(texts.map((i) => outcomes[i])).size > 1;
  return { mixed: members.filter(isMixed), rest: members.filter((texts) => !isMixed(texts)).flat() };
}

/** How long each answer is: the logarithm of its letters. */
export const lengthsOf = ({ answers }: JudgedTexts) =>
  Float64Array.from(answers, (answer) => Math.log1p(answer.length));

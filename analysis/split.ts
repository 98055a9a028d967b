import { createHash } from 'node:crypto';
import { SPLITS, type SplitName } from '../contracts/records.ts';

/** What the split needs to know of a record. */
export interface SplitItem {
  group: string;
  /** Key of its text: equal texts stay together. */
  key: string;
  /** The split the source assigned, if any. */
  wanted: SplitName | null;
}

/** A source that leaves less than this to train on split something else. */
const TRAIN_SHARE_MIN = 0.1;
const SHARES: Record<SplitName, number> = { train: 0.8, validation: 0.1, test: 0.1 };

/**
 * Assigns each record to a split so that no group and no text stands on two sides: groups joined by equal texts form a
 * component (union-find), and a component goes to one split as a whole.
 *
 * A component whose records all ask for the same split gets it. Where the source names no validation or no test split,
 * its training components are open as well, so that the split it lacks can be cut from them; where it holds out nearly
 * everything (a test file alone), it says nothing of training and is not followed. Open components are ordered
 * by a seeded hash and dealt out by size to the split that lacks most of its share (0.8, 0.1, 0.1). With three components
 * or more no split is empty; with fewer, training is filled first, then test.
 *
 * Result: one split name an item, in order. Cost: time and memory by the number of items.
 */
export function assignSplits(items: readonly SplitItem[], seed: number): SplitName[] {
  const components = componentsOf(items).map((members) => ({ members, wanted: wantedBy(items, members) }));
  const asking = (...splits: SplitName[]) =>
    components.filter(({ wanted }) => wanted !== null && splits.includes(wanted));
  const complete = asking('validation').length > 0 && asking('test').length > 0;
  const heldOut = asking('validation', 'test').reduce((sum, { members }) => sum + members.length, 0);
  const trusted = heldOut <= (1 - TRAIN_SHARE_MIN) * items.length;
  const placed: Record<SplitName, number[][]> = { train: [], validation: [], test: [] };
  const sizeOf = (split: SplitName) => placed[split].reduce((sum, members) => sum + members.length, 0);

  const open: { members: number[]; rank: string }[] = [];
  for (const { members, wanted } of components) {
    if (trusted && wanted !== null && (wanted !== 'train' || complete)) placed[wanted].push(members);
    else open.push({ members, rank: rankOf(items[members[0] ?? 0], seed) });
  }
  open.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const sizes = { train: sizeOf('train'), validation: sizeOf('validation'), test: sizeOf('test') };
  for (const { members } of open) {
    const lacking = SPLITS.map((split) => ({ split, lack: SHARES[split] * items.length - sizes[split] }));
    // A component larger than what is lacking in a small split would crowd it: those go to training.
    const fitting = lacking.filter(({ split, lack }) => split === 'train' || lack >= members.length / 2);
    const best = fitting.sort((a, b) => b.lack / SHARES[b.split] - a.lack / SHARES[a.split])[0]?.split ?? 'train';
    placed[best].push(members);
    sizes[best] += members.length;
  }
  for (const split of ['train', 'test', 'validation'] as const) fillWhereEmpty(split, placed);

  const result: SplitName[] = items.map(() => 'train');
  for (const split of SPLITS) for (const members of placed[split]) for (const member of members) result[member] = split;
  return result;
}

/** The split that all records of a component ask for; null where they disagree or say nothing. */
function wantedBy(items: readonly SplitItem[], members: readonly number[]): SplitName | null {
  const wanted = items[members[0] ?? 0]?.wanted ?? null;
  return members.every((member) => items[member]?.wanted === wanted) ? wanted : null;
}

function rankOf(item: SplitItem | undefined, seed: number): string {
  return createHash('sha256').update(`${seed}\0${item?.group}\0${item?.key}`).digest('hex');
}

/** Moves the smallest component of the split that has most of them; a split that would be left empty gives none. */
function fillWhereEmpty(split: SplitName, placed: Record<SplitName, number[][]>): void {
  if (placed[split].length > 0) return;
  const [donor] = SPLITS.toSorted((a, b) => placed[b].length - placed[a].length);
  if (donor === undefined || placed[donor].length < 2) return;
  const smallest = placed[donor].reduce((least, members) => (members.length < least.length ? members : least));
  placed[donor] = placed[donor].filter((members) => members !== smallest);
  placed[split].push(smallest);
}

/** Records whose group or text stands in more than one split: must be none. */
export function countLeaks(items: readonly SplitItem[], splits: readonly SplitName[]): number {
  const seen = new Map<string, SplitName>();
  let leaks = 0;
  items.forEach(({ group, key }, i) => {
    const split = splits[i] ?? 'train';
    const leaky = [`g${group}`, `k${key}`].map((name) => {
      const first = seen.get(name);
      if (first === undefined) seen.set(name, split);
      return first !== undefined && first !== split;
    });
    if (leaky.includes(true)) leaks += 1;
  });
  return leaks;
}

function componentsOf(items: readonly SplitItem[]): number[][] {
  const parent = items.map((_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root] ?? root;
    for (let at = i; at !== root; ) {
      const next = parent[at] ?? root;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  const first = new Map<string, number>();
  items.forEach(({ group, key }, i) => {
    for (const name of [`g${group}`, `k${key}`]) {
      const other = first.get(name);
      if (other === undefined) first.set(name, i);
      else parent[find(i)] = find(other);
    }
  });
  return [...Map.groupBy(items.keys(), find).values()];
}

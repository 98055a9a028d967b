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

const SHARES: Record<SplitName, number> = { train: 0.8, validation: 0.1, test: 0.1 };

/**
 * Assigns each record to a split so that no group and no text stands on two sides: groups joined by equal texts form a
 * component (union-find), and a component goes to one split as a whole.
 *
 * A component whose records all ask for the same split gets it, where the source names train and test both; else the
 * components are ordered by a seeded hash and dealt out by size to the split that lacks most of its share (0.8, 0.1, 0.1).
 * With three components or more no split is empty.
 *
 * Result: one split name an item, in order. Cost: time and memory by the number of items.
 */
export function assignSplits(items: readonly SplitItem[], seed: number): SplitName[] {
  const components = componentsOf(items);
  const given = new Set(items.map(({ wanted }) => wanted));
  const trusted = given.has('train') && given.has('test');
  const result: SplitName[] = items.map(() => 'train');
  const sizes: Record<SplitName, number> = { train: 0, validation: 0, test: 0 };
  const place = (members: number[], split: SplitName) => {
    for (const member of members) result[member] = split;
    sizes[split] += members.length;
  };

  const open: { members: number[]; rank: string }[] = [];
  for (const members of components) {
    const first = items[members[0] ?? 0];
    const wanted = first?.wanted ?? null;
    const agreed = trusted && wanted !== null && members.every((member) => items[member]?.wanted === wanted);
    if (agreed) place(members, wanted);
    else
      open.push({
        members,
        rank: createHash('sha256').update(`${seed}\0${first?.group}\0${first?.key}`).digest('hex'),
      });
  }
  open.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const targets = trusted && sizes.validation > 0 ? SHARES : SHARES;
  for (const { members } of open) {
    const lacking = SPLITS.map((split) => ({ split, lack: targets[split] * items.length - sizes[split] }));
    // A component larger than what is lacking in a small split would crowd it: those go to training.
    const fitting = lacking.filter(({ split, lack }) => split === 'train' || lack >= members.length / 2);
    const best = fitting.sort((a, b) => b.lack / targets[b.split] - a.lack / targets[a.split])[0];
    place(members, best?.split ?? 'train');
  }
  return result;
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

import type { Leakage } from '../contracts/activities.ts';
import { type ConversationRecord, SPLITS, type SplitName } from '../contracts/records.ts';
import { evenHash } from './duplicates.ts';

/** What the split needs to know of a record. */
export interface SplitItem {
  /** Its subject or conversation. */
  group: string | number;
  /** Key of its text: equal texts stay together. */
  key: string | number;
  /** The split the source assigned, if any. */
  wanted: SplitName | null;
  /** An earlier item whose text is nearly the same: they stay together. */
  near?: number | null;
  /** What it is to be spread evenly by: its labels and what it says of its people, as numbers. */
  strata?: readonly number[];
}

/** A source that leaves less than this to train on split something else. */
const TRAIN_SHARE_MIN = 0.1;
const SHARES: Record<SplitName, number> = { train: 0.8, validation: 0.1, test: 0.1 };

interface Component {
  members: number[];
  wanted: SplitName | null;
}

/**
 * Assigns each record to a split so that no group, no text and no near duplicate stands on two sides: groups joined by such
 * texts form a component (union-find), and a component goes to one split as a whole.
 *
 * A component whose records all ask for the same split gets it. Where the source names no validation or no test split,
 * its training components are open as well, so that the split it lacks can be cut from them; where it holds out nearly
 * everything (a test file alone), it says nothing of training and is not followed. Open components are ordered
 * by a seeded hash and dealt out stratum by stratum, the rarest first, each to the split that lacks most of it; those
 * without a stratum by size, to the split that lacks most of its share (0.8, 0.1, 0.1). With three components
 * or more no split is empty; with fewer, training is filled first, then test.
 *
 * Result: one split name an item, in order. Cost: time and memory by the number of items and of their strata.
 * Source: Sechidis et al., On the Stratification of Multi-label Data, ECML PKDD 2011.
 */
export function assignSplits(items: readonly SplitItem[], seed: number): SplitName[] {
  const components = componentsOf(items).map((members) => ({ members, wanted: wantedBy(items, members) }));
  const asking = (...splits: SplitName[]) =>
    components.filter(({ wanted }) => wanted !== null && splits.includes(wanted));
  const complete = asking('validation').length > 0 && asking('test').length > 0;
  const heldOut = asking('validation', 'test').reduce((sum, { members }) => sum + members.length, 0);
  const trusted = heldOut <= (1 - TRAIN_SHARE_MIN) * items.length;
  const dealer = createDealer(items);
  const open: Component[] = [];
  for (const component of components) {
    const { wanted, members } = component;
    if (trusted && wanted !== null && (wanted !== 'train' || complete)) dealer.place(members, wanted);
    else open.push(component);
  }
  const ranks = new Map(open.map(({ members }) => [members, rankOf(items[members[0] ?? 0], seed)]));
  open.sort((a, b) => (ranks.get(a.members) ?? 0) - (ranks.get(b.members) ?? 0));
  dealer.deal(open.map(({ members }) => members));

  const { placed } = dealer;
  for (const split of ['train', 'test', 'validation'] as const) fillWhereEmpty(split, placed);
  const result: SplitName[] = items.map(() => 'train');
  for (const split of SPLITS) for (const members of placed[split]) for (const member of members) result[member] = split;
  return result;
}

/** Longest value of a label that is taken for a class: longer ones are texts. */
const CLASS_CHARS_MAX = 80;

/** What a record is spread by: each label of it and of its turns, and each attribute of its people, as hashes of name and value. */
export function strataOf({
  labels,
  attributes,
  messages,
}: Pick<ConversationRecord, 'labels' | 'attributes' | 'messages'>): number[] {
  const strata = new Set<number>();
  for (const values of [labels, attributes, ...messages.map((message) => message.labels ?? {})])
    for (const [name, value] of Object.entries(values))
      if (value.length <= CLASS_CHARS_MAX) strata.add(evenHash(`${name}\0${value}`));
  return [...strata];
}

/** Keeps count of what each split holds, of all items and of each stratum. */
function createDealer(items: readonly SplitItem[]) {
  const placed: Record<SplitName, number[][]> = { train: [], validation: [], test: [] };
  const sizes: Record<SplitName, number> = { train: 0, validation: 0, test: 0 };
  const strata = new Map<number, { total: number } & Record<SplitName, number>>();
  for (const { strata: own = [] } of items) {
    for (const stratum of own) {
      const entry = strata.get(stratum) ?? { total: 0, train: 0, validation: 0, test: 0 };
      entry.total += 1;
      strata.set(stratum, entry);
    }
  }

  function place(members: number[], split: SplitName): void {
    placed[split].push(members);
    sizes[split] += members.length;
    for (const member of members)
      for (const stratum of items[member]?.strata ?? []) {
        const entry = strata.get(stratum);
        if (entry) entry[split] += 1;
      }
  }

  /** The split that lacks most: of the stratum where one is given, and else, or where they are alike, of its share of all. */
  function choose(members: number[], stratum?: number): SplitName {
    const entry = stratum === undefined ? undefined : strata.get(stratum);
    const lacking = SPLITS.map((split) => ({
      split,
      lack: SHARES[split] * items.length - sizes[split],
      ofStratum: entry ? SHARES[split] * entry.total - entry[split] : 0,
    }));
    // A component larger than what is lacking in a small split would crowd it: those go to training.
    const fitting = lacking.filter(({ split, lack }) => split === 'train' || lack >= members.length / 2);
    fitting.sort((a, b) => b.ofStratum - a.ofStratum || b.lack / SHARES[b.split] - a.lack / SHARES[a.split]);
    return fitting[0]?.split ?? 'train';
  }

  return {
    placed,
    place,
    deal(open: readonly number[][]): void {
      const holders = new Map<number, number[][]>();
      for (const members of open)
        for (const stratum of new Set(members.flatMap((member) => items[member]?.strata ?? []))) {
          const some = holders.get(stratum) ?? [];
          some.push(members);
          holders.set(stratum, some);
        }
      const done = new Set<number[]>();
      const rarest = [...holders].sort(([a, some], [b, others]) => some.length - others.length || a - b);
      for (const [stratum, components] of rarest)
        for (const members of components)
          if (!done.has(members)) {
            done.add(members);
            place(members, choose(members, stratum));
          }
      for (const members of open) if (!done.has(members)) place(members, choose(members));
    },
  };
}

/** The split that all records of a component ask for; null where they disagree or say nothing. */
function wantedBy(items: readonly SplitItem[], members: readonly number[]): SplitName | null {
  const wanted = items[members[0] ?? 0]?.wanted ?? null;
  return members.every((member) => items[member]?.wanted === wanted) ? wanted : null;
}

const rankOf = (item: SplitItem | undefined, seed: number) => evenHash(`${seed}\0${item?.group}\0${item?.key}`);

/** Moves the smallest component of the split that has most of them; a split that would be left empty gives none. */
function fillWhereEmpty(split: SplitName, placed: Record<SplitName, number[][]>): void {
  if (placed[split].length > 0) return;
  const [donor] = SPLITS.toSorted((a, b) => placed[b].length - placed[a].length);
  if (donor === undefined || placed[donor].length < 2) return;
  const smallest = placed[donor].reduce((least, members) => (members.length < least.length ? members : least));
  placed[donor] = placed[donor].filter((members) => members !== smallest);
  placed[split].push(smallest);
}

/** Counts what leaks: it must be nothing. An item that is nearly an earlier one of another split counts once. */
export function leaksOf(items: readonly SplitItem[], splits: readonly SplitName[]): Leakage {
  const firstOf = { group: new Map<string | number, SplitName>(), key: new Map<string | number, SplitName>() };
  const leaks: Leakage = { exact: 0, near_duplicate: 0, subject: 0 };
  items.forEach((item, i) => {
    const split = splits[i] ?? 'train';
    const isLeak = (by: 'group' | 'key') => {
      const first = firstOf[by].get(item[by]);
      if (first === undefined) firstOf[by].set(item[by], split);
      return first !== undefined && first !== split;
    };
    if (isLeak('group')) leaks.subject += 1;
    if (isLeak('key')) leaks.exact += 1;
    else if (item.near !== null && item.near !== undefined && splits[item.near] !== split) leaks.near_duplicate += 1;
  });
  return leaks;
}

function componentsOf(items: readonly SplitItem[]): number[][] {
  const parent = Uint32Array.from(items, (_, i) => i);
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
  const join = (i: number, other: number | null | undefined) => {
    if (other !== null && other !== undefined) parent[find(i)] = find(other);
  };
  for (const by of ['group', 'key'] as const) {
    const first = new Map<string | number, number>();
    items.forEach((item, i) => {
      join(i, first.get(item[by]));
      if (!first.has(item[by])) first.set(item[by], i);
    });
  }
  items.forEach(({ near }, i) => {
    join(i, near);
  });
  return [...Map.groupBy(items.keys(), find).values()];
}

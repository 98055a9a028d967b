import { createHash } from 'node:crypto';
import { canonicalJson } from '../contracts/canonical-json.ts';
import { objectName } from '../contracts/ids.ts';
import type { CacheTier, Storage } from '../plugins/kinds.ts';
import type { CacheOutcome, Fence, OutputFacts, StateStore } from '../plugins/state-kinds.ts';

/** What is asked for: an activity of a run, with all that its output depends on. */
export interface Wanted {
  run_id: string;
  stage: string;
  activity: string;
  version: number;
  /** What the output depends on besides the code; undefined where that is known only after the work. */
  keyed: unknown;
}

/** `replaces`: files that lie under the key already are not to be trusted. */
export type Found<O> =
  | { hit: true; output: O; outcome: Exclude<CacheOutcome, 'miss'>; reason: string }
  | { hit: false; reason: string; replaces: boolean };

type Task = Found<never> & { hit: false } & { land: () => void };

interface Claim {
  /** True where the output is to be made whatever is kept. */
  fresh: boolean;
  /** Whether to wait for another run that is making it. */
  waits: boolean;
  signal: AbortSignal;
  /** Rejects when the attempt is given up. */
  cancelled: Promise<never>;
}

export type ResultCache = ReturnType<typeof createResultCache>;

export const keyOfOutput = ({ activity, version, keyed }: Pick<Wanted, 'activity' | 'version' | 'keyed'>): string =>
  hashOf({ activity, version, input: keyed });

/**
 * The outputs of activities, with tiers in front of the store. The state decides at each hit: what was blocked by a
 * withdrawal or evicted is served by no tier of any process, and a tier that holds another revision is out of date.
 *
 * One flight for a key: while a run of this process makes an output, others of this process that want it wait. Between
 * processes there is none, because a lease that a dead process left would have to run out first; both then compute, and
 * the same bytes are published once.
 */
export function createResultCache({
  state,
  storage,
  tiers,
  clock,
}: {
  state: StateStore;
  storage: Storage;
  tiers: readonly CacheTier[];
  clock: () => number;
}) {
  const flights = new Map<string, { run_id: string; landed: Promise<void> }>();

  async function find<O>(wanted: Wanted): Promise<Found<O>> {
    const key = keyOfOutput(wanted);
    const blocked = state.blockedBy(key) !== null;
    if (blocked || state.isEvicted(key)) {
      await drop([key]).catch(() => undefined);
      const reason = blocked ? 'what is kept is blocked: consent was withdrawn' : 'it was evicted';
      return { hit: false, reason, replaces: true };
    }
    const revision = state.revisionOf(key);
    for (const [i, tier] of revision === null ? [] : tiers.entries()) {
      const entry = await tier.get(key);
      if (entry === undefined || entry.revision !== revision) continue;
      if (!(await hasFiles(key, entry.output))) return filesGone(key);
      for (const nearer of tiers.slice(0, i)) await nearer.set(key, entry);
      return { hit: true, output: entry.output as O, outcome: tier.name, reason: `held by ${tier.name}` };
    }
    const output = state.findOutput(key);
    if (output === undefined) return { hit: false, reason: differences(wanted), replaces: false };
    if (!(await hasFiles(key, output))) return filesGone(key);
    if (revision !== null) for (const tier of tiers) await tier.set(key, { revision, output });
    return { hit: true, output: output as O, outcome: 'store', reason: 'held by the store' };
  }

  async function filesGone(key: string): Promise<Found<never>> {
    await drop([key]).catch(() => undefined);
    return { hit: false, reason: 'its files are gone from the storage', replaces: true };
  }

  /** An output may point at files of its own; of other outputs it names hashes only. */
  async function hasFiles(key: string, output: unknown): Promise<boolean> {
    const own = urisOf(output).filter((uri) => uri.startsWith(`${objectName(key)}/`));
    for (const uri of own) if (!(await storage.exists(uri))) return false;
    return true;
  }

  /** Which parts of the key are not those of the newest output of the same activity and dataset. */
  function differences(wanted: Wanted): string {
    const dataset = datasetOf(wanted);
    const earlier = state.latestParts(wanted.activity, dataset);
    if (earlier === null) return `none is kept of ${wanted.activity} for ${dataset ?? 'this dataset'}`;
    const now = partsOf(wanted);
    const names = [...new Set([...Object.keys(now), ...Object.keys(earlier.parts)])].sort();
    const differ = names.filter((name) => now[name] !== earlier.parts[name]);
    const [first, more] = [differ.slice(0, PARTS_NAMED), differ.length - PARTS_NAMED];
    return `differs from what ${earlier.run_id} made in ${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  }

  function datasetOf({ run_id, activity, keyed }: Pick<Wanted, 'run_id' | 'activity' | 'keyed'>): string | null {
    const file = activity === 'ingestDataset' ? (keyed as { file?: unknown } | undefined)?.file : undefined;
    return typeof file === 'string' ? file : state.datasetOf(run_id);
  }

  /** Throws where a tier may still hold some of them; the others were asked all the same. */
  async function drop(keys: readonly string[]): Promise<void> {
    const done = await Promise.allSettled(tiers.map((tier) => tier.drop(keys)));
    for (const each of done) if (each.status === 'rejected') throw each.reason;
  }

  /**
   * The output, after the end of another run's work on it where that goes on in this process; or the task to make it, with
   * what to call when that has ended. Looking and taking the task are one step: of many that wait one takes it.
   */
  async function claim<O>(wanted: Wanted, how: Claim): Promise<(Found<O> & { hit: true }) | Task> {
    const key = keyOfOutput(wanted);
    const found: Found<O> = how.fresh ? ANEW : await find<O>(wanted);
    if (found.hit) return found;
    const flight = flights.get(key);
    if (!how.waits || flight === undefined || flight.run_id === wanted.run_id) {
      return { ...found, land: takeOff(key, wanted.run_id, how.signal) };
    }
    await Promise.race([flight.landed, how.cancelled]);
    const then = await claim<O>(wanted, how);
    return then.hit ? { ...then, outcome: 'waited', reason: `${flight.run_id} made it meanwhile` } : then;
  }

  /** It lands when the answer is called, or at once when its attempt is given up. */
  function takeOff(key: string, runId: string, signal: AbortSignal): () => void {
    let land = () => {};
    const landed = new Promise<void>((resolve) => {
      land = resolve;
    });
    const flight = { run_id: runId, landed };
    flights.set(key, flight);
    const end = () => {
      if (flights.get(key) === flight) flights.delete(key);
      signal.removeEventListener('abort', end);
      land();
    };
    signal.addEventListener('abort', end);
    return end;
  }

  return {
    find,
    claim,
    drop,
    tiers: tiers.map(({ name }) => name),

    note({ run_id, stage, activity }: Wanted, outcome: CacheOutcome, reason: string): void {
      state.recordDecision({ at: new Date(clock()).toISOString(), run_id, stage, activity, outcome, reason });
    },

    /** Stores an output under its key, in one step with the check of the fences; tiers take it at the first hit. */
    put(wanted: Wanted, output: object, fences: readonly Fence[]): void {
      const { run_id, activity, stage } = wanted;
      const facts: OutputFacts = { run_id, activity, stage, dataset: datasetOf(wanted), parts: partsOf(wanted) };
      state.putOutput({ key: keyOfOutput(wanted), run_id, activity, output, facts }, fences);
    },
  };
}

const ANEW = { hit: false, reason: 'it was asked for anew', replaces: true } as const;
const PARTS_NAMED = 5;
const PARTS_MAX = 200;
const PARTS_DEPTH = 2;
const DIGEST_CHARS = 12;

/** Names of the parts of a key with a digest of each value, so that what is kept says nothing of the values. */
function partsOf({ version, keyed }: Wanted): Record<string, string> {
  const parts: [string, string][] = [['code version', String(version)]];
  const visit = (name: string, value: unknown, depth: number) => {
    const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isPlain && depth < PARTS_DEPTH) {
      for (const [inner, each] of Object.entries(value))
        visit(name === '' ? inner : `${name}.${inner}`, each, depth + 1);
    } else if (value !== undefined) parts.push([name || 'input', hashOf(value).slice(0, DIGEST_CHARS)]);
  };
  visit('', keyed, 0);
  return Object.fromEntries(parts.slice(0, PARTS_MAX));
}

/** The names of stored files in an output, wherever they stand in it. */
export function urisOf(output: unknown): string[] {
  if (Array.isArray(output)) return output.flatMap(urisOf);
  if (typeof output !== 'object' || output === null) return [];
  return Object.entries(output).flatMap(([name, value]) =>
    name === 'uri' && typeof value === 'string' ? [value] : urisOf(value),
  );
}

const hashOf = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex');

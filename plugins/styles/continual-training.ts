import {
  copyNetwork,
  createNetwork,
  fromTensors,
  mapArrays,
  type Network,
  type NetworkArrays,
  outputsOf,
  toTensors,
} from '../../learning/network.ts';
import { type Anchor, NetworkTrainer } from '../../learning/network-trainer.ts';
import { Random } from '../../learning/random.ts';
import { pickRows, type SparseRows } from '../../learning/sparse.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { Sequence } from './continual-data.ts';
import { keepAnswers, seenEntropy, soften } from './continual-losses.ts';
import { chooseKept } from './continual-memory.ts';
import type { ContinualSettings } from './continual-settings.ts';

/** Texts that the Fisher information is estimated on. */
const FISHER_TEXTS = 200;

/**
 * The three courses of a training: all tasks at once, which is the most that can be had; one task after the other with
 * nothing against forgetting, which is the least; and one after the other by the settings.
 */
export const TRACKS = ['joint', 'naive', 'continual'] as const;

export interface ContinualData {
  rows: SparseRows;
  labels: Uint16Array;
  /** Rows of each task. */
  members: number[][];
  sequence: Sequence;
  classCount: number;
}

interface Stage {
  track: (typeof TRACKS)[number];
  task: number;
  members: number[];
  seen: number[];
  steps: number;
}

export class ContinualTraining {
  loss = Number.NaN;
  /** The network after each finished stage, in their order. */
  readonly finished: Network[] = [];
  private stage = 0;
  private local = 0;
  private readonly stages: Stage[];
  private readonly data: ContinualData;
  private readonly options: ContinualSettings;
  private random: Random;
  private trainer: NetworkTrainer;
  private order: Uint32Array = new Uint32Array();
  private memory: number[] = [];
  private anchor: { importance: NetworkArrays; anchor: NetworkArrays } | null = null;
  /** Weights of the classes in the stage, and the old network's answers to its texts: both follow from the rest. */
  private weights: number[] = [];
  private teacher: Float64Array[] | null = null;

  constructor(data: ContinualData, options: ContinualSettings, seed: number) {
    this.data = data;
    this.options = options;
    const { members, sequence } = data;
    const stepsOf = (count: number) => Math.max(1, Math.floor(count / options.batch_size)) * options.num_epochs;
    const all = members.flat();
    const classes = [...new Set(sequence.classes.flat())];
    const stages: Stage[] = [{ track: 'joint', task: 0, members: all, seen: classes, steps: stepsOf(all.length) }];
    for (const track of ['naive', 'continual'] as const)
      members.forEach((own, task) => {
        const seen = [...new Set(sequence.classes.slice(0, task + 1).flat())];
        stages.push({ track, task, members: own, seen, steps: stepsOf(own.length) });
      });
    this.stages = stages;
    this.random = new Random(seed);
    this.trainer = this.fresh();
    this.begin();
  }

  get totalSteps(): number {
    return this.stages.reduce((sum, { steps }) => sum + steps, 0);
  }

  /** One step; false where there is none left. */
  advance(): boolean {
    while (this.stage < this.stages.length && this.local >= (this.stages[this.stage]?.steps ?? 0)) this.finish();
    const stage = this.stages[this.stage];
    if (!stage) return false;
    const size = Math.min(this.options.batch_size, this.order.length);
    const batches = Math.floor(this.order.length / size);
    const at = this.local % batches;
    if (at === 0) this.random.shuffle(this.order);
    const positions = this.order.slice(at * size, (at + 1) * size);
    const fresh = Array.from(positions, (position) => stage.members[position] ?? 0);
    const { replay_frequency, replay_sample_size, ewc_lambda } = this.options;
    const replays = stage.track === 'continual' && this.memory.length > 0 && this.local % replay_frequency === 0;
    const replayed = replays
      ? Array.from({ length: replay_sample_size }, () => this.memory[this.random.below(this.memory.length)] ?? 0)
      : [];
    const indexes = [...fresh, ...replayed];
    const pull: Anchor | undefined =
      stage.track === 'continual' && this.anchor && ewc_lambda > 0
        ? { ...this.anchor, strength: ewc_lambda }
        : undefined;
    const { freshShare, replayShare } = this.shares(stage, fresh.length, replayed.length);
    const rate = this.options.learning_rate;
    this.loss = this.trainer.step(
      {
        rows: this.data.rows,
        indexes,
        lossOf: (k, logits, delta) => {
          const label = this.data.labels[indexes[k] ?? 0] ?? 0;
          const own = k < fresh.length;
          const loss = seenEntropy(
            logits,
            { label, seen: stage.seen, weight: own ? freshShare * (this.weights[label] ?? 1) : replayShare },
            delta,
          );
          const taught = own ? this.teacher?.[positions[k] ?? 0] : undefined;
          return (
            loss + (taught ? this.options.lwf_alpha * keepAnswers(logits, taught, this.options.lwf_alpha, delta) : 0)
          );
        },
      },
      { input: rate, adapter: 0, head: rate },
      pull,
    );
    this.local += 1;
    return true;
  }

  /** Weights by which every class counts the same in a batch, whether its texts are of the task or kept from earlier ones. */
  private shares({ task, seen }: Stage, fresh: number, replayed: number) {
    if (replayed === 0) return { freshShare: 1, replayShare: 1 };
    const { field, classes } = this.data.sequence;
    // Where all tasks share the classes, it is the tasks that count the same.
    const own = field === null ? (classes[task] ?? []).length / seen.length : 1 / (task + 1);
    const whole = fresh + replayed;
    return { freshShare: (own * whole) / fresh, replayShare: ((1 - own) * whole) / replayed };
  }

  private fresh(): NetworkTrainer {
    const shape = {
      inputs: this.data.rows.columnCount,
      hidden: this.options.hidden_size,
      outputs: this.data.classCount,
      bottleneck: 0,
    };
    return new NetworkTrainer(createNetwork(shape, this.random));
  }

  private begin(): void {
    const stage = this.stages[this.stage];
    if (!stage) return;
    this.order = Uint32Array.from(stage.members.keys());
    this.derive(stage);
  }

  /** What follows from the data and the networks, so that no checkpoint has to hold it. */
  private derive({ members, track, task }: Stage): void {
    const counts = new Array<number>(this.data.classCount).fill(0);
    for (const i of members) counts[this.data.labels[i] ?? 0] = (counts[this.data.labels[i] ?? 0] ?? 0) + 1;
    const present = counts.filter((count) => count > 0).length;
    this.weights = counts.map((count) => (count === 0 ? 1 : members.length / (present * count)));
    const teaches = track === 'continual' && task > 0 && this.options.lwf_alpha > 0;
    const before = this.finished.at(-1);
    const old = this.stages[this.stage - 1]?.seen ?? [];
    this.teacher =
      teaches && before
        ? outputsOf(before, pickRows(this.data.rows, members)).map((logits) => soften(logits, (c) => old.includes(c)))
        : null;
  }

  private finish(): void {
    const stage = this.stages[this.stage];
    if (!stage) return;
    this.finished.push(copyNetwork(this.trainer.network));
    if (stage.track === 'continual') {
      if (this.options.experience_replay_enabled) this.remember(stage);
      if (this.options.ewc_lambda > 0) this.hold(stage);
    }
    this.stage += 1;
    this.local = 0;
    if (this.stages[this.stage]?.track !== stage.track) this.trainer = this.fresh();
    this.begin();
  }

  /** Deals the memory out anew: the same number of texts for each class seen so far. */
  private remember({ members, seen }: Stage): void {
    const quota = Math.max(1, Math.floor(this.options.memory_buffer_size / seen.length));
    const { labels, rows } = this.data;
    this.memory = seen.flatMap((c) => {
      const held = this.memory.filter((i) => labels[i] === c);
      const own = members.filter((i) => labels[i] === c);
      const candidates = this.data.sequence.field === null && held.length > 0 ? held : [...held, ...own];
      return chooseKept(candidates, {
        rows,
        network: this.trainer.network,
        random: this.random,
        quota,
        strategy: this.options.memory_selection_strategy,
      });
    });
  }

  /** Adds what the finished task needs to what earlier ones do (Kirkpatrick et al., Overcoming catastrophic forgetting, 2017). */
  private hold({ members, seen }: Stage): void {
    const sample = this.random.shuffle([...members]).slice(0, FISHER_TEXTS);
    const { rows, labels } = this.data;
    const squares = this.trainer.squaredGradients({
      rows,
      indexes: sample,
      lossOf: (k, logits, delta) => seenEntropy(logits, { label: labels[sample[k] ?? 0] ?? 0, seen, weight: 1 }, delta),
    });
    const before = this.anchor?.importance;
    const importance = mapArrays((name) => squares[name].map((value, i) => value + (before?.[name][i] ?? 0)));
    this.anchor = { importance, anchor: copyNetwork(this.trainer.network).arrays };
  }

  save(): Uint8Array {
    const { trainer, anchor } = this;
    const finished = this.finished.map((network, i) => toTensors(network.arrays, `done${i}.`));
    return writeTensors({
      meta: { stage: this.stage, local: this.local, loss: this.loss, finished: finished.length, held: anchor !== null },
      tensors: {
        ...toTensors(trainer.network.arrays, 'now.'),
        ...toTensors(trainer.sums, 'sums.'),
        ...Object.assign({}, ...finished),
        ...(anchor && { ...toTensors(anchor.importance, 'importance.'), ...toTensors(anchor.anchor, 'anchor.') }),
        order: this.order,
        memory: Uint32Array.from(this.memory),
        random: this.random.save(),
      },
    });
  }

  restore(bytes: Uint8Array): void {
    const { meta, tensors } = readTensors(bytes);
    const facts = meta as { stage: number; local: number; loss: number; finished: number; held: boolean };
    const { order, memory, random } = tensors;
    if (!(order instanceof Uint32Array && memory instanceof Uint32Array && random instanceof Uint32Array))
      throw new Error('the checkpoint lacks an array');
    const { network: now } = this.trainer;
    this.stage = facts.stage;
    this.local = facts.local;
    this.loss = facts.loss;
    this.trainer = new NetworkTrainer({ ...now, arrays: fromTensors(tensors, 'now.') }, fromTensors(tensors, 'sums.'));
    this.finished.length = 0;
    for (let i = 0; i < facts.finished; i++) this.finished.push({ ...now, arrays: fromTensors(tensors, `done${i}.`) });
    this.anchor = facts.held
      ? { importance: fromTensors(tensors, 'importance.'), anchor: fromTensors(tensors, 'anchor.') }
      : null;
    this.memory = [...memory];
    this.random = new Random(random);
    const stage = this.stages[this.stage];
    if (stage) this.derive(stage);
    this.order = order;
  }
}

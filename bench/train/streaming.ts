import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { Task, TrainingJob } from '../../contracts/training.ts';
import { Random } from '../../learning/random.ts';
import { supervisedStyle } from '../../plugins/styles/supervised.ts';
import { createEmbeddedTrainer } from '../../plugins/trainers/embedded.ts';
import { readRecords } from '../../plugins/trainers/job-records.ts';

/**
 * Supervised training on more data than its memory limit: made conversations are written to a disk, a training process reads
 * them as a stream, this process judges the model on a test split of a tenth. Prints the peak memory of both. Exits 1
 * where the training fails.
 *
 *   npm run bench:streaming -- [--records N] [--memory MIB] [--iterations N]
 */
const { values: options } = parseArgs({
  options: {
    records: { type: 'string', default: '300000' },
    memory: { type: 'string', default: '256' },
    iterations: { type: 'string', default: '30' },
  },
});
const CLASSES = ['sleep', 'work', 'family', 'grief', 'anger', 'money', 'health', 'study'];
const TASK: Task = { kind: 'classification', label_field: 'topic', text_from: 'all', classes: CLASSES };
/** Words are drawn by a power law out of so many, as in texts that people write: new ones never end. */
const WORDS = 2_000_000;
const WORDS_A_CLASS = 4000;
const [TURNS, WORDS_A_TURN] = [6, 45];
/** The frequent ones are English. */
const FREQUENT = readFileSync(new URL('../../learning/static-table/vocabulary.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((word) => /^[a-z]{2,}$/.test(word));

const folder = mkdtempSync(join(tmpdir(), 'streaming-'));
try {
  const count = Number(options.records);
  const bytes = writeSplit('train', count, 1);
  for (const split of ['validation', 'test']) writeSplit(split, Math.ceil(count / 10), split.length);
  const before = process.memoryUsage.rss();
  const result = await train();
  const model = { 'model.bin': readFileSync(join(folder, 'job', 'model', 'model.bin')) };
  const started = Date.now();
  const test = () => readRecords([pathOf('test')], { share: 1, pause: async () => undefined });
  const judged = await supervisedStyle.evaluate({ model, test, task: TASK, seed: 1 });
  const mib = (size: number) => Math.round(size / 1024 / 1024);
  console.log(
    JSON.stringify({
      records: count,
      train_mib: mib(bytes),
      limit_mib: Number(options.memory),
      training: { ...result, loss_curve: undefined },
      evaluation: {
        f1_score: judged.scores.f1_score,
        seconds: (Date.now() - started) / 1000,
        rss_mib_before: mib(before),
        rss_mib_peak: Math.round(process.resourceUsage().maxRSS / 1024),
      },
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function train() {
  const trainer = createEmbeddedTrainer();
  const job_folder = join(folder, 'job');
  mkdirSync(job_folder);
  const job: TrainingJob = {
    job_id: 'streaming',
    attempt: 1,
    config: {
      style: 'supervised',
      task: TASK,
      settings: supervisedStyle.settings.parse({ max_iterations: Number(options.iterations) }),
      optimization_strategy: 'balanced',
      seed: 1,
      memory_limit_mb: Number(options.memory),
    },
    train_files: [pathOf('train')],
    validation_files: [pathOf('validation')],
    data_sha256: 'a'.repeat(64),
    job_folder,
  };
  const handle = await trainer.submit(job);
  for (; ; await delay(1000)) {
    const status = await trainer.poll(handle);
    if (status.progress) console.error(JSON.stringify(status.progress));
    if (status.state === 'failed') throw new Error(status.failure.message);
    if (status.state === 'succeeded') return status.result;
  }
}

function writeSplit(split: string, count: number, seed: number): number {
  const random = new Random(seed);
  const file = openSync(pathOf(split), 'w');
  let lines: string[] = [];
  for (let i = 0; i < count; i++) {
    lines.push(`${JSON.stringify(makeRecord(split, i, random))}\n`);
    if (lines.length < 1000 && i < count - 1) continue;
    writeSync(file, lines.join(''));
    lines = [];
  }
  closeSync(file);
  return statSync(pathOf(split)).size;
}

function makeRecord(split: string, index: number, random: Random): ConversationRecord {
  const label = random.below(CLASSES.length);
  const messages = Array.from({ length: TURNS }, (_turn, t) => ({
    role: t % 2 === 0 ? ('user' as const) : ('assistant' as const),
    content: Array.from({ length: WORDS_A_TURN }, () => drawWord(label, random)).join(' '),
  }));
  return {
    record_id: `${split}-${index}`,
    group_id: `${split}-${index}`,
    messages,
    labels: { topic: CLASSES[label] ?? '' },
    attributes: { gender: index % 2 === 0 ? 'female' : 'male' },
    consent_status: null,
    split: null,
    tags: [],
    source: { file: `${split}.jsonl`, line: index + 1, index },
  };
}

/** One word in twenty is one of the class. */
function drawWord(label: number, random: Random): string {
  if (random.uniform() < 0.05) return wordOf(WORDS + label * WORDS_A_CLASS + random.below(WORDS_A_CLASS));
  return wordOf(Math.floor(WORDS ** random.uniform()));
}

/** A word of the language, or syllables for the digits of the number. */
function wordOf(number: number): string {
  const frequent = FREQUENT[number];
  if (frequent !== undefined) return frequent;
  let word = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / 64))
    word += 'bdfgklmn'.charAt(rest % 8) + 'aeiouäöy'.charAt(Math.floor(rest / 8) % 8);
  return word;
}

function pathOf(split: string): string {
  return join(folder, `${split}.jsonl`);
}

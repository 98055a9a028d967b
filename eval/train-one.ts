import { createReadStream, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { PipelineError } from '../contracts/errors.ts';
import type { ConversationRecord, SplitName } from '../contracts/records.ts';
import { type StyleId, TaskSchema } from '../contracts/training.ts';
import { createOnnxEncoders } from '../plugins/encoders/onnx.ts';
import { STYLE_PLUGINS } from '../plugins/styles/index.ts';
import { type OneResult, SECONDS_MAX } from './report.ts';

/** Trains and judges one style on the splits in a folder, in a process of its own: its peak memory is that of the style. */
const [folder = '', id, seed = '42', encoder = ''] = process.argv.slice(2);
const openEncoder = createOnnxEncoders(dirname(encoder));
const open = (split: SplitName) =>
  async function* (): AsyncGenerator<ConversationRecord> {
    for await (const line of createInterface({ input: createReadStream(join(folder, `${split}.jsonl`)) }))
      yield JSON.parse(line) as ConversationRecord;
  };

const CPU_SECONDS_MAX = 5 * SECONDS_MAX;
setInterval(() => {
  const { user, system } = process.cpuUsage();
  if ((user + system) / 1e6 < CPU_SECONDS_MAX) return;
  process.stdout.write(JSON.stringify({ failed: `over ${CPU_SECONDS_MAX} s of processor time` } satisfies OneResult));
  process.exit(0);
}, 1000).unref();

async function trainOne(style: StyleId): Promise<OneResult> {
  const plugin = STYLE_PLUGINS.find((each) => each.id === style);
  if (!plugin) return { skipped: 'not installed here' };
  const task = TaskSchema.parse(JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8')));
  const settings = plugin.settings.safeParse(encoder === '' ? {} : { encoder: basename(encoder) });
  if (!settings.success) return { skipped: settings.error.issues.map(({ message }) => message).join('; ') };
  const from = { wall: performance.now(), cpu: process.cpuUsage() };
  const model = await plugin.train({
    train: open('train'),
    validation: open('validation'),
    task,
    settings: settings.data,
    seed: Number(seed),
    checkpoint: null,
    openEncoder,
    hooks: { onTotal: () => undefined, afterStep: async () => undefined },
  });
  const used = process.cpuUsage(from.cpu);
  const seconds = (performance.now() - from.wall) / 1000;
  const judged = { model: model.files, test: open('test'), task, seed: Number(seed), openEncoder };
  const evaluation = await plugin.evaluate(judged);
  const { primary_metric, gain_over_baseline: gain, scores, unmeasured, example_count } = evaluation;
  return {
    metric: primary_metric,
    score: scores[primary_metric] ?? null,
    baseline: gain && { name: gain.baseline, score: (scores[primary_metric] ?? 0) - gain.value },
    gain: gain && { value: gain.value, interval_95: gain.interval_95 },
    better: evaluation.better_than_baseline,
    scores,
    unmeasured,
    examples: example_count,
    seconds,
    cpu_seconds: (used.user + used.system) / 1e6,
    rss_mb: process.resourceUsage().maxRSS / 1024,
  };
}

const result = await trainOne(id as StyleId).catch((error: unknown): OneResult => {
  // What a style cannot learn from is a finding; anything else is a fault.
  if (error instanceof PipelineError && error.type === 'StyleUnsupported') return { skipped: error.message };
  throw error;
});
process.stdout.write(JSON.stringify(result));

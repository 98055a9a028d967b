import { z } from 'zod';
import { PipelineError } from './errors.ts';

const port = z.coerce.number().int().min(0).max(65535);
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const seconds = (min: number, max: number) => z.coerce.number().min(min).max(max);

/**
 * Every setting of the environment, once. docs/configuration.md is generated from this schema.
 * Defaults need none of them to be set: everything runs embedded, on the loopback interface, below DATA_DIR.
 */
export const ConfigSchema = z.object({
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address the gateway listens on. Other than loopback needs API_TOKEN.'),
  PORT: port.default(8000).describe('Port of the gateway.'),
  API_TOKEN: z
    .string()
    .min(16, 'must be 16 characters or more')
    .optional()
    .describe('Token that callers send as "Authorization: Bearer". Unset: no login, loopback only.'),
  REQUESTS_PER_SECOND_MAX: count(1, 1_000_000)
    .optional()
    .describe('Requests one address may send in a second; more are answered 429. Unset: no limit.'),
  REQUESTS_AT_WORK_MAX: count(1, 100_000)
    .default(500)
    .describe('Requests the gateway works on at a time; more are answered 503 at once.'),
  MCP_SESSIONS_MAX: count(0, 10_000)
    .default(100)
    .describe(
      'Sessions of MCP clients, revision 2025-11-25 or older, that the gateway keeps in its memory at a time. Further clients are served without one. 0 where several gateways stand behind one address that does not send a session to its gateway.',
    ),
  DATA_DIR: z
    .string()
    .default('.data')
    .describe('Folder for shards, models, reports, logs, state and sentence encoders.'),
  PSEUDONYM_KEY_FILE: z
    .string()
    .optional()
    .describe(
      'File with the secret of pseudonyms, 64 hexadecimal digits. Unset: pseudonym.key below DATA_DIR, made at the first start. Keep it apart from the data, and the same for all workers.',
    ),
  PRESIDIO_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .refine((url) => !/^\w+:\/\/[^/]*@/.test(url), 'must hold no user name or password')
    .optional()
    .describe(
      'Address of a Presidio analyzer that looks for identifiers beside the built-in detector, such as http://127.0.0.1:3000. It is sent every text: keep it on the same machine or behind TLS. Where it does not answer, de-identification waits. Unset: the built-in detector alone.',
    ),
  PRESIDIO_TIMEOUT_SECONDS: seconds(1, 600)
    .default(30)
    .describe('How long the Presidio analyzer may take for one batch of texts.'),
  DATASET_ROOTS: z
    .string()
    .default('.')
    .transform((list) =>
      list
        .split(',')
        .map((root) => root.trim())
        .filter((root) => root !== ''),
    )
    .describe(
      'Folders, separated by commas, that dataset paths may lie in. Relative dataset paths are looked up in each, in order.',
    ),
  TEMPORAL_ADDRESS: z.string().optional().describe('host:port of a Temporal server. Unset: the embedded dev server.'),
  TEMPORAL_NAMESPACE: z.string().default('default').describe('Temporal namespace.'),
  TEMPORAL_PORT: port.default(7233).describe('Port of the embedded Temporal server.'),
  TEMPORAL_UI_PORT: port.default(8233).describe('Port of the Web UI of the embedded Temporal server.'),
  TASK_QUEUE: z.string().default('dataset-training').describe('Task queue shared by gateway and workers.'),
  WORKER_TASKS: z
    .enum(['all', 'workflows', 'activities'])
    .default('all')
    .describe(
      'What a worker takes on. Workers of workflows alone stay quick to answer while others compute; a run needs both kinds.',
    ),
  MAX_CONCURRENT_ACTIVITIES: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(4)
    .describe('Activities one worker runs at a time.'),
  SHARD_RECORDS: z.coerce.number().int().min(1).max(1_000_000).default(5000).describe('Records in one shard.'),
  RECORD_BYTES_MAX: z.coerce
    .number()
    .int()
    .min(1024)
    .max(1_073_741_824)
    .default(8_388_608)
    .describe('Longest record taken from a file, in bytes. A longer one is rejected with its line.'),
  UPLOAD_BYTES_MAX: z.coerce
    .number()
    .int()
    .min(1024)
    .default(10_737_418_240)
    .describe('Largest dataset that may be uploaded, in bytes.'),
  RECORD_DEPTH_MAX: count(1, 1000)
    .default(64)
    .describe('Deepest nesting of a record taken. A deeper one is rejected with its line.'),
  FIELD_CHARS_MAX: count(100, 268_435_456)
    .default(2_097_152)
    .describe('Longest single text of a record, in characters. A record with a longer one is rejected with its line.'),
  DATASET_BYTES_MAX: count(1024, Number.MAX_SAFE_INTEGER)
    .default(107_374_182_400)
    .describe('Most bytes of a dataset, all files together, and of each compressed file once decompressed.'),
  DATASET_ROWS_MAX: count(1, Number.MAX_SAFE_INTEGER)
    .default(100_000_000)
    .describe('Most rows of a dataset, rejected ones included.'),
  DATASET_FILES_MAX: count(1, 1_000_000).default(10_000).describe('Most files in the folder of a dataset.'),
  DECOMPRESSION_RATIO_MAX: count(2, 100_000)
    .default(200)
    .describe('Most bytes one compressed byte may become; judged once a file has grown past 16 MiB.'),
  READER_ANSWER_SECONDS_MAX: seconds(1, 3600)
    .default(60)
    .describe('Longest time the library of a binary format (Parquet, HDF5) may take for one piece of a file.'),
  CACHE_MEMORY_MB: count(0, 65_536)
    .default(32)
    .describe('Memory a process may use to hold outputs of activities in front of the store, in MiB. 0: none.'),
  CACHE_MEMORY_TTL_SECONDS: seconds(1, 31_536_000).default(3600).describe('How long memory holds an output.'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/, 'must be an address such as redis://127.0.0.1:6379')
    .optional()
    .describe('Redis that processes share in front of the store of outputs. Unset: none.'),
  CACHE_REDIS_TTL_SECONDS: seconds(1, 31_536_000).default(86_400).describe('How long Redis holds an output.'),
  TRAINER_MEMORY_MB: z.coerce
    .number()
    .int()
    .min(128)
    .max(1_048_576)
    .optional()
    .describe(
      'Memory a training process may use, in MiB, unless the request says otherwise. Unset: 2048, or half of what the machine or container has where that is less.',
    ),
  TRAINER_UNREACHABLE_SECONDS: seconds(1, 86_400)
    .default(600)
    .describe('How long a trainer may not answer before the stage needs attention. The job is never restarted for it.'),
  CANCEL_GRACE_SECONDS: seconds(0, 600)
    .default(5)
    .describe('Time a training process gets to stop by itself before it is killed.'),
  ATTENTION_TIMEOUT_SECONDS: seconds(1, 31_536_000)
    .default(604_800)
    .describe('How long a run waits for an operator before it fails.'),
  RUN_TIMEOUT_SECONDS: seconds(1, 31_536_000).default(2_592_000).describe('Total time of a run, waiting included.'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('Least level that is logged.'),
});
export type Config = z.infer<typeof ConfigSchema>;

/**
 * Reads the settings of `env`; names that are not settings are ignored, because the environment is shared.
 * An empty value counts as unset, as `NAME=` in an env file means.
 *
 * Errors: `ConfigInvalid` naming each wrong variable.
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(ConfigSchema.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  const parsed = ConfigSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new PipelineError('ConfigInvalid', `environment: ${problems.join('; ')}; see docs/configuration.md`);
}

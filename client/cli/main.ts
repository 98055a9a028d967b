#!/usr/bin/env node
import { createReadStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { PipelineError } from '../../contracts/errors.ts';
import { OPERATIONS, type OperationName } from '../../contracts/operations.ts';
import type { RunState } from '../../contracts/run.ts';
import { isTerminalRun } from '../../contracts/transitions.ts';
import { readEvents } from '../events.ts';
import {
  type Caller,
  createCaller,
  GatewayError,
  GatewayUnreachable,
  type OperationAnswer,
  type OperationRequest,
} from '../http.ts';
import { readReport } from '../report.ts';
import { joinCommand, operationOf, parseRequest, UsageError } from './arguments.ts';
import { completionScript } from './completion.ts';
import { connectionOf } from './connection.ts';
import { checkConfig, examine } from './doctor.ts';
import { EXIT_CODES, exitCodeOf } from './exit-codes.ts';
import { formatAnswer, formatEvent, formatPredictions, formatRun, formatSamples, formatWaiting } from './format.ts';
import { commandHelp, overview } from './help.ts';
import { reproduce } from './reproduce.ts';
import { watchRun } from './watch.ts';

/** Flags of every command, taken out before the command's own are read. */
const GLOBAL = {
  url: { type: 'string' },
  profile: { type: 'string' },
  json: { type: 'boolean' },
  watch: { type: 'boolean' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/** Runs one command line and answers its exit code. Errors are thrown; `exitCodeOf` knows their codes. */
async function run(words: readonly string[], { env, stdout, signal }: Terminal): Promise<number> {
  const { flags, rest } = splitFlags(words);
  const [command, ...own] = joinCommand(rest);
  const print = (text: string) => void stdout.write(`${text}\n`);
  if (command === undefined || command === 'help') {
    const named = command === 'help' ? own[0] : undefined;
    print(named === undefined ? overview() : commandHelp(named));
    return EXIT_CODES.done.code;
  }
  if (flags.help) {
    print(commandHelp(command));
    return EXIT_CODES.done.code;
  }
  if (command === 'completion') {
    print(completionScript(own[0] ?? ''));
    return EXIT_CODES.done.code;
  }
  if (command === 'config') return report(print, checkConfig(env, own[0]));
  const connection = connectionOf(env, flags);
  const call = createCaller(connection);
  if (command === 'doctor') return report(print, await examine({ call, url: connection.url, signal }));
  if (command === 'report') {
    const executionId = oneWord(own, 'report takes one execution id');
    await writeBytes(await readReport(connection, executionId, { signal }), flags.out, stdout);
    return EXIT_CODES.done.code;
  }
  if (command === 'events') {
    const executionId = oneWord(own, 'events takes one execution id');
    for await (const event of readEvents(connection, executionId, { signal }))
      print(flags.json ? JSON.stringify(event) : formatEvent(event));
    return EXIT_CODES.done.code;
  }
  if (command === 'reproduce') {
    const outcome = await reproduce({ call, modelId: own[0] ?? '', signal, out: stdout });
    print(flags.json ? JSON.stringify(outcome) : formatAnswer(outcome));
    return outcome.identical ? EXIT_CODES.done.code : EXIT_CODES.outcome.code;
  }

  const name = operationOf(command);
  if (name === undefined) throw new UsageError(`unknown command ${command}; see pipeline help`);
  const answer = await callOperation({ name, words: own, call, signal });
  const executionId = (answer as { execution_id?: unknown }).execution_id;
  if (flags.watch && typeof executionId === 'string') {
    if (!flags.json) print(`run ${executionId}`);
    const state = await watchRun({ call, executionId, out: stdout, signal, json: flags.json === true });
    if (!flags.json && !isTerminalRun(state.status)) print(formatWaiting(state));
    return state.status === 'completed' ? EXIT_CODES.done.code : EXIT_CODES.outcome.code;
  }
  if (answer instanceof Uint8Array) await writeBytes(answer, flags.out, stdout);
  else if (flags.json) print(JSON.stringify(answer));
  else print(toText(name, answer));
  const isBad = name === 'verifyAudit' && (answer as OperationAnswer<'verifyAudit'>).intact === false;
  return isBad ? EXIT_CODES.outcome.code : EXIT_CODES.done.code;
}

function toText(name: OperationName, answer: unknown): string {
  if (name === 'status') return formatRun(answer as RunState);
  if (name === 'samples') return formatSamples(answer as OperationAnswer<'samples'>);
  return name === 'predict' ? formatPredictions(answer as OperationAnswer<'predict'>) : formatAnswer(answer);
}

function oneWord(words: readonly string[], usage: string): string {
  const [word = '', ...more] = words;
  if (word === '' || more.length > 0) throw new UsageError(`${usage}; see pipeline list`);
  return word;
}

/** An upload names a file of this machine; the server is told its name and sent its bytes. */
async function callOperation(asked: {
  name: OperationName;
  words: readonly string[];
  call: Caller;
  signal: AbortSignal;
}) {
  const { name, call, signal } = asked;
  if (!('takes' in OPERATIONS[name])) {
    return call(name, parseRequest(name, asked.words) as OperationRequest<typeof name>, { signal });
  }
  const [path = '', ...words] = asked.words;
  const facts = await stat(path).catch(() => null);
  if (!facts?.isFile()) throw new UsageError(`${path || 'the file'} is no file of this machine; give its path`);
  const request = parseRequest(name, [basename(path), ...words]) as OperationRequest<typeof name>;
  return call(name, request, { signal, body: createReadStream(path) });
}

async function writeBytes(bytes: Uint8Array, out: string | undefined, stdout: NodeJS.WriteStream): Promise<void> {
  if (out === undefined) {
    stdout.write(bytes);
    return;
  }
  await writeFile(out, bytes, { flag: 'wx' }).catch(explainWrite);
  stdout.write(`wrote ${out}, ${bytes.length} bytes\n`);
}

function explainWrite(error: NodeJS.ErrnoException): never {
  if (error.code === 'EEXIST') throw new UsageError(`${error.path} exists; name another file with --out`);
  throw new UsageError(`${error.path} cannot be written (${error.code}); name another file with --out`);
}

function report(print: (text: string) => void, findings: readonly { ok: boolean; text: string }[]): number {
  for (const { ok, text } of findings) print(`${ok ? 'ok  ' : 'FAIL'} ${text}`);
  return findings.every(({ ok }) => ok) ? EXIT_CODES.done.code : EXIT_CODES.outcome.code;
}

/** Takes the flags of every command out of a line, wherever they stand. */
function splitFlags(words: readonly string[]) {
  const { tokens } = parseArgs({
    args: [...words],
    options: GLOBAL,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const taken = new Set<number>();
  const flags: { url?: string; profile?: string; out?: string; json?: boolean; watch?: boolean; help?: boolean } = {};
  for (const token of tokens) {
    if (token.kind !== 'option' || !Object.hasOwn(GLOBAL, token.name)) continue;
    const name = token.name as keyof typeof GLOBAL;
    taken.add(token.index);
    if (GLOBAL[name].type === 'boolean') Object.assign(flags, { [name]: true });
    else if (token.value === undefined) throw new UsageError(`--${name} needs a value`);
    else {
      Object.assign(flags, { [name]: token.value });
      if (!token.inlineValue) taken.add(token.index + 1);
    }
  }
  return { flags, rest: words.filter((_, i) => !taken.has(i)) };
}

function describeError(error: unknown): string {
  if (error instanceof GatewayError) {
    const { problem } = error;
    const fields = (problem.errors ?? []).map(({ field, message }) => `  ${field}: ${message}`);
    return [`${problem.code}: ${problem.detail}`, ...fields, problem.remedy].join('\n');
  }
  if (error instanceof GatewayUnreachable)
    return `${error.message}\nStart one with \`npm run dev\`, or name another with --url or PIPELINE_URL.`;
  if (error instanceof PipelineError || error instanceof UsageError) return error.message;
  return error instanceof Error ? error.message : String(error);
}

const interrupted = new AbortController();
// A second Ctrl-C ends the process at once: the handler is gone by then.
process.once('SIGINT', () => interrupted.abort());
// Whoever reads may stop early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
try {
  const { env, stdout } = process;
  process.exitCode = await run(process.argv.slice(2), { env, stdout, signal: interrupted.signal });
} catch (error) {
  const code = exitCodeOf(error);
  if (code === EXIT_CODES.defect.code && !(error instanceof GatewayError))
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  else if (code !== EXIT_CODES.interrupted.code) process.stderr.write(`pipeline: ${describeError(error)}\n`);
  process.exitCode = code;
}

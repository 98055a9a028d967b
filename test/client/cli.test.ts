import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commandOf, fieldsOf, joinCommand, operationOf, parseRequest, UsageError } from '../../client/cli/arguments.ts';
import { completionScript } from '../../client/cli/completion.ts';
import { connectionOf } from '../../client/cli/connection.ts';
import { EXIT_CODES, exitCodeOf } from '../../client/cli/exit-codes.ts';
import {
  formatAnswer,
  formatEvent,
  formatPredictions,
  formatRun,
  formatSamples,
  formatTable,
  formatWaiting,
} from '../../client/cli/format.ts';
import { commandHelp, OWN_COMMANDS, overview } from '../../client/cli/help.ts';
import { watchRun } from '../../client/cli/watch.ts';
import { type Caller, GatewayError } from '../../client/http.ts';
import { ERRORS } from '../../contracts/errors.ts';
import { OPERATIONS, type OperationName } from '../../contracts/operations.ts';
import { UNTRUSTED_NOTICE } from '../../contracts/operations-privacy.ts';
import type { RunState } from '../../contracts/run.ts';
import { at, ERROR, stateOf } from '../support/run-states.ts';

const NAMES = Object.keys(OPERATIONS) as OperationName[];

describe('commands follow from the operation table', () => {
  it.each(NAMES)('%s is a command of its own that help and completion know', (name) => {
    const command = commandOf(name);
    expect(operationOf(command)).toBe(name);
    expect(OWN_COMMANDS).not.toHaveProperty(command);
    expect(overview()).toContain(`  ${command} `);
    expect(completionScript('bash')).toContain(command);
    const help = commandHelp(command);
    const { places, flags } = fieldsOf(name);
    const shown = places.length + flags.length;
    expect(shown).toBe(Object.keys(OPERATIONS[name].input.shape).length);
    for (const { name: field } of flags) expect(help).toContain(`--${field.replaceAll('_', '-')}`);
  });

  it('words become the request: places, flags, lists, JSON and single settings', () => {
    expect(
      parseRequest('execute', [
        'a.jsonl',
        '--sample-size=50',
        '--require-approval',
        '--no-enable-monitoring',
        '--set',
        'training_config.style=supervised',
        '--set',
        'training_config.settings.max_iterations=5',
      ]),
    ).toEqual({
      dataset_path: 'a.jsonl',
      sample_size: 50,
      require_approval: true,
      enable_monitoring: false,
      training_config: { style: 'supervised', settings: { max_iterations: 5 } },
    });
    const model = `model-${'0'.repeat(16)}`;
    expect(parseRequest('predict', [model, 'one text', 'another', '--candidates', 'a', '--candidates', 'b'])).toEqual({
      model_id: model,
      texts: ['one text', 'another'],
      candidates: ['a', 'b'],
    });
  });

  it('a command of two words may be written apart, unless the second could be a value', () => {
    expect(joinCommand(['audit', 'verify', '--head', 'x'])).toEqual(['audit-verify', '--head', 'x']);
    expect(joinCommand(['show', 'config'])).toEqual(['show-config']);
    expect(joinCommand(['cancel', 'stage'])).toEqual(['cancel', 'stage']);
    expect(joinCommand(['audit', '--limit', '5'])).toEqual(['audit', '--limit', '5']);
    expect(joinCommand([])).toEqual([]);
  });

  it.each([
    [['status'], '<execution_id> is missing; see pipeline help status'],
    [['run', 'a', '--sample-size', 'many'], '--sample-size: many is no number'],
    [['run', 'a', '--sample-size', '5'], '--sample-size'],
    [['run', 'a', '--smaple-size', '50'], '--smaple-size'],
    [['run', 'a', 'b'], 'one word too many: b'],
    [['run', 'a', '--training-config', '{'], 'must be JSON'],
    [['run', 'a', '--set', 'seed'], 'FIELD=VALUE'],
    [['run', 'a', '--set', '__proto__.x=1'], '__proto__'],
  ])('%j is refused and named', ([command = '', ...words], said) => {
    const name = operationOf(command) as OperationName;
    expect(() => parseRequest(name, words)).toThrow(UsageError);
    expect(() => parseRequest(name, words)).toThrow(said);
  });
});

describe('answers for people', () => {
  it('a list is a table of what its rows hold', () => {
    const text = stripVTControlCharacters(
      formatTable([
        { id: 'a', score: 0.123456, none: null, deep: { x: 1 } },
        { id: 'bcd', score: 2, none: null },
      ]),
    );
    expect(text).toBe('id   score\na    0.1235\nbcd  2');
  });

  it('text of an answer cannot move the cursor of a terminal', () => {
    const shown = formatAnswer({ name: 'a\u001b[2Jb\nc' });
    expect(shown).not.toContain('\u001b[2J');
    expect(shown).toContain('ab c');
  });

  it('what lies one level deeper stands indented below its name, a list in it as a table', () => {
    const answer = {
      id: 'a',
      scores: { accuracy: 0.91234, by: { x: 1, y: 2 } },
      rows: [{ n: 1 }, { n: 2 }],
      words: ['b', 'c'],
    };
    expect(stripVTControlCharacters(formatAnswer(answer)).split('\n')).toEqual([
      'id      a',
      'scores',
      '  accuracy  0.9123',
      '  by        x 1, y 2',
      'rows',
      '  n',
      '  1',
      '  2',
      'words   b, c',
    ]);
  });

  it('a run has a bar for each stage, the time that is left, remedies and safety alerts', () => {
    const now = Date.parse(at(0));
    const state = stateOf({ progress: 40, estimated_completion: at(75) }, [
      {
        status: 'running',
        progress: 50,
        activity: 'ingestDataset',
        safety_alerts: [{ kind: 'consent', message: 'none given', remedy: 'give' }],
      },
      { status: 'needs_attention', error: ERROR },
    ]);
    const text = stripVTControlCharacters(formatRun(state, { width: 4, now }));
    expect(text).toContain('40 % · about 75 s left');
    expect(text).toMatch(/Dataset ingestion +██░░ {2}50 % {2}running {2}ingestDataset\n {4}safety none given/);
    expect(text).toContain(`${ERROR.type}: ${ERROR.message}\n    ${ERROR.remedy}`);
  });

  it('an event is one line', () => {
    const data = { level: 'info', stage: 'model_training', message: 'work\ngoes on' } as const;
    const event = { type: 'log', event: 1, execution_id: 'run-1', timestamp: at(5), data } as const;
    expect(formatEvent(event)).toBe('00:00:05  log               model_training  work goes on');
  });

  it.each([
    [true, 2],
    [false, 0],
  ])('a watched run on a terminal (%s) is drawn over itself', async (isTTY, redrawn) => {
    const states = [
      stateOf(),
      stateOf({ progress: 50 }),
      stateOf({ progress: 50 }),
      stateOf({ status: 'completed', progress: 100, end_time: at(9) } as Partial<RunState>),
    ];
    const writes: string[] = [];
    const out = { isTTY, columns: 200, write: (text: string) => writes.push(text) > 0 };
    const call = (async () => states.shift()) as unknown as Caller;
    const end = await watchRun({
      call,
      executionId: 'run-1',
      out: out as never,
      signal: new AbortController().signal,
      json: false,
    });
    const written = writes.join('');
    expect(end.status).toBe('completed');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: how a terminal is told to go up
    expect(written.match(/\u001b\[\d+A/g) ?? []).toHaveLength(redrawn);
    if (!isTTY) expect(written.trimEnd().split('\n')).toHaveLength(3);
  });

  it('what a run waits for comes with the remedy and the commands that end the wait', () => {
    const stuck = stateOf({ status: 'needs_attention', message: 'it failed' } as Partial<RunState>, [
      { status: 'needs_attention', error: ERROR },
    ]);
    const { execution_id, stages } = stuck;
    expect(formatWaiting(stuck).split('\n')).toEqual([
      'it waits for you: it failed',
      ERROR.remedy,
      `  pipeline retry ${execution_id} ${stages[0]?.stage_id} [--set settings.FIELD=VALUE]`,
      `  pipeline cancel ${execution_id}`,
    ]);
    const waits = stateOf({ status: 'awaiting_approval', message: 'approve the training' } as Partial<RunState>);
    expect(formatWaiting(waits)).toContain(`\n  pipeline approve ${execution_id}\n`);
  });

  it('a prediction has its score, and what comes next', () => {
    const scores = ['a', 'b', 'c', 'd', 'e'].map((name, i) => ({ name, score: 0.5 / 2 ** i }));
    const text = formatPredictions({
      model_id: '',
      style: '',
      stage: 'training',
      predictions: [{ best: 'a', scores }],
    });
    expect(stripVTControlCharacters(text)).toBe('best  score  next\na     0.5    b 0.25, c 0.125, d 0.0625');
  });

  it('samples are conversations, after the word on what they are', () => {
    const messages = [{ role: 'user' as const, content: 'I\u001b[2J cannot\nsleep' }];
    const samples = [{ record_id: 'r1', messages, labels: { topic: 'sleep' }, cut: true }];
    const about = { untrusted: true, notice: UNTRUSTED_NOTICE, execution_id: 'run-1' } as const;
    const text = formatSamples({ ...about, privacy_level: 'enhanced', record_count: 9, samples });
    expect(stripVTControlCharacters(text).split('\n\n')).toEqual([
      '1 of 9 training records, identifiers treated at level enhanced',
      UNTRUSTED_NOTICE,
      'r1  cut  topic sleep\n  user       I cannot sleep',
    ]);
  });

  it('nothing is said to be none', () => {
    expect(formatAnswer({ executions: [], total: 0 })).toBe('none');
  });
});

describe('connection', () => {
  it('flags come before the environment, that before a profile, that before this machine', () => {
    const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'profiles.json');
    writeFileSync(file, JSON.stringify({ far: { url: 'https://far.example', token: 't' } }));
    const env = { PIPELINE_PROFILES: file };
    expect(connectionOf(env, {})).toEqual({ url: 'http://127.0.0.1:8000' });
    expect(connectionOf(env, { profile: 'far' })).toEqual({ url: 'https://far.example', token: 't' });
    expect(connectionOf({ ...env, PIPELINE_URL: 'http://near' }, { profile: 'far' }).url).toBe('http://near');
    expect(connectionOf({ ...env, PIPELINE_URL: 'http://near' }, { url: 'http://here' }).url).toBe('http://here');
    expect(() => connectionOf(env, { profile: 'near' })).toThrow(/has no profile near; it has far/);
    expect(() => connectionOf({}, { url: 'ftp://x' })).toThrow(UsageError);
  });
});

it('every error of the table has an exit code that is not that of a good end', () => {
  for (const [code, { http }] of Object.entries(ERRORS)) {
    const problem = { code, status: http, title: code, detail: '', type: '', instance: '', remedy: '', request_id: '' };
    expect(exitCodeOf(new GatewayError(problem as GatewayError['problem']))).toBeGreaterThan(1);
  }
});

it('docs/cli.md has every exit code as it is', () => {
  const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
  for (const { code, meaning } of Object.values(EXIT_CODES)) expect(page).toContain(`| ${code} | ${meaning} |`);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeConversations } from '../support/datasets.ts';
import { allText } from '../support/history-text.ts';
import { createStack, type Stack } from '../support/stack.ts';

/** An invented person, planted in many ways into conversations and in the fields beside them. */
const CANARY = {
  given: 'Ottoline',
  family: 'Brackenridge',
  phone: '(415) 555-0173',
  phone_plain: '415-555-0173',
  ssn: '524-71-9036',
  record_number: 'MRN-88410275',
  email: 'ottoline.b@mailhaven.com',
};

const SAID = [
  `My name is ${CANARY.given} ${CANARY.family} and I cannot sleep.`,
  `You can call me at ${CANARY.phone}, or write to ${CANARY.email}.`,
  `They asked for my social security number, it is ${CANARY.ssn}.`,
  `My medical record number is ${CANARY.record_number}.`,
  `My number is ${CANARY.phone_plain}. This is ${CANARY.given} ${CANARY.family} again.`,
];

describe.each(['enhanced', 'maximum'] as const)('a canary person in a run at %s', (privacy_level) => {
  let stack: Stack;
  let lines = '';
  beforeAll(async () => {
    stack = createStack({ settings: { LOG_LEVEL: 'debug', SHARD_RECORDS: '80' } });
    const { stdout, stderr } = process;
    for (const stream of [stdout, stderr]) {
      const write = stream.write.bind(stream);
      stream.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
        lines += Buffer.from(chunk as Uint8Array).toString('latin1');
        return write(chunk as string, ...rest);
      }) as typeof stream.write;
    }
    await stack.work();
  });
  afterAll(() => stack.end());

  it('is in no file but what ingestion read, no history event, no search attribute, no answer and no log line', async () => {
    const records = makeConversations(200)
      .trim()
      .split('\n')
      .map((line, i) => {
        const record: { id: string; messages: { role: string; content: string }[] } = JSON.parse(line);
        const [first, ...rest] = record.messages;
        const said = i % 6 === 0 ? `${SAID[(i / 6) % SAID.length]} ` : '';
        const id = i % 10 === 0 ? CANARY.record_number : record.id;
        const speaker = i % 10 === 0 ? CANARY.given : 'client';
        const messages = [{ ...first, speaker, content: said + first?.content }, ...rest];
        return JSON.stringify({ ...record, id, patient_id: id, messages });
      });
    writeFileSync(join(stack.root, 'canary.jsonl'), records.join('\n'));
    const run = await stack.start({
      dataset_path: 'canary.jsonl',
      dataset_name: 'canary',
      privacy_override: { role: 'privacy officer', reason: 'test of a lower level', by: 'ann' },
      privacy_level,
      on_stage_failure: 'fail',
      consent: { status: 'verified', verified_by: 'privacy office', reference: 'invented' },
    });
    const close = await run.closed();
    expect(close.state, JSON.stringify(close.state)).toMatchObject({ status: 'completed' });

    const parts = Object.values(CANARY).flatMap((part) =>
      [part, part.replace(/\D/g, '')].filter((each) => each.length >= 6),
    );
    const history = await run.handle.fetchHistory();
    const shards = await stack.client.workflow.getHandle(`${run.id}/deidentify/1`).fetchHistory();
    const described = await run.handle.describe();
    const places: Record<string, string> = {
      history: allText(history),
      'history of the shards': allText(shards),
      'search attributes': allText(described.searchAttributes),
      memo: allText(described.memo),
      state: JSON.stringify(await run.status()),
      results: JSON.stringify(close),
      'log lines': lines,
    };
    const ingested = /"uri":"(objects\/[0-9a-f]{2}\/[0-9a-f]{64})\//.exec(allText(history))?.[1] ?? 'none';
    expect(ingested).not.toBe('none');
    const files = stack.files().filter((name) => !name.startsWith(`${ingested}/`));
    expect(files.some((name) => name.startsWith('state.db'))).toBe(true);
    expect(files.some((name) => name.includes('objects/'))).toBe(true);
    for (const name of files) places[name] = readFileSync(join(stack.dataDir, name), 'latin1');

    for (const [place, text] of Object.entries(places))
      for (const part of parts) expect(text.includes(part), `a ${part.length}-character part in ${place}`).toBe(false);
    // The search itself works: what ingestion read holds all of it.
    const source = stack
      .files()
      .filter((name) => name.startsWith(`${ingested}/`))
      .map((name) => readFileSync(join(stack.dataDir, name), 'latin1'))
      .join('');
    for (const part of Object.values(CANARY)) expect(source).toContain(part);
  });
});

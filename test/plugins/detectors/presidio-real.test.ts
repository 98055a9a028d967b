import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPresidioDetector } from '../../../plugins/detectors/presidio.ts';

/** A Python that has presidio-analyzer and a model of spaCy; without one these tests are left out. */
const python = process.env.PRESIDIO_PYTHON;

describe.skipIf(python === undefined)('the real Presidio', () => {
  let server: ChildProcess;
  let url: string;
  beforeAll(async () => {
    const script = fileURLToPath(new URL('../../support/presidio-server.py', import.meta.url));
    server = spawn(python ?? '', [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [port] = (await once(server.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    url = `http://127.0.0.1:${String(port).trim()}`;
  });
  afterAll(async () => {
    const gone = once(server, 'exit');
    server.kill();
    await gone;
  });

  it('is asked in its own words, and its spans stand where it says', async () => {
    const texts = [
      '😀 My name is John Smith and my mail is john@mailhaven.com.',
      'Nothing to see for the past two weeks.',
      '',
      'Call me at 212-555-0134 when you are in Chicago, Illinois.',
    ];
    const spans = await createPresidioDetector({ url, timeoutSeconds: 30 }).detect(texts, new AbortController().signal);
    const values = spans.map((each, i) =>
      each.map(({ start, end, identifier }) => [identifier, texts[i]?.slice(start, end)]),
    );
    expect(values).toEqual([
      [
        ['name', 'John Smith'],
        ['email', 'john@mailhaven.com'],
      ],
      [],
      [],
      [
        ['phone', '212-555-0134'],
        ['place', 'Chicago'],
        ['region', 'Illinois'],
      ],
    ]);
  });
});

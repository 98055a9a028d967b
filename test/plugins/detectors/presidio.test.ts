import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createPresidioDetector } from '../../../plugins/detectors/presidio.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server that speaks, or breaks, the analyzer's protocol. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Asked {
  text: string[];
  language: string;
  score_threshold: number;
}

/** Answers each text by what `find` says of it, and keeps what it was asked. */
async function analyzer(find: (text: string) => object[]) {
  const asked: Asked[] = [];
  const url = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const question = JSON.parse(body) as Asked;
      asked.push(question);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(question.text.map(find)));
    });
  });
  return { url, asked };
}

const found = (text: string, value: string, entity_type: string, score = 0.85) => {
  const at = [...text.slice(0, text.indexOf(value))].length;
  return text.includes(value) ? [{ start: at, end: at + [...value].length, entity_type, score }] : [];
};
const signal = new AbortController().signal;
const detectorOf = (url: string, timeoutSeconds = 5) => createPresidioDetector({ url, timeoutSeconds, waitMs: 1 });

describe('what Presidio finds', () => {
  it('stands at UTF-16 offsets, though it counts code points', async () => {
    const text = '😀😀 Zorbix called 🙂 from Quellheim';
    const { url } = await analyzer((each) => [
      ...found(each, 'Zorbix', 'PERSON'),
      ...found(each, 'Quellheim', 'LOCATION'),
    ]);
    const [spans] = await detectorOf(url).detect([text], signal);
    expect(spans?.map(({ start, end, identifier, source }) => [text.slice(start, end), identifier, source])).toEqual([
      ['Zorbix', 'name', 'plugin'],
      ['Quellheim', 'place', 'plugin'],
    ]);
  });

  it.each([
    ['we met in Texas', 'Texas', 'LOCATION', 'region'],
    ['born 3/14/1987 here', '3/14/1987', 'DATE_TIME', 'date'],
    ['it was March 3', 'March 3', 'DATE_TIME', 'date'],
    ['for the past two weeks', 'the past two weeks', 'DATE_TIME', undefined],
    ['a Buddhist house', 'Buddhist', 'NRP', undefined],
    ['what is this', 'this', 'SOMETHING_NEW', undefined],
  ])('%s', async (text, value, entity, identifier) => {
    const { url } = await analyzer((each) => found(each, value, entity));
    const [spans] = await detectorOf(url).detect([text], signal);
    expect(spans?.[0]?.identifier).toBe(identifier);
  });

  it('of two that overlap, the surer counts', async () => {
    const { url } = await analyzer((each) => [
      ...found(each, '078-05-1120', 'PHONE_NUMBER', 0.4),
      ...found(each, '078-05-1120', 'US_SSN', 0.85),
    ]);
    const [spans] = await detectorOf(url).detect(['it is 078-05-1120.'], signal);
    expect(spans?.map(({ identifier }) => identifier)).toEqual(['ssn']);
  });

  it('is asked for in batches, without blank texts, and comes back in order', async () => {
    const texts = Array.from({ length: 150 }, (_, i) => (i % 10 === 0 ? ' ' : `Zorbix${i} spoke`));
    const { url, asked } = await analyzer((each) => found(each, each.split(' ')[0] ?? '', 'PERSON'));
    const spans = await detectorOf(`${url}/`).detect(texts, signal);
    expect(asked.map(({ text }) => text.length)).toEqual([64, 64, 7]);
    expect(asked[0]).toMatchObject({ language: 'en', score_threshold: 0.4 });
    texts.forEach((text, i) => {
      const values = spans[i]?.map(({ start, end }) => text.slice(start, end));
      expect(values).toEqual(text === ' ' ? [] : [`Zorbix${i}`]);
    });
  });
});

describe('an analyzer that does not do its part', () => {
  const secret = 'Zorbix has a secret';
  const refusal = async (url: string, timeoutSeconds?: number) => {
    const error = await detectorOf(url, timeoutSeconds)
      .detect([secret], signal)
      .then(
        () => null,
        (reason: Error & { type?: string }) => reason,
      );
    expect(error?.type).toBe('DetectorUnavailable');
    expect(String(error?.message)).not.toContain('Zorbix');
    return String(error?.message);
  };

  it('is away: cannot be reached', async () => {
    const url = await serve(() => undefined);
    servers.splice(0).forEach((server) => {
      server.close();
    });
    expect(await refusal(url)).toContain('cannot be reached');
  });

  it('is silent: the time is up', async () => {
    const url = await serve(() => undefined);
    expect(await refusal(url, 0.05)).toContain('did not answer within 0.05 s');
  });

  it.each([
    [500, JSON.stringify({ error: secret }), 'answered with status 500'],
    [404, 'nothing here', 'answered with status 404'],
    [200, 'no json', 'did not answer with a list of spans for each text'],
    [200, JSON.stringify({ error: 'no' }), 'did not answer with a list of spans for each text'],
    [200, '[]', 'answered for 0 of 1 texts'],
    [200, JSON.stringify([[{ start: -1, end: 2, entity_type: 'PERSON', score: 1 }]]), 'did not answer with a list'],
  ])('answers %i %s', async (status, body, message) => {
    const url = await serve((_, response) => response.writeHead(status).end(body));
    expect(await refusal(url)).toContain(message);
  });

  it('sends elsewhere: texts do not follow', async () => {
    const other = await analyzer(() => []);
    const url = await serve((_, response) => response.writeHead(307, { location: `${other.url}/analyze` }).end());
    await refusal(url);
    expect(other.asked).toEqual([]);
  });

  it('comes back at the third try: nothing is lost', async () => {
    let tries = 0;
    const url = await serve((_, response) => {
      tries += 1;
      if (tries < 3) response.writeHead(503).end();
      else response.end(JSON.stringify([[{ start: 0, end: 6, entity_type: 'PERSON', score: 0.85 }]]));
    });
    const spans = await detectorOf(url).detect([secret], signal);
    expect({ tries, spans: spans[0]?.length }).toEqual({ tries: 3, spans: 1 });
  });

  it('is not asked again once the work is cancelled', async () => {
    const cancel = new AbortController();
    let tries = 0;
    const url = await serve(() => {
      tries += 1;
      cancel.abort(new Error('cancelled'));
    });
    await expect(detectorOf(url).detect([secret], cancel.signal)).rejects.toThrow('cancelled');
    expect(tries).toBe(1);
  });
});

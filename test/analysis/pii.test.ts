import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIdentifiers, IDENTIFIER_KINDS, type IdentifierKind, maskIdentifiers } from '../../analysis/pii.ts';
import { REAL_DATA } from '../support/datasets.ts';

const kindsIn = (text: string) => findIdentifiers(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

describe('structured identifiers are found', () => {
  it.each([
    ['write to jo.do+x@mail.example.org, please', 'email', 'jo.do+x@mail.example.org'],
    ['see https://example.org/a?b=c#d.', 'url', 'https://example.org/a?b=c#d'],
    ['see www.example.org/me) for more', 'url', 'www.example.org/me'],
    ['from 192.0.2.17 yesterday', 'ip_address', '192.0.2.17'],
    ['from 2001:db8::8a2e:370:7334 yesterday', 'ip_address', '2001:db8::8a2e:370:7334'],
    ['my ssn is 912-34-5678.', 'ssn', '912-34-5678'],
    ['card 4111 1111 1111 1111 thanks', 'credit_card', '4111 1111 1111 1111'],
    ['card 378282246310005.', 'credit_card', '378282246310005'],
    ['call 555-0142-199 or', 'phone', '555-0142-199'],
    ['call (415) 555-0133', 'phone', '(415) 555-0133'],
    ['call +44 20 7946 0958 now', 'phone', '+44 20 7946 0958'],
    ['call 4155550133 now', 'phone', '4155550133'],
    ['my office is at +41 (0)69 979 80 58 now', 'phone', '+41 (0)69 979 80 58'],
    ['60-56-85-91 is mine', 'phone', '60-56-85-91'],
    ['please call me at 781 1704', 'phone', '781 1704'],
    ['the line (800-944-4773) is open', 'phone', '(800-944-4773)'],
    ['the line 800-944-4773) is open', 'phone', '800-944-4773'],
    ['to GB42 NAWI 0445 4264 7886 19 please', 'iban', 'GB42 NAWI 0445 4264 7886 19'],
  ])('%s', (text, kind, value) => {
    expect(kindsIn(text)).toEqual([[kind, value]]);
  });
});

describe('what only looks like one is left alone', () => {
  it.each([
    'on 2024-03-15 and 12/25/2023 we met',
    'from 1998-2004 I lived there',
    'version 1.2.3 and 10.15.7',
    'I slept 3.5 hours, 10/10, about 50-60 times',
    'it cost 1 000 000 or 12,500 dollars',
    'at 10:30:15 in the morning',
    'card 4111 1111 1111 1112 has a wrong check digit',
    '999.999.999.999 is no address',
    'I @ you and she@ me',
    'a 24/7 line, 7 days, 52 weeks, 365 nights',
    'logged at 2018-01-14 03:07:43',
    'the years 2019 2020 2021 and 2019/2020',
    'live at 704 1436 Redbud Drive, 17151 2450 Rissik St',
    'dial 988/741741 or 911/112/999',
  ])('%s', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });
});

describe('masking', () => {
  it('leaves none behind, changes nothing the second time, and never throws', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'grapheme' }),
            fc.emailAddress(),
            fc.webUrl(),
            fc.ipV4(),
            fc.ipV6(),
            fc.constant('(415) 555-0133'),
          ),
        ),
        (parts) => {
          const once = maskIdentifiers(parts.join(' '));
          expect(findIdentifiers(once.text)).toEqual([]);
          expect(maskIdentifiers(once.text)).toEqual({ text: once.text, counts: {} });
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    'a',
    '1',
    '1-',
    '@',
    'a@',
    '.',
    '1.',
    ':',
    '(1',
    '1 ',
    'www.',
    'a.',
    'a@b.co ',
    '1.1.1.1 ',
    '555-123-4567 ',
    'GB42 ',
    '+46 (0)',
  ])('takes time in proportion to the length of %j repeated', (piece) => {
    // A quadratic pattern would not come back from this within the limit of a test.
    expect(() => findIdentifiers(piece.repeat(Math.ceil(1_000_000 / piece.length)))).not.toThrow();
  });
});

const corpus = join(REAL_DATA, 'presidio-synth-pii');
describe.skipIf(!existsSync(corpus))('on 1,500 synthetic texts with every identifier known', () => {
  const KIND_OF: Record<string, IdentifierKind> = {
    EMAIL_ADDRESS: 'email',
    PHONE_NUMBER: 'phone',
    US_SSN: 'ssn',
    CREDIT_CARD: 'credit_card',
    IP_ADDRESS: 'ip_address',
    IBAN_CODE: 'iban',
    DOMAIN_NAME: 'url',
  };
  const read = (name: string) =>
    existsSync(corpus)
      ? readFileSync(join(corpus, name), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [];
  const texts = new Map<string, string>(read('records.jsonl').map(({ id, text }) => [id, text]));
  const labelled = read('labels.jsonl').map(({ id, spans }) => ({
    found: findIdentifiers(texts.get(id) ?? ''),
    spans: spans as { start: number; end: number; type: string }[],
  }));

  it.each(IDENTIFIER_KINDS)('%s: nine of ten are found, nine of ten found are one', (kind) => {
    let [known, covered, found, right] = [0, 0, 0, 0];
    for (const entry of labelled) {
      const ours = entry.found.filter((each) => each.kind === kind);
      const theirs = entry.spans.filter(({ type }) => KIND_OF[type] === kind);
      known += theirs.length;
      covered += theirs.filter((a) => entry.found.some((b) => b.start <= a.start && b.end >= a.end)).length;
      found += ours.length;
      right += ours.filter((b) => theirs.some((a) => a.start < b.end && b.start < a.end)).length;
    }
    expect(known).toBeGreaterThan(10);
    expect(covered / known).toBeGreaterThan(0.9);
    expect(right / found).toBeGreaterThan(0.9);
  });
});

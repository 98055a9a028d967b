import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIdentifiers, maskIdentifiers } from '../../analysis/pii.ts';

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

  it.each(['a', '1', '1-', '@', 'a@', '.', '1.', ':', '(1', '1 ', 'www.', 'a.'])(
    'takes time in proportion to the length of %j repeated',
    (piece) => {
      // A quadratic pattern would not come back from this within the limit of a test.
      expect(() => findIdentifiers(piece.repeat(1_000_000 / piece.length))).not.toThrow();
    },
  );
});

import type { Language } from '../contracts/records.ts';

/** Text beyond this adds nothing to telling its language. */
const CHARS_MAX = 300;
/** Fewer letters than this are too few to tell a language of Latin script. */
const LETTERS_MIN = 12;

/** The language of a text as an ISO 639-1 code, or null where the text does not tell. */
export type IdentifyLanguage = (text: string) => string | null;

/** The language of a text with its confidence, or why it cannot be told. */
export type TellLanguage = (text: string) => Language;

let loading: Promise<{ identify: IdentifyLanguage; tell: TellLanguage }> | undefined;

/**
 * Loads the identifier: ELD, 60 languages by n-grams, from its smallest database. Loaded once and only when asked for,
 * because it costs 150 ms and some 60 MB; then some 20 µs a text.
 *
 * Not told are texts of fewer than 12 letters (signs of Chinese, Japanese and the like count three times) and those whose
 * answer the identifier itself calls unreliable. Writing that names its language outranks the n-grams: kana are Japanese.
 */
export const loadLanguageIdentifier = async (): Promise<IdentifyLanguage> => (await load()).identify;
export const loadLanguageTeller = async (): Promise<TellLanguage> => (await load()).tell;

/** As much of the texts as is looked at, from the first one on. */
export function headOf(texts: Iterable<string>): string {
  let head = '';
  for (const text of texts) {
    head += `${text.slice(0, CHARS_MAX)}\n`;
    if (head.length >= CHARS_MAX) break;
  }
  return head;
}

function load() {
  loading ??= import('eld/extrasmall').then(({ eld }) => {
    const tell: TellLanguage = (text) => tellWith(eld, text);
    return { tell, identify: (text) => tell(text).code };
  });
  return loading;
}

interface Detector {
  detect(text: string): { language: string; isReliable(): boolean; getScores(): Record<string, number> };
}

const written = (code: string): Language => ({ code, confidence: 1, reason: null });

function tellWith(detector: Detector, text: string): Language {
  const head = text.slice(0, CHARS_MAX);
  const letters = head.match(/\p{L}/gu)?.length ?? 0;
  const signs = head.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  if (letters + 2 * signs < LETTERS_MIN) return { code: null, confidence: null, reason: 'too_short' };
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]{2}/u.test(head)) return written('ja');
  if (signs > letters / 2 && /\p{Script=Han}/u.test(head)) return written('zh');
  const found = detector.detect(head);
  if (found.language === '' || !found.isReliable()) return { code: null, confidence: null, reason: 'not_clear' };
  const [first = 1, second = 0] = Object.values(found.getScores()).sort((a, b) => b - a);
  return { code: found.language, confidence: first / (first + second), reason: null };
}

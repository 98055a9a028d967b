/** Text beyond this adds nothing to telling its language. */
const CHARS_MAX = 300;
/** Fewer letters than this are too few to tell a language of Latin script. */
const LETTERS_MIN = 12;

/** The language of a text as an ISO 639-1 code, or null where the text does not tell. */
export type IdentifyLanguage = (text: string) => string | null;

let loading: Promise<IdentifyLanguage> | undefined;

/**
 * Loads the identifier: ELD, 60 languages by n-grams, from its smallest database. Loaded once and only when asked for,
 * because it costs 150 ms and some 60 MB; then some 20 µs a text.
 *
 * Null for texts of fewer than 12 letters (signs of Chinese, Japanese and the like count three times) and where the
 * identifier itself calls its answer unreliable. Writing that names its language outranks the n-grams: kana are Japanese.
 */
export function loadLanguageIdentifier(): Promise<IdentifyLanguage> {
  loading ??= import('eld/extrasmall').then(
    ({ eld }) =>
      (text: string) =>
        identify(eld, text),
  );
  return loading;
}

interface Detector {
  detect(text: string): { language: string; isReliable(): boolean };
}

function identify(detector: Detector, text: string): string | null {
  const head = text.slice(0, CHARS_MAX);
  const letters = head.match(/\p{L}/gu)?.length ?? 0;
  const signs = head.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  if (letters + 2 * signs < LETTERS_MIN) return null;
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]{2}/u.test(head)) return 'ja';
  if (signs > letters / 2 && /\p{Script=Han}/u.test(head)) return 'zh';
  const found = detector.detect(head);
  return found.language !== '' && found.isReliable() ? found.language : null;
}

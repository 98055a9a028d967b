import { type Detect, detectIdentifiers } from '../analysis/deidentify/detect.ts';
import { addFree } from '../analysis/identifiers/scan.ts';
import type { IdentifierSpan } from '../contracts/privacy.ts';
import type { IdentifierDetector } from '../plugins/kinds.ts';

export interface Detection {
  /** What is found in a text at first: by the built-in detector and all that were added. Only for texts that were prepared. */
  detect: Detect;
  /** The built-in detector alone: for texts that were changed already. */
  detectAgain: Detect;
  /** Asks the added detectors of these texts, and forgets earlier ones. Rejects with `DetectorUnavailable`. */
  prepare(texts: readonly string[]): Promise<void>;
}

/** The built-in detector together with those that plugins add: what any of them finds counts, and of two that overlap the built-in one is believed. */
export function createDetection(detectors: readonly IdentifierDetector[], signal: AbortSignal): Detection {
  if (detectors.length === 0)
    return { detect: detectIdentifiers, detectAgain: detectIdentifiers, prepare: async () => undefined };
  let known = new Map<string, IdentifierSpan[]>();
  return {
    detect: (text) => {
      const more = known.get(text);
      // Going on without an answer would be less private than was asked for, and nobody would see it.
      if (more === undefined) throw new Error('a text was not shown to the added detectors');
      return addFree(detectIdentifiers(text), more, restIn(text));
    },
    detectAgain: detectIdentifiers,
    async prepare(texts) {
      const different = [...new Set(texts)];
      known = new Map(different.map((text) => [text, []]));
      for (const detector of detectors) {
        const answers = await detector.detect(different, signal);
        for (const [i, text] of different.entries())
          known.set(text, addFree(known.get(text) ?? [], answers[i] ?? [], restIn(text)));
      }
    },
  };
}

/** What is left of a span beside another is kept where it holds a word or a number: half a name is a name, a title is none. */
const restIn = (text: string) => (span: IdentifierSpan, from: number, to: number) => {
  const part = text.slice(from, to);
  const start = from + part.length - part.trimStart().length;
  const end = start + part.trim().length;
  const says = /[\p{L}\p{N}]{2}/u.test(part) && !/^(?:dr|mrs?|ms|prof|sir)\.?$/i.test(part.trim());
  return says ? { ...span, start, end } : null;
};

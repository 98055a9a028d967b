import { type Action, actionOf, type PrivacyLevel } from '../../contracts/deidentification.ts';
import type { IdentifierId } from '../../contracts/privacy.ts';
import { shiftDate, yearOf } from './dates.ts';
import { toAgeBand, toZip3 } from './generalise.ts';
import type { Keyed } from './keyed.ts';
import type { createNamer } from './surrogate-names.ts';

export interface Treatment {
  /** What was done; `mask` where what the table asks for cannot be done with this text. */
  action: Action;
  replacement: string;
}

/** Days an offset of dates can have either way, but for none at all and whole years. */
const SHIFT_DAYS_MAX = 364;

/**
 * What becomes of the text of one identifier. A subject's dates all move by the same number of days, so that what lies
 * between them stays; the number follows from the key and the subject.
 */
export function treat(
  text: string,
  identifier: IdentifierId,
  context: {
    level: PrivacyLevel;
    keyed: Keyed;
    subject: string;
    /** Null where names are masked: labels are compared over records, so there they must not differ by conversation. */
    namer: ReturnType<typeof createNamer> | null;
  },
): Treatment {
  const { level, keyed, subject, namer } = context;
  const action = actionOf(level, identifier);
  const mask = `[${identifier.toUpperCase()}]`;
  const or = (replacement: string | null): Treatment =>
    replacement === null ? { action: 'mask', replacement: mask } : { action, replacement };
  switch (action) {
    case 'keep':
      return { action, replacement: text };
    case 'surrogate':
      return or(namer === null ? null : namer.rename(text));
    case 'pseudonym': {
      const plain = text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, '');
      return or(`[${identifier.toUpperCase()}_${keyed.code(identifier, plain, 10).toUpperCase()}]`);
    }
    case 'year':
      return or(yearOf(text));
    case 'shift': {
      const days = 1 + keyed.choose('shift', subject, SHIFT_DAYS_MAX);
      return or(shiftDate(text, keyed.choose('direction', subject, 2) === 0 ? days : -days));
    }
    case 'age_band':
      return or(toAgeBand(text));
    case 'zip3':
      return or(toZip3(text));
    default:
      return { action, replacement: mask };
  }
}

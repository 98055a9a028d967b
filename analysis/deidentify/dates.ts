const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DAY_MS = 86_400_000;
/** A year for dates that give none: no leap year, so 29 February is not read as a date of it. */
const YEAR_ASSUMED = 2001;

interface Parts {
  year: number | null;
  month: number;
  day: number | null;
  write(date: Date): string;
}

/**
 * The date moved by a number of days, in the way it was written; null where the form is not known or the date does not
 * exist. What gives no day or no year keeps giving none.
 */
export function shiftDate(text: string, days: number): string | null {
  for (const { pattern, read } of FORMS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const parts = read(match);
    if (!parts || parts.month < 0 || parts.month > 11) continue;
    const { year, month, day } = parts;
    const date = new Date(Date.UTC(year ?? YEAR_ASSUMED, month, day ?? 15));
    if (date.getUTCMonth() !== month || (day !== null && date.getUTCDate() !== day)) continue;
    const written = parts.write(new Date(date.getTime() + days * DAY_MS));
    const before = text.slice(0, match.index);
    const after = text.slice(match.index + match[0].length);
    // A weekday or a second date beside it would tell what was moved; a time of day may stay.
    if (
      /[\p{L}\p{N}]/u.test(before) ||
      !/^(?:[ T,]{0,3}\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?: ?[ap]\.?m\.?)?Z?)?\W*$/iu.test(after)
    )
      return null;
    return before + written + after;
  }
  return null;
}

/** The four-digit year of a date, or null: two digits can be read in more than one way. */
export function yearOf(text: string): string | null {
  const years = text.match(/(?<!\d)(?:18|19|20)\d{2}(?!\d)/g);
  return years?.length === 1 ? (years[0] ?? null) : null;
}

const monthOf = (name: string | undefined) =>
  name === undefined ? -1 : MONTHS.findIndex((month) => month.startsWith(name.toLowerCase().slice(0, 3)));
const monthName = (date: Date, like: string) => {
  const full = MONTHS[date.getUTCMonth()] ?? '';
  const whole = MONTHS.includes(like.toLowerCase());
  const name = whole ? full : full.slice(0, like.length <= 4 ? 3 : like.length);
  return like === like.toUpperCase()
    ? name.toUpperCase()
    : /^\p{Lu}/u.test(like)
      ? name[0]?.toUpperCase() + name.slice(1)
      : name;
};
const pad = (value: number, like: string | undefined) => String(value).padStart(like?.startsWith('0') ? 2 : 1, '0');
const fullYear = (text: string) =>
  text.length === 4 ? Number(text) : Number(text) + (Number(text) < 40 ? 2000 : 1900);
const yearLike = (date: Date, like: string) => String(date.getUTCFullYear()).slice(-like.length);
const ordinal = (day: number) =>
  day % 10 === 1 && day !== 11
    ? 'st'
    : day % 10 === 2 && day !== 12
      ? 'nd'
      : day % 10 === 3 && day !== 13
        ? 'rd'
        : 'th';

const FORMS: { pattern: RegExp; read(match: RegExpExecArray): Parts | null }[] = [
  {
    pattern: /(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/,
    read: ([, year = '', mark = '', month = '', day = '']) => ({
      year: Number(year),
      month: Number(month) - 1,
      day: Number(day),
      write: (date) =>
        [
          date.getUTCFullYear(),
          pad(date.getUTCMonth() + 1, month.length === 2 ? '0' : ''),
          pad(date.getUTCDate(), day.length === 2 ? '0' : ''),
        ].join(mark),
    }),
  },
  {
    // Month first, as in the United States, unless the first number can only be a day.
    pattern: /(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/,
    read: ([, one = '', mark = '', two = '', year = '']) => {
      const dayFirst = Number(one) > 12;
      return {
        year: fullYear(year),
        month: Number(dayFirst ? two : one) - 1,
        day: Number(dayFirst ? one : two),
        write: (date) => {
          const month = date.getUTCMonth() + 1;
          const day = date.getUTCDate();
          return [pad(dayFirst ? day : month, one), pad(dayFirst ? month : day, two), yearLike(date, year)].join(mark);
        },
      };
    },
  },
  {
    pattern: new RegExp(`${MONTH}(\\.?) (\\d{1,2})(st|nd|rd|th)?(?:(,? )(\\d{4}))?(?!\\d)`, 'i'),
    read: ([, name = '', dot = '', day = '', suffix, gap = '', year]) => ({
      year: year === undefined ? null : Number(year),
      month: monthOf(name),
      day: Number(day),
      write: (date) =>
        `${monthName(date, name)}${dot} ${date.getUTCDate()}${suffix ? ordinal(date.getUTCDate()) : ''}${year ? gap + date.getUTCFullYear() : ''}`,
    }),
  },
  {
    pattern: new RegExp(`(?<!\\d)(\\d{1,2})(st|nd|rd|th)?( of | )${MONTH}(?:(,? )(\\d{4}))?(?!\\d)`, 'i'),
    read: ([, day = '', suffix, gap = ' ', name = '', yearGap = '', year]) => ({
      year: year === undefined ? null : Number(year),
      month: monthOf(name),
      day: Number(day),
      write: (date) =>
        `${date.getUTCDate()}${suffix ? ordinal(date.getUTCDate()) : ''}${gap}${monthName(date, name)}${year ? yearGap + date.getUTCFullYear() : ''}`,
    }),
  },
  {
    pattern: new RegExp(`${MONTH}(,? (?:of )?)(\\d{4})(?!\\d)`, 'i'),
    read: ([, name = '', gap = '', year = '']) => ({
      year: Number(year),
      month: monthOf(name),
      day: null,
      write: (date) => `${monthName(date, name)}${gap}${date.getUTCFullYear()}`,
    }),
  },
];

/**
 * The three-digit areas with 20,000 people or fewer, which Safe Harbor wants as 000. Source: guidance of the Office for
 * Civil Rights on 45 CFR 164.514(b), from the census of 2000.
 */
const SMALL_AREAS = new Set('036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893'.split(' '));

/** First three digits of a ZIP code, 000 where few live there; null where it is no ZIP code. */
export function toZip3(text: string): string | null {
  const digits = /(?<!\d)(\d{5})(?:[- ]?\d{4})?(?!\d)/.exec(text)?.[1];
  if (digits === undefined) return null;
  const area = digits.slice(0, 3);
  return `${SMALL_AREAS.has(area) ? '000' : area}**`;
}

/**
 * The number of an age as ten years ("34 years" becomes "30-39 years"), 90 and more as "90+"; null where no number is
 * written in digits.
 */
export function toAgeBand(text: string): string | null {
  const numbers = text.match(/(?<!\d)\d{1,3}(?!\d)/g);
  const [found] = numbers ?? [];
  if (found === undefined || numbers?.length !== 1) return null;
  const age = Number(found);
  const low = Math.floor(age / 10) * 10;
  return text.replace(found, age >= 90 ? '90+' : `${low}-${low + 9}`);
}

/**
 * Telephone numbers of public help: they name no person, and taking them out of a text about a crisis does harm. Digits
 * only, without a leading 1 or country code.
 *
 * Sources: the lines' own pages, as of 2024. United States: 988, 911, 211, Crisis Text Line, Lifeline, Veterans, Trevor
 * Project, Trans Lifeline, RAINN, domestic violence, child abuse, SAMHSA, Poison Control, eating disorders, NAMI, Medicare,
 * Social Security. Britain and Ireland: Samaritans, Childline, Papyrus, Shout, NHS 111. Canada, Australia, New Zealand,
 * India, Germany, France, Spain, Italy, Netherlands, Europe.
 */
const PUBLIC_NUMBERS = new Set(
  (
    '988 911 112 999 111 211 311 000 741741 686868 838255 85258 678678 45645 50808 ' +
    '8002738255 8005222255 8007842433 8004888386 8664887386 8775658860 8006564673 8007997233 8007873224 8004224453 ' +
    '8006624357 8002221222 8009312237 8009506264 8006334227 8007721213 8009856990 8006843443 8445494266 8668319660 ' +
    '8009444773 5038949453 9712037773 8008525328 8006828328 8882356277 8003733742 8006544673 8662041104 ' +
    '116123 08457909090 8457909090 08001111 8001111 08000684141 8000684141 116111 116000 116006 116117 0800585858 8088010677 0300123339 03001233393 3001233393 ' +
    '8334564566 8006686868 18006686868 131114 1300224636 1300659467 1800551800 800551800 1300789978 0508828865 1737 ' +
    '0800543354 0800726666 9820466726 9152987821 04424640050 1860266266 ' +
    '08001110111 8001110111 08001110222 8001110222 3114 024 717003717 0223272327 800860022 0900113 08000113 8000113 1813 119 110 190 188 192 102 108 15 17 18 119 1098'
  ).split(' '),
);

/** Sites of public help and health bodies, by the end of their host. */
const PUBLIC_HOSTS =
  /(?:^|[./])(?:988lifeline|suicidepreventionlifeline|crisistextline|findahelpline|befrienders|iasp|samaritans|rainn|thetrevorproject|translifeline|nami|mhanational|samhsa|nih|cdc|fda|nhs|who|postpartum|thehotline|loveisrespect|childhelp|veteranscrisisline|psychologytoday|mind|giveusashout|papyrus-uk|childline|lifeline|beyondblue|kidshelpphone|openpathcollective|7cups|aa|na|al-anon|al-anonalateen)\.(?:org|com|gov|net|int|info|org\.uk|org\.au|ca|uk|nhs\.uk|gov\.uk)(?:[/?#]|$)/i;

/** Numbers of what is published: articles, books, standards, trials, known faults of programs. They are of no person. */
const PUBLISHED = /^(?:pmid|pmcid|pmc|doi|isbn|issn|arxiv|rfc|iso|cve|nct)(?![a-z])/i;
export const isPublished = (found: string): boolean => PUBLISHED.test(found);

/** What the same lines, and the groups of self-help that anyone may join, are called. */
const PUBLIC_LINES = new RegExp(
  `^(?:the )?(?:(?:national|988|u\\.?s\\.?) )?(?:${[
    'crisis text line|teen line|childline|childhelp|papyrus|samaritans|befrienders(?: worldwide)?|lifeline australia|beyond blue',
    'suicide (?:(?:&|and) crisis|prevention) (?:life|hot)line|crisis (?:life|hot|support )line|suicide lifeline|veterans crisis line',
    "trevor ?(?:project|lifeline|space)|trans lifeline|rainn|samhsa(?:(?:'s)? (?:national )?helpline)?|nami(?: helpline)?",
    'domestic violence hotline|sexual assault hotline|child abuse hotline|disaster distress helpline|maternal mental health hotline',
    'kids help phone|postpartum support international|poison control(?: center)?|mental health america|psychology today',
    'alcoholics anonymous|narcotics anonymous|gamblers anonymous|overeaters anonymous|al-anon|alateen|alliance on mental illness',
  ].join('|')})$`,
  'i',
);

export const isPublicLine = (name: string): boolean => PUBLIC_LINES.test(name);

export const isPublicHost = (url: string): boolean => PUBLIC_HOSTS.test(url);

/** Whether a number, as written, is that of a public line. */
export function isPublicNumber(written: string): boolean {
  const digits = written.replace(/\D/g, '');
  return (
    PUBLIC_NUMBERS.has(digits) ||
    (/^(?:1|44|61|353)/.test(digits) && PUBLIC_NUMBERS.has(digits.replace(/^(?:1|44|61|353)/, '')))
  );
}

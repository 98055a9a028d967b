import type { Detector } from './scan.ts';

const NUMBER_WORDS =
  '(?:ninety|hundred)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one) hundred(?: and)?(?: (?:one|two|three|four|five|six|seven|eight|nine|ten))?';
const YEARS_AFTER =
  /^(?: (?:ans|años|anos|anni|jaar|lat|jahre(?: alt)?)(?!\p{L})|[ -]{0,2}(?:years?|yrs?\.?|yr)[ -]{0,2}(?:of age|olds?)\b|[ -]?y[-/]?o\b|[ -]?y\.o\.|[ -]?year[ -]olds?|[ -]{0,2}(?:years?|yrs?)[ -]young)/iu;
const AGE_BEFORE =
  /(?:(?<!\p{L})(?:âge|edad|età|leeftijd|idade|wiek|ålder|alter)|\b(?:age in years|aged?|a g e|age is|ages|age of|turn(?:ed|ing|s)?|age at [a-z]{2,12}|age ?\/ ?(?:years|yrs)|age \(?(?:years|yrs|y)\)?))["']? ?(?:::?|=|[|/–—-]|>>)?[ \t]?["']?$/iu;
const SOMEBODY =
  '(?:[Pp]t|[Pp]atient|[Pp]erson|[Ii]ndividual|[Aa]dult|[Rr]esident|[Mm]an|[Ww]oman|[Ll]ady|[Gg]entleman|(?:[Ff]e)?[Mm]ale|[Ww]idow(?:er)?|[Ww]ife|[Hh]usband|[Ss]pouse|(?:[Gg]rand)?(?:[Mm]other|[Ff]ather|[Mm]a|[Pp]a|[Dd]ad|[Mm]um|[Mm]om)|[Nn]ana?|[Gg]ran|[Aa]unt|[Uu]ncle|[Nn]eighbou?r|[Ss]he|[Hh]e)';
const ENDS = '(?:[,.!?;)\\n]|$| (?:and|but|now|with|who|so|or|years|yrs?)(?![\\p{L}]))';

/**
 * How ages over 89 are said besides: in these sentences a smaller number may as well be something else, and may stay
 * anyway. The age itself is the sign #.
 */
const OLD_AGES = [
  // Age confirmed as 93, age today: 93, her age, 93, was noted.
  "\\b[Aa]ge (?:[a-z']{2,12} ){1,5}(?:is|was|as|at|of|to|be)(?: now| almost| nearly)? #",
  '\\b(?:[Aa]ge|AGE)(?: \\p{L}{2,12}){1,4} ?(?:[:=|]|>>) ?#',
  '\\bage, #,',
  // Aged 93y; 93/F; female, 93; a 93F with CHF; her 92nd birthday, in her 94th year.
  '\\b[Aa]ged? ?:? ?# ?(?:y|yrs?|years)(?![\\p{L}])',
  '#/ ?[MFmf](?![\\p{L}])',
  '\\b(?:[Ff]em|[Mm])ale,? #(?:[,.;)\\n]|$)',
  '#[MF],? (?:with|who|w/|p/w|c/o|h/o|hx|s/p|admitted|presents)(?![\\p{L}])',
  '\\b(?:[Hh]er|[Hh]is|[Mm]y|[Tt]heir|[Yy]our)(?: \\p{L}{2,8})? #(?:st|nd|rd|th)(?: year| birthday|[,.!?]|$)',
  // The patient is 93; Pt, 93, came; mum (93) fell; a man of 93; my nan's 93.
  `\\b${SOMEBODY}(?:['’]s|,? (?:is|was|turn(?:s|ed)|has reached|reached|will be|would be))(?: now| almost| nearly| only| already)? #${ENDS}`,
  `\\b${SOMEBODY}(?:,? #(?:,| years[,.]| yrs)| \\(#(?: ?(?:y|yrs?|years))?\\)|,? of # ?(?:${ENDS}))`,
  // At 93 she still drives; died at 93.
  '(?:^|[.!?;,\\n] ?)[Aa]t #,? (?:she|he|they|I|my|his|her)\\b',
  '\\b(?:alive|living|well|deceased) at #(?:[,.!?;)\\n]|$)',
  '\\b(?:[Mm]other|[Ff]ather|[Bb]rother|[Ss]ister|[Aa]unt|[Uu]ncle|[Gg]rand(?:mother|father)|[Mm]om|[Dd]ad) (?:d|died|dec)\\.? #(?:[,.!?;)\\n]|$)',
  '\\b[Ll]ived (?:to(?: be)?|until|till) #(?:[,.!?;)\\n]|$| and\\b)',
  // 95y F, 95 M., 91y/o.
  '#y[ /]?[MFmf](?![\\p{L}])',
  '\\b(?:died|dead|passed away)(?: at| aged)? #(?:[,.!?;)\\n]|$)',
  // As papers write it, after a name of two words or a title: Anna Lee, 94, of Dayton; Mr Lee (94) came.
  '(?:\\p{Lu}\\p{Ll}{1,20}|\\b(?:Mr|Mrs|Ms|Dr)\\.?) \\p{Lu}\\p{Ll}{1,20}(?:, #, (?:of|from|was|is|who|said|has|had)\\b| \\(#\\))',
].map((pattern) => new RegExp(pattern, 'u'));
const isOldAge = (around: string) => OLD_AGES.some((pattern) => pattern.test(around));

const PERSON_BEFORE =
  /\b(?:i am|i'm|im|i’m|he is|he's|she is|she's|he was|she was|i was|is now|was only|is only|just turned|they are|is a|who is|who's|grandma is|grandpa is|mother is|father is|mom is|dad is|when he was|when she was) $/i;
/** Who is so old: Nana Akosua is 101. */
const NAMED_BEFORE = /(?:^|[^\p{L}])\p{Lu}\p{Ll}{1,20} (?:is|was|turned|turns)(?: now| almost| nearly)? $/u;
const NO_AGE_AFTER =
  /^(?:[ -]?(?:%|percent|pounds?|lbs?|kg|kilos?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|miles?|km|feet|ft|inch|cm|dollars|bucks|am\b|pm\b|o'clock|times|points|steps|st\b|nd\b|rd\b|th\b|degrees|mg|ml|credits)|[:/]\d|\.\d|[-–]\d|,\d{3})/i;

/** Ages: those over 89 are identifiers, the others may stay. In digits after or before a word for age, in words from ninety. */
export const AGES: Detector[] = [
  {
    identifier: 'age',
    needs: /\d/,
    pattern: /\d{1,3}/g,
    accept: (found, before, after) => {
      const age = Number(found);
      if (age < 1 || age > 125 || /[\p{L}\p{N}$€£#][.,:/-]?$/u.test(before) || /^\p{N}/u.test(after)) return false;
      if (YEARS_AFTER.test(after) || (age > 89 && isOldAge(`${before}#${after}`))) return true;
      if (NO_AGE_AFTER.test(after) || /^\p{L}/u.test(after)) return false;
      if (age > 89 && NAMED_BEFORE.test(before) && /^(?:[.!?;]|$|,? (?:and|but|now|years)\b)/.test(after)) return true;
      return (
        AGE_BEFORE.test(before) ||
        (PERSON_BEFORE.test(before) &&
          /^(?:[,.!?;)]|$|\s(?:and|but|now|with|male|female|years|so|or|in)\b)/.test(after)) ||
        /\b(?:sex|gender)\W{1,3}\w{1,6}\W{1,3}age\W{1,3}$/i.test(before)
      );
    },
  },
  {
    identifier: 'age_over_89',
    needs: /ninet|hundred|9\ds|9\d's/i,
    pattern: new RegExp(`\\b(?:${NUMBER_WORDS})\\b|\\b(?:late |early |mid[- ]?)?(?:nineties|90'?s)\\b`, 'gi'),
    accept: (found, before, after) =>
      /nineties|90/i.test(found)
        ? /\b(?:his|her|their|my|your|in) (?:late |early |mid[- ]?)?$/i.test(before) &&
          !/\bthe $/i.test(before) &&
          !/^in $/i.test(before) &&
          /\b(?:his|her|their|my|your)\b/i.test(before)
        : AGE_BEFORE.test(before) ||
          YEARS_AFTER.test(after) ||
          (PERSON_BEFORE.test(before) && /^(?:[,.!?;]|$)/.test(after)),
  },
];

import type { IdentifierId, IdentifierSpan } from '../../contracts/privacy.ts';
import { isCommonWord, isGivenName } from '../tagger/model.ts';
import { unmisread } from './fold.ts';
import { isOrdinaryTerm } from './ordinary.ts';
import { firstMatch, nextMatch } from './scan.ts';

/** What forms and headers of notes write before a value: `Patient name: …`, `FACILITY / …`. */
const LABELS: [IdentifierId, string][] = [
  [
    'name',
    "(?:patient|client|care recipient|resident|member|subscriber|insured|policy ?holder|account ?holder|card ?holder|customer|employee|applicant|tenant|student|parent|mother|father|spouse|guardian|next of kin|emergency contact|contact person|caregiver|carer|witness|claimant|attending|referring|ordering|primary care|treating|consulting)?(?: ?(?:physician|provider|doctor|clinician|nurse|surgeon|therapist|counsell?or|reviewer))?(?:’s|'s)?(?: full)? name|n a m e|full identity|patient|client|care recipient|subscriber|insured|policy ?holder|account ?holder|guardian|next of kin|emergency contact|caregiver|carer|(?:attending|referring|ordering|treating|consulting|primary care|reviewing)(?: (?:physician|provider|doctor|clinician|nurse))?|(?:clinical )?(?:signer|author)|physician|clinician|surgeon|therapist|counsell?or|case manager|attn|signed by|dictated by|reviewed by|prepared by",
  ],
  [
    'organization',
    '(?:facility|hospital|clinic|(?:treatment|care|medical|health) (?:cent(?:er|re)|establishment|institution|facility|location)|agency|practice|care site|employer|company|school|pharmacy|organi[sz]ation|institution|insurer|payer|bank)(?: name)?',
  ],
  [
    'place',
    '(?:home |residential |birth ?)?(?:city|town|village|municipality)(?: of (?:birth|residence))?|place of birth|birth ?place|hometown|(?:home|residential|residence) (?:area|district|community|locality)|area of residence|locality|domicile',
  ],
];
/** `Name` alone begins its line or cell: with a word before it, it may be the name of anything. */
const NAME_ALONE =
  /(?:^|[\n|;] ?|[*•-] |\d[.)] )(?:(?:full|legal) )?name(?: ?(?:::?|=|\||>>)| [/–—-]) {0,4}(?=[\p{L}"])/giu;
const FIELDS = [
  ...LABELS.map(
    ([identifier, labels]) =>
      [
        identifier,
        new RegExp(
          `(?:^|[\\n|;.] ?|[*•-] )(?:[A-Za-z]{1,12} ){0,2}?(?:${labels})(?: ?(?:::?|=|\\||>>)| [/–—-]) {0,4}(?=[\\p{L}"])`,
          'giu',
        ),
      ] as const,
  ),
  ['name', NAME_ALONE] as const,
];

const CAPITAL = "\\p{Lu}(?:\\.|[\\p{L}\\p{M}’'-]{1,30})";
/** Up to five words that begin with a capital, and what may stand after them in a form but not in a sentence. */
const VALUE = new RegExp(
  `["']?((?:(?:Dr|Mr|Mrs|Ms|Prof|St)\\.? )?${CAPITAL}(?:,? (?:(?:of|de|van|der|von|da|la|and|the|&) ){0,2}${CAPITAL}){0,4})(?=["']?(?: ?(?:[\\n,;(|/\\t•]|$)| {2}| [–—-] |\\.(?:$|\\n| \\p{Lu}{2}| \\p{Lu}\\p{L}{1,20}(?: \\p{L}{1,20})?:)))`,
  'uy',
);
/** What forms write where there is no name, or where a sentence begins. */
const NO_VALUE =
  /^(?:n\/?a|none|unknown|no|yes|fine|good|great|sure|right|correct|thanks?|maybe|absolutely|exactly|alright|really|sorry|never|nothing|sometimes|not|see|same|other|self|declined|pending|deceased|male|female|patient|client|is|has|was|the|a|an|he|she|they|this|i|we|my|it|in|to|for|please|what|how|do|are|if|you|your|well|ok|okay|hi|hello|yeah|yep|yup|nope|so|and|but|um|uh|uhm|umm|hm+|eh|ah|oh|name|date|dob|mrn|age|ssn|address|phone|information|status|denies|reports|presents|education|care|history|notes?|type|id)\b/i;
/** The next field of the line, or credentials: `Anna Roe DOB`, `Jo Roe, MD`. */
const ENDS_BEFORE =
  /,? (?:DOB|MRN|SSN|Age|Sex|Date|Phone|Tel|ID|MD|DO|RN|NP|PA|PhD|LCSW|Address|Gender|Admi\w{1,20}|Medical|Room)\b.{0,160}$/u;

/** Values of labelled fields, which no sentence is around: the label says what they are. */
export function findFields(text: string): IdentifierSpan[] {
  if (!/[:=|]|>>|[/–—-] /.test(text)) return [];
  const read = unmisread(text);
  const spans: IdentifierSpan[] = [];
  for (const [identifier, pattern] of FIELDS)
    for (let match = firstMatch(pattern, read); match !== null; match = nextMatch(pattern, read, match)) {
      VALUE.lastIndex = match.index + match[0].length;
      const value = VALUE.exec(text)?.[1]
        ?.replace(ENDS_BEFORE, '')
        .replace(/[.,'’-]{1,8}$/, '');
      if (!value || value.length < 2 || NO_VALUE.test(value) || isOrdinaryTerm(value)) continue;
      // A turn of a conversation has its speaker before it as a form has a label: `Patient: Sometimes I …`.
      const words = value.toLowerCase().split(/[ ,]{1,2}|['’]/);
      const spoken = identifier === 'name' && !value.includes(',') ? words.slice(0, 1) : words;
      if (spoken.every((word) => isCommonWord(word) && !(identifier === 'name' && isGivenName(word)))) continue;
      const start = text.indexOf(value, match.index + match[0].length);
      spans.push({ start, end: start + value.length, identifier, confidence: 0.85, source: 'context' });
    }
  return spans.sort((a, b) => a.start - b.start).filter(({ start }, i, all) => start >= (all[i - 1]?.end ?? 0));
}

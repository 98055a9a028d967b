import { isCommonWord, isGivenName, isListedName, isRareWord } from '../tagger/model.ts';
import type { TaggedSpan } from '../tagger/tagger.ts';
import { DRUGS } from './ordinary.ts';

/** Endings that words of medicine have and names have not: stems of drugs (INN), diseases, operations, fields, tests. */
const ENDING = new RegExp(
  `.{3}(?:${[
    'azole|olol|pril|sartan|statin|mycin|micin|cillin|cycline|azepam|azolam|oxetine|triptan|triptyline|gliptin|gliflozin|glitazone|prazole',
    'tidine|tinib|parin|dronate|ocaine|barbital|thiazide|semide|floxacin|ciclovir|cyclovir|vudine|setron|profen|zosin|dipine|codone|morphone',
    'phylline|lukast|azine|apine|peridol|ipramine|ximab|zumab|umab|amide|olone|asone',
    'itis|osis|emia|aemia|ectomy|ostomy|otomy|plasty|oscopy|pathy|algia|algic|uria|phagia|plegia|paresis|megaly|rrhea|rrhoea|rrhagia|rrhaphy',
    'cytoma|elioma|kinesia|somnia|axone|glutide|natide|retroviral|lipidemia|graphy|graphic|sonogram|trophy|penia|cyte|cytic|sclerosis|stenosis|carcinoma|sarcoma|lymphoma|adenoma|melanoma|blastoma|hematoma|myeloma',
    'ology|ologist|iatric|ectasia|plasia|tropic|lytic|ergic|cular|skeletal|osomal|iensis|centesis|lithiasis|globin|inogen|urinalysis',
  ].join('|')})s?$`,
);
const LENGTH_MIN = 7;
const TERM_LENGTH_MAX = 120;

const DRUG_WORDS = new Set(DRUGS.map((drug) => drug.toLowerCase()));
const isMedicalWord = (word: string): boolean =>
  DRUG_WORDS.has(word) || (word.length >= LENGTH_MIN && ENDING.test(word) && !isListedName(word));

/**
 * Whether a text speaks of medicine by its own words: Loratadine, Retinitis Pigmentosa, Terconazole Topical. What an
 * organisation is called, a word that nobody knows may be in it: Zylka Dermatology.
 */
export function isMedicalTerm(value: string, kind: string): boolean {
  if (value.length > TERM_LENGTH_MAX) return false;
  const words = value.toLowerCase().match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];
  const isKnown = (word: string) => kind !== 'organization' || isCommonWord(word) || isRareWord(word);
  return (
    words.some(isMedicalWord) && words.every((word) => isMedicalWord(word) || (isKnown(word) && !isListedName(word)))
  );
}

/** Whoever a disease, a sign or a test is called after: Wilson disease, Murphy sign, Guillain-Barré syndrome. */
const OF_MEDICINE =
  /^ (?:disease|syndrome|sign|lymphoma|sarcoma|granulomatosis|thyroiditis|cyst|man(?:o)?euv(?:er|re)|reflex|phenomenon|palsy|contracture|chorea|dystrophy|criteria|coma scale|stag(?:e|ing)|esophagus|oesophagus|fracture|score|scale|test|response|tremor|nodes?)\b/;
/** After these whoever it is called after is nobody of the text, even where people have that given name. */
const DISEASE_AFTER = /^ (?:disease|syndrome|palsy|lymphoma|dystrophy|sarcoma)\b/;
export const isEponym = (text: string, { end, kind }: TaggedSpan, value: string) =>
  kind !== 'address' &&
  /^\p{Lu}[\p{L}\p{M}]{2,20}(?:[-–]\p{Lu}[\p{L}\p{M}]{2,20}){0,2}$/u.test(value) &&
  OF_MEDICINE.test(text.slice(end, end + 16)) &&
  (DISEASE_AFTER.test(text.slice(end, end + 16)) || !isGivenName(value.toLowerCase()));

/** Measured of a body, with their numbers: HR 88, BP 130/70, sodium 139 mmol/L. */
export const VITAL_SIGNS =
  /\b(?:HR|BP|RR|SpO2|BMI|Temp|Wt|Ht|PR|QRS|QTc|Na|Cl|pulse|sodium|potassium|creatinine|glucose|weight|rate):? ?\d/i;
/** The same of whatever a unit follows: Haptoglobin is 11.8 g/dL. */
export const MEASURED_AFTER =
  /^:? (?:(?:is|was|of|at|level) ){0,2}[<>]? ?\d{1,6}(?:[.,]\d{1,4})? ?(?:×|%|\p{L}{1,5}\/\p{L}|mmol\b|mm ?Hg\b|bpm\b)/u;

import type { Token } from './tokens.ts';

/** Small words that sentences of a language can hardly do without, and that are no words of English. */
const FUNCTION_WORDS: Record<string, string> = {
  de: 'ich du nicht und der das ist ein eine einen einem einer zu mit für auf sich auch aber wie mir mich dir dich sie ihr ihre ihren ihnen wir euch uns es den dem des von bei nach aus wenn dass weil oder nur noch schon sehr kann können könnte könnten habe haben hast hat bin bist sind sein wird werden würde möchte mein meine meiner dein deine kein keine jede jeder jedes immer heute hier doch ja nein danke bitte warum welche welcher diese dieser dieses über unter durch gegen ohne im zum zur vom ins beim mag wer gibt seit viele vielen gut guten gerne lieber gehts letzte letzten wirklich machen hallo nichts ganz wann jetzt',
  fr: 'je tu elle nous vous ils elles le les une des du et est suis sont avec pour dans sur pas plus que qui quoi mais où très mon ma mes ton ta tes ses ce cette ces être avoir avez ont ans oui merci bonjour quand pourquoi parce chez aux allez',
  es: 'el los las una del que es por para con se lo le su mi te muy pero cómo qué más estoy está están estás soy eres ser tengo tiene tienes hay cuando porque sí también yo tú ella ellos nosotros esto este esta ese esa hola gracias nada',
  it: 'il gli di che è non per sono sei siamo ho hai hanno mi ti ci ma anche cosa perché quando molto più mio mia tuo questa questo della del nel nella alla al dei delle stai sto bene ciao grazie io tu hai fare',
  pt: 'eu você ele ela nós não sim são está estou uma da das dos em na nas com muito mais meu minha seu sua quando também isso obrigado olá que por para mas',
  nl: 'ik je jij hij zij wij het een van niet met voor dat maar ook naar mijn jouw zijn heb heeft wordt hoe waarom omdat nog geen heel uit wil',
  pl: 'nie się jest na ja ty ona że jak ale mam masz czy bardzo mój moja tak dla już tylko przez kiedy mnie',
  north:
    'jag är och att det som inte med för på ett du har mig dig så vad när hur mycket jeg og ikke hva når meg deg hvad til af',
  tr: 've bir bu çok ben için ile ama değil yok daha gibi benim olarak',
  id: 'saya yang dan tidak untuk dengan ini itu ke dari akan ada bisa kamu aku apa karena',
  vi: 'tôi và là của không có cho này với được một trong như bạn',
  east: 'și nu este că în sunt jsem není jsou také který hogy nem egy és csak että olen mutta myös',
};
const LANGUAGES = Object.keys(FUNCTION_WORDS);
/** Which languages a small word is of. */
const languagesOf = new Map<string, string[]>();
for (const language of LANGUAGES)
  for (const word of FUNCTION_WORDS[language]?.split(' ') ?? [])
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);
const FRENCH_ELISION = /^(?:[cdjlmnst]|qu)['’]\p{L}/u;

/** The same of English, but for words that other languages have too. */
const ENGLISH = new Set(
  "the and is to of that it you my with for are have not but this they we she i i'm i've don't it's what when how can if at be been had has will would because just about your her his from there who or as by their them out up all get know think feel like really want need".split(
    ' ',
  ),
);

/** A sentence with fewer small words than this is of the language of the one before it, where no function word tells. */
const SMALL_WORDS_MIN = 3;
/** Words of two letters are words of several languages. In English nearly all longer ones are known; slang takes a few. */
const SMALL_LETTERS_MIN = 3;
const ENGLISH_SHARE_MIN = 0.6;

/**
 * The language of each token's sentence: null for English, a code where its function words tell, `?` for another. Words that
 * are part of a name say nothing of it.
 */
export function foreignWords(
  tokens: readonly Token[],
  tags: Uint8Array,
  { isCommon, isGiven }: { isCommon: (word: string) => boolean; isGiven: (word: string) => boolean },
): (string | null)[] {
  const languages: (string | null)[] = [];
  // Before the first sentence that tells, what most of the function words of the whole are.
  const whole = judge(tokens, tags, { from: 0, isGiven });
  let before = whole?.language ?? null;
  for (let from = 0; from < tokens.length; ) {
    let to = from;
    while (to < tokens.length && !(to > from && startsSentence(tokens[to - 1]))) to += 1;
    const sentence = tokens.slice(from, to);
    const judged = sentence.length === tokens.length ? whole : judge(sentence, tags, { from, isGiven });
    if (judged) before = judged.language;
    else {
      const small = sentence.filter(
        ({ text }, i) =>
          tags[from + i] === 0 && text.length >= SMALL_LETTERS_MIN && /^\p{Ll}[\p{L}\p{M}]*$/u.test(text),
      );
      if (small.length >= SMALL_WORDS_MIN) {
        const english = small.filter(({ text }) => isCommon(text)).length >= small.length * ENGLISH_SHARE_MIN;
        before = english ? null : (before ?? '?');
      }
    }
    for (; from < to; from++) languages.push(before);
  }
  return languages;
}

export const startsSentence = (before?: Token) => before === undefined || /^[.!?\n¿¡:]$/.test(before.text);

/** What the function words among tokens say; undefined where there are none, or as many of English. */
function judge(
  tokens: readonly Token[],
  tags: Uint8Array,
  { from, isGiven }: { from: number; isGiven: (word: string) => boolean },
): { language: string | null } | undefined {
  const counts: Record<string, number> = {};
  let english = 0;
  for (const [i, { text }] of tokens.entries()) {
    const word = text.toLowerCase();
    const tagged = tags[from + i] !== 0;
    // Some with a capital are names as well (Dan, Ella), and some stand in names and streets of English texts.
    if (tagged && text !== word && (text.length < FUNCTION_LETTERS_MIN || isGiven(word))) continue;
    if (PARTICLES.has(word) && (tagged || isPartOfName(tokens[i - 1]) || isPartOfName(tokens[i + 1]))) continue;
    if (ENGLISH.has(word)) english += 1;
    else if (word.length > 3 && FRENCH_ELISION.test(word)) counts.fr = (counts.fr ?? 0) + 1;
    for (const language of languagesOf.get(word) ?? []) counts[language] = (counts[language] ?? 0) + 1;
  }
  const [first] = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  if (first && first[1] > english) return { language: first[0] };
  return english > (first?.[1] ?? 0) ? { language: null } : undefined;
}
const FUNCTION_LETTERS_MIN = 4;
const PARTICLES = new Set(
  'del des van von dei delle della dal los las el il le les du da das dos di ben til dan al het zum vom den der na una une het nu av zu bei im per'.split(
    ' ',
  ),
);
const isPartOfName = (token?: Token) => token !== undefined && /^[\p{Lu}\d]/u.test(token.text);

/** What stands before a name: titles, and what German needs to tell a name from a noun. */
const TITLES =
  /^(?:herr|herrn|frau|dr|dra|prof|doktor|doctora?|docteur|dokter|dottor|dottoressa|señora?|sra?|senhora?|signora?|monsieur|madame|mme|mevrouw|meneer|pan|pani|doutora?)$/i;
const NAMED_BEFORE = /^(?:heiße|heisse|heißt|namens|familie|tante|onkel|oma|opa|bruder|schwester|freund|freundin)$/i;
/** Labels and greetings that begin a line or a sentence. */
const LABELS = new Set(
  'telefon telefonum telefonnummer téléphone tél tel telefono telefone teléfono numéro número numero buongiorno bonjour buenas buenos hola olá hallo guten merhaba cześć пациент пациентка телефон здравствуйте адрес'.split(
    ' ',
  ),
);
/** Whether a whole span is such a label: the model takes them for names in any language. */
export const isForeignLabel = (value: string) => LABELS.has(value.toLowerCase());
export const isTitle = (token?: Token) => token !== undefined && TITLES.test(token.text);

/** What German has before a noun and not before a name: articles, adjectives, prepositions that feelings and things have too. */
const DETERMINER =
  /^(?:\p{Ll}{2,24}(?:e|en|er|es|em)|das|ein|kein|mein|dein|sein|ihr|zum|zur|im|am|ins|vom|beim|mit|vor|habe?|hast|hat|viel|mehr|kein|ist|war|als|und|oder)$/u;
const STREET_WORDS = new Set(
  'rue avenue boulevard place chemin impasse allée quai cours route calle avenida plaza paseo via viale piazza corso rua travessa praça'.split(
    ' ',
  ),
);
const PLACE_BEFORE = /^(?:in|aus|nach|bei|von|um|\d{4,5})$/i;

/**
 * Whether a word that the model of English took for (a part of) a name is an ordinary one of its sentence's language. There,
 * only what has a capital can be a name; at the start of a sentence only what a list of names has. German writes every noun
 * with a capital: only given names, and what stands after one, a title or the like.
 */
export function isOrdinaryForeign(
  language: string,
  token: Token,
  {
    before,
    after,
    goesOn,
    numbered,
    kind,
    isName,
    isGiven,
  }: {
    before: Token | undefined;
    after: Token | undefined;
    /** The word before it is a part of the same name. */
    goesOn: boolean;
    /** And has a digit, in a text without capitals. */
    numbered: boolean;
    kind: string;
    isName: (word: string) => boolean;
    isGiven: (word: string) => boolean;
  },
): boolean {
  const { text } = token;
  // A sign begins no name: `BMW-Elemente`, `« le bailleur`.
  if (!/\p{L}/u.test(text)) return !goesOn && !/\d/.test(text);
  const lower = text.toLowerCase();
  const particle = languagesOf.get(lower)?.includes(language) === true;
  // Within a street the small words stay: Rua das Flores, 12 rue de la Paix.
  if (
    goesOn &&
    kind === 'address' &&
    (numbered || particle || STREET_WORDS.has(lower) || PARTICLES.has(lower) || text !== lower)
  )
    return false;
  if (text === lower || LABELS.has(lower) || TITLES.test(text)) return true;
  if (isTitle(before)) return false;
  const capitalAfter = /^\p{Lu}/u.test(after?.text ?? '');
  if (particle && (language === 'de' || startsSentence(before) || !capitalAfter)) return true;
  if (goesOn) return false;
  if (language === 'de' && kind !== 'address') {
    if (isGiven(lower) || NAMED_BEFORE.test(before?.text ?? '')) return false;
    // Two words with a capital in the middle of a sentence are seldom two nouns; a noun mostly has a small word before it.
    if (capitalAfter && !startsSentence(before)) return false;
    return (
      !isName(lower) ||
      (DETERMINER.test(before?.text ?? '') && !(kind === 'place' && PLACE_BEFORE.test(before?.text ?? '')))
    );
  }
  return startsSentence(before) && !isName(lower);
}

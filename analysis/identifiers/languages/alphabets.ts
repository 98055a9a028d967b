import type { LanguageRule } from './rule.ts';

/** A word of a script, with the marks that belong to its letters. */
const word = (script: string) => `\\p{Script=${script}}[\\p{Script=${script}}\\p{M}]{1,18}`;

/** After a cue, one word or two: the second may not be one of `small`, which begin the rest of the sentence. */
function named(script: string, { cues, titles, small }: { cues: string; titles: string; small: string }): LanguageRule {
  const one = word(script);
  return {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(
      `(?<![\\p{L}\\p{M}])(?:${cues}|${titles})[ :]{1,3}(?!(?:${small})(?![\\p{L}\\p{M}]))(${one}(?: (?!(?:${small})(?![\\p{L}\\p{M}]))${one})?)`,
      'gu',
    ),
  };
}

/** A day, a month by its name, and a year where there is one; or a month and a year. */
const dates = (months: string): LanguageRule => ({
  identifier: 'date',
  source: 'pattern',
  needs: /\d\.? (?:de |من |ב)?[\p{L}\p{M}]{2}|[\p{L}\p{M}] (?:de )?(?:19|20)\d\d/u,
  pattern: new RegExp(
    `(?<!\\d)\\d{1,2}\\.? (?:de |من |ב)?(?:${months})(?![\\p{L}\\p{M}])(?:,? (?:de |พ\\.ศ\\. ?)?(?:1[89]|2[05])\\d\\d)?|(?<![\\p{L}\\p{M}])(?:${months}) (?:de )?(?:19|20)\\d\\d(?!\\d)`,
    'giu',
  ),
});

/** Scripts whose letters have no capitals: who names themselves or is called by a title; streets; dates with their months. */
export const ALPHABETS: readonly LanguageRule[] = [
  named('Arabic', {
    cues: 'اسمي|إسمي|أنا اسمي|اسمه|اسمها|الاسم|اسم المريضة?|اسم من|نام من|نام|میرا نام|مریض کا نام',
    titles: 'السيدة?|الدكتورة?|الأستاذة?|د\\.|آقای|خانم|دکتر|جناب|محترمہ|ڈاکٹر',
    small: 'من|في|و\\p{L}{1,12}|أنا|هو|هي|عمري|أعاني|الذي|التي|است|ہے|هستم|از|در|را|که|اور|میں|سے|کے|کا|کی',
  }),
  // Given names that most people have, with the name after them; words of which many are ordinary are left out.
  {
    identifier: 'name',
    source: 'pattern',
    pattern:
      /(?<![\p{L}\p{M}])((?:محمد|أحمد|احمد|محمود|مصطفى|إبراهيم|ابراهيم|إسماعيل|يوسف|حسين|حسن|خالد|طارق|عمر|عثمان|ياسر|وليد|هشام|كريم|عبد ?الله|عبد ?الرحمن|عبد ?العزيز|عبد ?القادر|سعيد|فيصل|ماجد|رامي|سامي|بلال|زياد|أسامة|مروان|جمال|فاطمة|عائشة|خديجة|زينب|مريم|سارة|ليلى|نورة|هدى|سلمى|ياسمين|رانيا|دينا|سميرة|نادية|لطيفة|حنان)(?: (?!(?:من|في|و\p{L}{1,12}|أنا|هو|هي|إلى|على|عن|أن|قد|لم|لا|ما|كان|كانت|قال|قالت|الذي|التي|إن|مع|عند|بعد|قبل|هذا|هذه)(?![\p{L}\p{M}]))(?:(?:عبد|بن|بنت|أبو|آل) )?\p{Script=Arabic}[\p{Script=Arabic}\p{M}]{2,14})?)/gu,
  },
  {
    identifier: 'address',
    source: 'pattern',
    pattern:
      /(?:شارع|خیابان|طريق|حي)(?: [\p{Script=Arabic}\p{M}]{2,16}){1,2}(?:[، ]{1,2}(?:رقم |پلاک |عمارة |شقة )?\d{1,4}){0,3}/gu,
    accept: (found) => /\d/.test(found) || found.startsWith('شارع'),
  },
  dates(
    'يناير|فبراير|مارس|أبريل|إبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول|فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند',
  ),
  named('Hebrew', {
    cues: 'שמי|השם שלי(?: הוא)?|קוראים לי|שם המטופלת?|שמו|שמה',
    titles: "מר|גברת|גב[׳']|ד[\"״]ר|פרופ[׳']",
    small: 'אני|ואני|הוא|היא|בן|בת|מ\\p{L}{2,10}|ו\\p{L}{2,10}|גר|גרה|של|על|את|לא|כן',
  }),
  {
    identifier: 'address',
    source: 'pattern',
    pattern: /(?:רחוב|ברחוב|רח[׳'])(?: [\p{Script=Hebrew}"״]{2,14}){1,2} \d{1,4}(?:\/\d{1,3})?/gu,
  },
  dates('ינואר|פברואר|מרץ|מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר'),
  named('Devanagari', {
    cues: 'मेरा नाम|मेरा पूरा नाम|नाम|रोगी का नाम|माझे नाव|मेरो नाम',
    titles: 'श्री|श्रीमती|सुश्री|डॉ\\.?|डॉक्टर|कुमारी',
    small: 'है|हैं|और|मैं|था|थी|आहे|हो|से|का|के|की|में|ने|को|क्या|बताइए|नहीं|जी|यह|वह',
  }),
  dates('जनवरी|फ़?रवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|सितम्बर|अक्टूबर|अक्तूबर|नवंबर|नवम्बर|दिसंबर|दिसम्बर'),
  named('Bengali', {
    cues: 'আমার নাম|রোগীর নাম|নাম',
    titles: 'শ্রী|শ্রীমতী|জনাব|ডা\\.?|ডাক্তার',
    small: 'আমি|এবং|হল|হলো|কি|আমার|থেকে|ও|আর',
  }),
  named('Tamil', { cues: 'என் பெயர்|எனது பெயர்', titles: 'திரு\\.?|திருமதி|டாக்டர்', small: 'நான்|எனக்கு|என்|மற்றும்' }),
  named('Telugu', { cues: 'నా పేరు', titles: 'శ్రీ|శ్రీమతి|డాక్టర్', small: 'నేను|నాకు|మరియు' }),
  {
    identifier: 'name',
    source: 'context',
    pattern:
      /(?:(?:ฉัน|ผม|ดิฉัน|หนู)ชื่อ|ชื่อผู้ป่วย|ชื่อ-สกุล|ชื่อ(?=[^ก-๎]))[ :]{0,3}((?:\p{Script=Thai}){2,12}(?: (?!อยู่|อายุ|เป็น|ทำงาน|ค่ะ|ครับ|และ|มา|โทร|เกิด)\p{Script=Thai}{2,14})?)/gu,
    accept: (found) => found.replace(/(?:ค่ะ|ครับ|อายุ|อยู่|เป็น|และ|มา|ทำงาน).{0,24}$/u, '').trim(),
  },
  {
    identifier: 'name',
    source: 'context',
    pattern:
      /(?:นางสาว|นาย|นาง|คุณ|ด\.ช\.|ด\.ญ\.|นพ\.|พญ\.) ?(\p{Script=Thai}{2,14} \p{Script=Thai}{2,16})(?= |$|[\n,.])/gu,
    accept: (found) => !/^(?:แม่|พ่อ|หมอ|ครู|จะ|คิด|รู้|มี|ไม่|ได้|เป็น|ต้อง|ควร|สามารถ|อาจ)/u.test(found),
  },
  {
    identifier: 'address',
    source: 'pattern',
    pattern: /(?:บ้านเลขที่ )?\d{1,4}(?:\/\d{1,4})? (?:ซอย|ถนน|หมู่|ม\.|ถ\.|ซ\.) ?[\p{Script=Thai}\d]{1,18}/gu,
  },
  dates('มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม'),

  // Letters with capitals: the sequence model sees names; months and streets it does not know.
  dates(
    'января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня',
  ),
  dates(
    'ιανουαρίου|φεβρουαρίου|μαρτίου|απριλίου|μαΐου|ιουνίου|ιουλίου|αυγούστου|σεπτεμβρίου|οκτωβρίου|νοεμβρίου|δεκεμβρίου',
  ),
  {
    identifier: 'address',
    source: 'pattern',
    pattern:
      /(?<!\p{L})(?:ул\.|улица|улице|вул\.|вулиця|проспект|просп\.|пр-т|переулок|пер\.|бульвар) {0,1}(?:\p{Lu}[\p{L}-]{1,24})(?: \p{Lu}[\p{L}-]{1,24}){0,2}(?:, ?(?:д\.|дом|буд\.|будинок|корп\.|кв\.|квартира) ?\d{1,4}\p{L}?|, ?\d{1,4}){0,3}/gu,
  },
];

/** Months of languages in Latin letters that dates.ts does not know. */
export const LATIN_DATES: readonly LanguageRule[] = [
  dates(
    'ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince|tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta|lokakuuta|marraskuuta|joulukuuta|februari|maret|mei|juli|agustus|oktober|desember|januar|februar|marts|august|december|ianuarie|februarie|martie|aprilie|iunie|iulie|septembrie|octombrie|noiembrie|decembrie|január|február|március|április|május|június|július|augusztus|szeptember|október',
  ),
  {
    identifier: 'date',
    source: 'pattern',
    needs: /tháng/i,
    pattern: /(?<!\p{L})(?:ngày )?\d{1,2} tháng \d{1,2}(?: năm (?:19|20)\d\d)?/giu,
  },
];

import { agesBefore, type LanguageRule } from './rule.ts';

const HANGUL = '\\p{Script=Hangul}';
/** Family names that most people have. */
const FAMILY =
  '(?:김|이|박|최|정|강|조|윤|장|임|한|오|서|신|권|황|안|송|전|홍|유|고|문|양|손|배|백|허|남|심|노|하|곽|성|차|주|우|구|나|민|진|지|엄|채|원|천|방|공|현|함|변|염|여|추|도|소|석|선|설|마|길|표|범|국|은|편|용|반|왕|금|옥|육|맹|제|모|류|봉|빈|팽|갈|탁|복|사|부|남궁|황보|선우|제갈)';
/** How people are called by what they are. */
const NOT_NAMES =
  '(?!(?:선생|어머|아버|부모|고객|환자|상담사|교수|의사|원장|사장|과장|부장|팀장|대리|하느|하나|주치의|담임|여러|이모|고모|조카|형|누|아드|따|손)님)';

/** Korean: who names themselves or is called by 씨 and the like; addresses, towns, dates, ages, resident numbers. */
export const KOREAN: readonly LanguageRule[] = [
  // A field of a form, whatever its label is: 담당자: 김민수. Departments and places have the form as well.
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(
      `(?:${HANGUL} {0,6}){1,8}[:：] {0,2}((?:${FAMILY})${HANGUL}{2}|${FAMILY}[○ㅇOo*]{1,2})(?=$|[\\s,()/（]|님|씨)`,
      'gu',
    ),
    accept: (found) => !/(?:과|실|병|증|원|사|동|시|군|구|부|팀|장|함|음|중|적|성|자|일|역|음)$/u.test(found),
  },
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(
      `(?<!${HANGUL})(?!(?:담당|해당|우리|전임|신임|현재)${HANGUL}? )(${FAMILY}(?:${HANGUL}{2}|[○ㅇ*]{1,2})) ?(?:과장|팀장|고객|환자|대리|부장|차장|이사|대표|원장|교수|기자|변호사|간호사|상담사|주임)(?:님|은|는|이|가|의|에게|께서|[ ,.]|$)`,
      'gu',
    ),
  },
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(
      `(?:이름은|이름[:：]|성명[:：]|환자명[:：]|보호자[:：]) {0,2}(${FAMILY}${HANGUL}{1,3}?)(?=이고|이라고|라고|입니다|이에요|예요|이야|인데|[ ,.\\n]|$)`,
      'gu',
    ),
  },
  // Who I am may as well be what I am (주부입니다, 정상이에요): only three syllables, by the names that begin no such word.
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(
      `(?<!${HANGUL})(${FAMILY}${HANGUL}{2})(?=(?:이)?라고 (?:합니다|해요|불러|부르))|(?:저는|나는|제가|의사|상담사|간호사|선생) ([김박최조윤임오권황안송홍]${HANGUL}{2})(?=입니다|이에요|예요|이고)`,
      'gu',
    ),
  },
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(
      `(?<!${HANGUL})${NOT_NAMES}(${FAMILY}${HANGUL}{1,2})(?= ?(?:씨|님|선생님|의사|교수님|과장님|팀장님|양|군)(?:$|[^${HANGUL}]|[은는이가을를의께도와과랑한에,]))`,
      'gu',
    ),
  },
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(`(?<!${HANGUL})(${HANGUL}{2,3})(?= ?씨(?:$|[^${HANGUL}]|[은는이가을를의께도와과랑]))`, 'gu'),
  },
  {
    identifier: 'national_id',
    source: 'pattern',
    pattern: /(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-8]\d{6}(?!\d)/gu,
  },
  {
    identifier: 'address',
    source: 'pattern',
    pattern:
      /(?:\p{Script=Hangul}{2,7}(?:시|도) )?(?:\p{Script=Hangul}{1,6}(?:시|군|구) ){0,2}(?:\p{Script=Hangul}{1,6}(?:읍|면|동) )?\p{Script=Hangul}{1,8}(?:로|길|동)(?:\d{1,3}번?길)? ?\d{1,4}(?:-\d{1,4})?(?:번지)?(?: ?\d{1,4}동)?(?: ?\d{1,4}호)?/gu,
    accept: (found) => /\d/.test(found) && / /.test(found) && /(?:로|길|동)(?:\d{1,3}번?길)? ?\d/u.test(found),
  },
  {
    identifier: 'place',
    source: 'pattern',
    pattern:
      /(?<!\p{Script=Hangul})(?:서울|부산|대구|인천|광주|대전|울산|세종|수원|성남|용인|고양|창원|청주|전주|천안|포항|제주)(?:특별시|광역시|시)?(?: \p{Script=Hangul}{1,4}구)?(?=$|[^\p{Script=Hangul}]|에|의|로|은|는|이|가|을|를)|(?<!\p{Script=Hangul})\p{Script=Hangul}{1,4}구(?= \p{Script=Hangul}{1,5}동)/gu,
  },
  {
    identifier: 'organization',
    source: 'pattern',
    pattern:
      /(?<!\p{Script=Hangul})\p{Script=Hangul}{2,8}(?:대학교병원|대병원|병원|의원|대학교|고등학교|중학교|초등학교)(?!\p{Script=Hangul}{3})/gu,
    accept: (found) =>
      !/^(?:정신|종합|대학|동네|개인|여자|남자|이|그|우리|요양|한방|근처|다른)(?:과)?(?:병원|의원|대학교|고등학교|중학교|초등학교)$/u.test(
        found,
      ),
  },
  {
    identifier: 'date',
    source: 'pattern',
    pattern: /(?:(?:19|20)\d\d|작|올|내)년 ?\d{1,2}월(?: ?\d{1,2}일)?|(?<!\d)\d{1,2}월 ?\d{1,2}일/gu,
  },
  ...agesBefore('[세살]'),
];

import { agesBefore, type LanguageRule } from './rule.ts';

const KANJI = '[\\p{Script=Han}々]';
const KATA = '[\\p{Script=Katakana}ー]';
/** What people are called by what they are, and not by a name. */
const NOT_NAMES =
  '(?!(?:お?(?:母|父|兄|姉|嫁|客|孫|子|医者|巡り|祖母|祖父|婆|爺)|皆|奥|患者|娘|息子|子供|医者|看護師|相談者|旦那|叔父|叔母|伯父|伯母|先輩|後輩|主治医|担当|学校|担任|妹|弟|神|王|カウンセラー|ヘルパー|スタッフ|ママ|パパ|クライアント)(?:さん|様|氏|先生|くん|君|ちゃん))';

/** Japanese: who names themselves or is called by さん and the like; addresses, postal codes, dates of both eras, ages. */
export const JAPANESE: readonly LanguageRule[] = [
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(
      `(?:名前は|氏名[:： ]{1,3}|名は)((?:${KANJI}{1,4}[ 　]?${KANJI}{0,4})|(?:${KATA}{2,10}(?:[・ ]${KATA}{2,10})?))(?=です|だ|と|で|[、。\\n 　]|$)`,
      'gu',
    ),
  },
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(`(${KANJI}{2,4}[ 　]?${KANJI}{0,3}|${KATA}{2,10})(?=と申します|と言います|といいます)`, 'gu'),
  },
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(
      `(?<![\\p{Script=Han}々\\p{Script=Katakana}ー])${NOT_NAMES}(${KANJI}{1,4}[ 　]?${KANJI}{0,3}|${KATA}{2,10})(?=さん|様|氏(?!名)|先生|くん|君|ちゃん)`,
      'gu',
    ),
  },
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(
      `(?:Dr\\.|医師|読影医|承認医|担当医|主治医|緊急連絡先|患者|保護者|記載者|署名|担当者|申込者|ご家族|続柄)[:： ]{1,3}((?!なし|不明|同上)(?:${KANJI}{2,5}(?:[ 　]${KANJI}{1,4})?|${KATA}{2,10}(?:[・ 　]${KATA}{2,10})?))(?=[\\s、。（(/]|$)|Dr\\.(${KANJI}{2,5})`,
      'gu',
    ),
  },
  // How a name is read, beside it: 佐藤花子（さとう はなこ）.
  {
    identifier: 'name',
    source: 'context',
    pattern:
      /\p{Script=Han}[（(]((?:\p{Script=Hiragana}{2,8}[ 　]\p{Script=Hiragana}{2,8}|[\p{Script=Katakana}ー]{2,8}[ 　][\p{Script=Katakana}ー]{2,8}))[）)]/gu,
  },
  {
    identifier: 'organization',
    source: 'pattern',
    pattern:
      /株式会社[\p{Script=Han}\p{Script=Katakana}ーA-Za-z]{2,16}|[\p{Script=Han}\p{Script=Katakana}ー]{2,14}(?:大学病院|総合病院|医療センター|病院|クリニック|医院|大学|株式会社)/gu,
    accept: (found) =>
      !/^(?:大学|総合|精神科?|当|他|貴|同|総合大学|近隣の?|救急|入院)?(?:大学病院|総合病院|病院|クリニック|医院|大学|株式会社)$/u.test(
        found,
      ),
  },
  { identifier: 'postal_code', source: 'pattern', pattern: /〒 ?(\d{3}-?\d{4})/gu },
  {
    identifier: 'address',
    source: 'pattern',
    pattern:
      /(?:東京都|北海道|(?:京都|大阪)府|\p{Script=Han}{2,3}県)?[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ヶ]{1,8}[市区郡町村][\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ヶー]{0,12}\d{1,4}(?:(?:丁目|番地?|号|[-ー－])\d{0,4}){1,5}/gu,
    accept: (found) =>
      found.replace(/^.{0,16}?(?=東京都|北海道|京都府|大阪府|\p{Script=Han}{2,3}県)|^.{0,16}[は、]/u, ''),
  },
  {
    identifier: 'place',
    source: 'pattern',
    pattern:
      /(?:東京都|北海道|(?:京都|大阪)府|\p{Script=Han}{2,3}県)\p{Script=Han}{1,5}[市区町村]|(?:札幌|仙台|横浜|川崎|名古屋|京都|大阪|神戸|広島|福岡|北九州|千葉|埼玉|新宿|渋谷|池袋|品川|那覇|金沢|長崎|熊本|鹿児島|静岡|浜松|新潟|岡山)(?:市|区)?/gu,
  },
  {
    identifier: 'date',
    source: 'pattern',
    pattern: /(?:(?:昭和|平成|令和|大正)(?:元|\d{1,2})年|(?:19|20)\d\d年)\d{1,2}月(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日/gu,
  },
  ...agesBefore('[歳才]'),
];

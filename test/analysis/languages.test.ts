import { describe, expect, test } from 'vitest';
import { repeatNames } from '../../analysis/identifiers/repeat.ts';
import { findIdentifiers } from '../../analysis/pii.ts';

const found = (text: string) =>
  findIdentifiers(text).map(({ start, end, identifier }) => `${identifier} ${text.slice(start, end)}`);

describe('identifiers of other languages', () => {
  test.each<[string, string, string[]]>([
    [
      'Chinese, a form',
      '患者姓名：陈丽华，病历号：A1029384，出生日期：1988-05-12，联系电话：13812345678',
      ['name 陈丽华', 'medical_record A1029384', 'date 1988-05-12', 'phone 13812345678'],
    ],
    [
      'Chinese, talk',
      '我叫王小明，住在北京市朝阳区建国路88号院3号楼1201室。李医生，我丈夫张伟2023年5月3日住院了。',
      ['name 王小明', 'address 北京市朝阳区建国路88号院3号楼1201室', 'name 李', 'name 张伟', 'date 2023年5月3日'],
    ],
    ['Chinese, thanks before a name', '谢谢卢老师，我会努力的。', ['name 卢']],
    [
      'Japanese',
      '山田太郎と申します。東京都新宿区西新宿2-8-1に住んでいます。佐藤さん、電話は03-1234-5678です。',
      ['name 山田太郎', 'address 東京都新宿区西新宿2-8-1', 'name 佐藤', 'phone 03-1234-5678'],
    ],
    [
      'Korean',
      '제 이름은 김민수이고 서울특별시 강남구 테헤란로 123에 살아요. 전화번호는 010-1234-5678입니다.',
      ['name 김민수', 'address 서울특별시 강남구 테헤란로 123', 'phone 010-1234-5678'],
    ],
    ['Arabic, with its own digits', 'اسمي محمد علي ورقم هاتفي ٠١٠١٢٣٤٥٦٧٨', ['name محمد علي', 'phone ٠١٠١٢٣٤٥٦٧٨']],
    ['Hindi', 'मेरा नाम राहुल शर्मा है, फ़ोन नंबर 9876543210', ['name राहुल शर्मा', 'phone 9876543210']],
    ['Thai', 'ฉันชื่อสมชาย ใจดี โทร 081-234-5678', ['name สมชาย ใจดี', 'phone 081-234-5678']],
    [
      'Russian',
      'Меня зовут Иван Петров, улица Ленина, дом 5, квартира 12. Родился 12 мая 1988 года.',
      ['name Иван Петров', 'address улица Ленина, дом 5, квартира 12', 'date 12 мая 1988'],
    ],
    [
      'German, nouns and names',
      'Mein Bruder Thomas Müller hat Angst vor der Therapie bei Frau Schneider.',
      ['name Thomas Müller', 'name Schneider'],
    ],
  ])('%s', (_, text, expected) => expect(found(text)).toEqual(expected));

  test.each([
    ['Chinese', '首先，我们会关注您的强迫性思维，改变不合理信念，迎接新的生活。我高兴地发现，周末任何方法都可以试试。'],
    ['Chinese with abbreviations', '我们可以用NLP技术来处理这个问题，PUA是一种手法。'],
    ['Japanese', '最近よく眠れません。お母さんや患者さんのことを考えると不安になります。'],
    ['Korean', '저는 요즘 잠을 잘 못 자요. 상담 선생님이 괜찮다고 하셨어요.'],
    [
      'German',
      'Ich fühle große Wut und Angst. Können Sie mir mehr über diese Gefühle erzählen? In den letzten Wochen war die Arbeit schwer.',
    ],
    ['Spanish', '¿Cómo estás? Estoy triste y no sé qué hacer. Todavía no he dormido.'],
    ['Italian', 'Che tipo di cani hai? Io sto bene e tu?'],
  ])('takes no ordinary word for one: %s', (_, text) => expect(found(text)).toEqual([]));

  test('what stands beside letters without capitals stands alone', () =>
    expect(found('邮箱anna@example.org，网址https://example.org/a我们')).toEqual([
      'email anna@example.org',
      'url https://example.org/a',
    ]));

  test('a name of Chinese signs is found in all texts of a conversation', () => {
    const texts = ['我叫王小明。', '好的，那王小明最近怎么样？'];
    const all = repeatNames(
      texts,
      texts.map((text) => findIdentifiers(text)),
    );
    expect(all[1]?.map(({ start, end, source }) => [texts[1]?.slice(start, end), source])).toEqual([
      ['王小明', 'repeat'],
    ]);
  });
});

describe('personal numbers of states', () => {
  test.each([
    ['China', '11010519491231002X', '110105194912310021'],
    ['Spain', '12345678Z', '12345678A'],
    ['Poland', '44051401359', '44051401358'],
    ['Turkey', '10000000146', '10000000147'],
    ['Brazil', '111.444.777-35', '111.444.777-36'],
    ['Chile', '12.345.678-5', '12.345.678-6'],
    ['India', '2341 2341 2346', '2341 2341 2347'],
    ['Finland', '131052-308T', '131052-308U'],
    ['Thailand', '1-1016-00042-39-0', '1-1016-00042-39-1'],
    ['France', '2 55 08 14 168 025 38', '2 55 08 14 168 025 39'],
  ])('%s: the check sign tells', (_, right, wrong) => {
    expect(found(`ref ${right} here`)).toContain(`national_id ${right}`);
    expect(found(`ref ${wrong} here`)).not.toContain(`national_id ${wrong}`);
  });
});

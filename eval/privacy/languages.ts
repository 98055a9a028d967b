import { readFileSync } from 'node:fs';
import {
  ar,
  base,
  de,
  en,
  es,
  Faker,
  fa,
  fr,
  he,
  it,
  ja,
  ko,
  type LocaleDefinition,
  nl,
  pl,
  pt_BR,
  ru,
  th,
  tr,
  vi,
  zh_CN,
} from '@faker-js/faker';
import type { IdentifierId } from '../../contracts/privacy.ts';
import { fillSlots } from '../../training/pii/fill.ts';
import type { LabelledRecord } from './score.ts';

const FILLS = 12;
const SEED = 13;

interface Custom {
  locale: LocaleDefinition;
  date: (year: number, month: number, day: number) => string;
  /** # is a digit. */
  phone: string[];
  /** The family name first, with no space between. */
  familyFirst?: true;
  address?: (faker: Faker) => string;
}

/** A date by the names of the months. */
const written =
  (names: string, form = (day: number, month: string, year: number) => `${day} ${month} ${year}`) =>
  (year: number, month: number, day: number) =>
    form(day, names.split(' ')[month - 1] ?? '', year);
const withDe = (day: number, month: string, year: number) => `${day} de ${month} de ${year}`;
const number = (faker: Faker, max = 200) => faker.number.int({ min: 1, max });

/** How a language writes what faker's locale has no form for. */
const CUSTOMS: Record<string, Custom> = {
  zh_CN: {
    locale: zh_CN,
    familyFirst: true,
    date: (y, m, d) => `${y}年${m}月${d}日`,
    phone: ['13#########', '18#########', '010-6#######'],
    address: (f) =>
      `${f.helpers.arrayElement(['上海市浦东新区', '杭州市西湖区', '成都市武侯区'])}${f.helpers.arrayElement(['世纪大道', '文三路', '人民南路', '长江路'])}${number(f)}号${number(f, 20)}栋${number(f, 30)}01室`,
  },
  ja: {
    locale: ja,
    familyFirst: true,
    date: (y, m, d) => `${y}年${m}月${d}日`,
    phone: ['090-####-####', '03-####-####'],
    address: (f) =>
      `${f.helpers.arrayElement(['東京都世田谷区', '大阪府堺市', '福岡県福岡市'])}${f.helpers.arrayElement(['桜町', '本町', '緑が丘'])}${number(f, 9)}-${number(f, 30)}-${number(f, 20)}`,
  },
  ko: {
    locale: ko,
    familyFirst: true,
    date: (y, m, d) => `${y}년 ${m}월 ${d}일`,
    phone: ['010-####-####', '02-###-####'],
    address: (f) =>
      `${f.helpers.arrayElement(['서울특별시 마포구', '부산광역시 해운대구', '경기도 수원시'])} ${f.helpers.arrayElement(['월드컵로', '중앙대로', '정조로'])} ${number(f)}`,
  },
  ar: {
    locale: ar,
    date: written('يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر'),
    phone: ['05########', '010########'],
  },
  he: { locale: he, date: (y, m, d) => `${d}.${m}.${y}`, phone: ['05#-#######'] },
  fa: { locale: fa, date: (y, m, d) => `${y}/${m}/${d}`, phone: ['0912#######'] },
  ru: {
    locale: ru,
    date: written('января февраля марта апреля мая июня июля августа сентября октября ноября декабря'),
    phone: ['+7 9## ###-##-##', '8 (9##) ###-##-##'],
  },
  de: {
    locale: de,
    date: written(
      'Januar Februar März April Mai Juni Juli August September Oktober November Dezember',
      (day, month, year) => `${day}. ${month} ${year}`,
    ),
    phone: ['030 #######', '0171 #######'],
  },
  fr: {
    locale: fr,
    date: written('janvier février mars avril mai juin juillet août septembre octobre novembre décembre'),
    phone: ['06 ## ## ## ##', '01 ## ## ## ##'],
  },
  es: {
    locale: es,
    date: written('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre', withDe),
    phone: ['6## ### ###', '91 ### ## ##'],
  },
  it: {
    locale: it,
    date: written('gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'),
    phone: ['3## #######', '06 ########'],
  },
  pt_BR: {
    locale: pt_BR,
    date: written('janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro', withDe),
    phone: ['(11) 9####-####'],
  },
  nl: {
    locale: nl,
    date: written('januari februari maart april mei juni juli augustus september oktober november december'),
    phone: ['06-########', '020-#######'],
  },
  pl: {
    locale: pl,
    date: written('stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia'),
    phone: ['5## ### ###'],
  },
  tr: {
    locale: tr,
    date: written('Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık'),
    phone: ['05## ### ## ##'],
  },
  th: {
    locale: th,
    date: written(
      'มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม',
      (day, month, year) => `${day} ${month} ${year + 543}`,
    ),
    phone: ['08#-###-####'],
  },
  vi: { locale: vi, date: (y, m, d) => `${d}/${m}/${y}`, phone: ['09## ### ###'] },
};

const TYPES: Record<string, IdentifierId> = {
  name: 'name',
  family: 'name',
  given: 'name',
  phone: 'phone',
  date: 'date',
  address: 'address',
  city: 'place',
  record: 'medical_record',
};

/** Sentences of other languages that we wrote (training/pii/heldout/languages.txt), filled by faker; the same each time. */
export function inventLanguages(): Record<string, LabelledRecord[]> {
  const sets: Record<string, LabelledRecord[]> = {};
  let language = '';
  const lines = readFileSync(new URL('../../training/pii/heldout/languages.txt', import.meta.url), 'utf8').split('\n');
  for (const line of lines) {
    const section = /^\[(\w+)\]$/.exec(line)?.[1];
    if (section) language = section;
    else if (line !== '' && !line.startsWith('#'))
      sets[language] = [...(sets[language] ?? []), ...fill(line, language)];
  }
  return sets;
}

function fill(template: string, language: string): LabelledRecord[] {
  const customs = CUSTOMS[language];
  if (!customs)
    throw new Error(`languages.txt has a section [${language}] that eval/privacy/languages.ts has no customs for`);
  const faker = new Faker({ locale: [customs.locale, en, base], seed: SEED + template.length });
  return Array.from({ length: FILLS }, () => {
    const { text, spans } = fillSlots(template, (slot) => {
      const type = TYPES[slot];
      if (!type) throw new Error(`languages.txt has a slot {${slot}} that nothing fills`);
      return { value: valueFor(slot, customs, faker), type };
    });
    return { text, labels: spans };
  });
}

function valueFor(slot: string, { familyFirst, date, phone, address }: Custom, faker: Faker): string {
  const [given, family] = [faker.person.firstName(), faker.person.lastName()];
  switch (slot) {
    case 'given':
      return given;
    case 'family':
      return family;
    case 'name':
      return familyFirst ? family + given : `${given} ${family}`;
    case 'phone':
      return faker.helpers.arrayElement(phone).replace(/#/g, () => String(faker.number.int(9)));
    case 'date':
      return date(
        faker.number.int({ min: 2001, max: 2025 }),
        faker.number.int({ min: 1, max: 12 }),
        faker.number.int({ min: 1, max: 28 }),
      );
    case 'city':
      return faker.location.city();
    case 'record':
      return `${faker.string.alpha({ length: 1, casing: 'upper' })}${faker.string.numeric(7)}`;
    default:
      return address?.(faker) ?? faker.location.streetAddress();
  }
}

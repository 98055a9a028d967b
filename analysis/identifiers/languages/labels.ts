import type { IdentifierId } from '../../../contracts/privacy.ts';
import type { LanguageRule } from './rule.ts';

/** What forms and sentences of other languages write before a number or a code. English ones are in context.ts. */
const CODES: [IdentifierId, string][] = [
  [
    'national_id',
    '身份证(?:号码?)?|身分證(?:字號|號碼)?|护照号?码?|護照號碼|マイナンバー|個人番号|旅券番号|주민등록번호|여권번호|외국인등록번호|رقم الهوية|الرقم القومي|رقم جواز السفر|کد ملی|ת["״]ז|ת\\.ז\\.?|מספר זהות|आधार(?: नंबर| संख्या)?|паспорт(?:а)?(?: серия)?(?: №)?|СНИЛС|ИНН|numéro de passeport|NIR|Personalausweis(?:nummer)?|Reisepass(?:nummer)?|Steuer-?ID|DNI|NIE|NIF|pasaporte|cédula|CURP|RFC|RG|CPF|passaporto|carta d[’\']identità|codice fiscale|PESEL|dowód osobisty|paspoort(?:nummer)?|BSN|TC kimlik(?: no)?|kimlik no|CMND|CCCD|NIK|nomor KTP|personnummer|henkilötunnus|CPR-nummer',
  ],
  [
    'medical_record',
    '病历号|病歷號|住院号|门诊号|就诊号|病案号|登记号|カルテ番号|診察券番号|患者番号|患者ID|차트번호|등록번호|환자번호|병록번호|رقم الملف|رقم المريض|מספר תיק|номер карты|история болезни №?|numéro de dossier|n° de dossier|dossier n°|Patientennummer|Fallnummer|Krankenaktennummer|historia clínica(?: n[º°.o]{1,2})?|número de historia|prontuário(?: n[º°.o]{1,2})?|cartella clinica(?: n[º°.o]{1,2})?|NHC|numer karty|patiëntnummer|dosya no|protokol no',
  ],
  [
    'health_plan',
    '医保(?:卡)?(?:号码?|编号)|社保(?:卡)?(?:号码?|编号)|保険証番号|被保険者番号|보험증번호|건강보험번호|رقم التأمين|полис(?: ОМС)?(?: №)?|numéro de sécurité sociale|carte vitale|Versichertennummer|Krankenversicherungsnummer|tarjeta sanitaria|NASS|CIPA|número de póliza|número de afiliación|carteirinha|tessera sanitaria|polisnummer|sigorta no',
  ],
  [
    'account',
    '银行卡(?:号码?)?|卡号|账号|帐号|账户|帳號|口座番号|계좌번호|رقم الحساب|номер счета|номер карты банка|numéro de compte|Kontonummer|número de cuenta|conta(?: n[º°.o]{1,2})?|numero di conto|rekeningnummer|hesap no|số tài khoản',
  ],
  [
    'license',
    '执业证号?|驾驶证号?|医师执照|運転免許証番号|免許番号|면허번호|رخصة القيادة|permis de conduire|Führerscheinnummer|N[º°]? ?[Cc]ol\\.?|número de colegiado|carnet de conducir|licencia de conducir|CNH|CRM|patente',
  ],
  [
    'phone',
    '手机号?码?|电话(?:号码)?|電話(?:番号|號碼)?|联系方式|聯絡電話|携帯(?:番号)?|전화번호|연락처|휴대폰|رقم (?:ال)?هاتفي?|رقم (?:ال)?جوالي?|تلفن|موبایل|טלפון|נייד|फ़ोन(?: नंबर)?|फोन(?: नंबर)?|मोबाइल(?: नंबर)?|โทร(?:ศัพท์)?\\.?|เบอร์|телефон|тел\\.|téléphone|tél\\.?|portable|Telefon(?:nummer)?|Tel\\.|Handy(?:nummer)?|teléfono|móvil|celular|telefone|telefono|cellulare|telefoonnummer|telefonum|telefonu|số điện thoại|nomor telepon|nomor HP',
  ],
  [
    'unique_code',
    '学号|工号|编号|订单号|受付番号|会員番号|社員番号|학번|사번|접수번호|군번|matricule|Matrikelnummer|número de expediente|matrícula',
  ],
  ['username', '微信号?|QQ号?|QQ|LINE ?ID|카톡 ?(?:ID|아이디)|카카오톡 ?(?:ID|아이디)'],
  ['postal_code', '邮编|邮政编码|郵便番号|우편번호|code postal|Postleitzahl|código postal|C\\.?P\\.?|CEP|CAP|индекс'],
];

const SAYS =
  '(?:(?:号码|號碼)?(?:是|为|為|は|は、|은|는|هو|is|est|ist|es|é|è|jest|:|：|=|№|nº|n°|no\\.?|nr\\.?)|です|の){0,2}';
const CODE_SIGNS = '[A-Za-z\\d](?:[A-Za-z\\d]|[-/. _](?=[A-Za-z\\d])){3,23}';

function coded([identifier, labels]: [IdentifierId, string]): LanguageRule {
  return {
    identifier,
    source: 'context',
    pattern: new RegExp(
      `(?<![\\p{Script=Latin}\\p{Script=Cyrillic}])(?:${labels})[ :：]{0,3}${SAYS}[ :：]{0,3}(${CODE_SIGNS})`,
      'giu',
    ),
    accept: (found) => {
      // Words may follow the number: only groups with a digit belong to it.
      const kept =
        identifier === 'username'
          ? (found.split(' ')[0] ?? '')
          : (/^\S*\d\S*(?: (?=\S*\d)\S+)*/.exec(found)?.[0] ?? '');
      const digits = kept.replace(/\D/g, '').length;
      if (identifier === 'phone') return digits >= 7 && digits <= 15 && kept;
      return (identifier === 'username' ? kept.length >= 5 : digits >= 4) && kept;
    },
  };
}

const NAME_LABELS =
  '姓名|患者姓名|氏名|お名前|患者名|이름|성명|환자명|الاسم|اسم المريضة?|שם|नाम|ชื่อ|ФИО|Ф\\.И\\.О\\.|Имя|Фамилия|Пациент|Nom|Prénom|Nom et prénom|Nachname|Vorname|Name des Patienten|Nombre|Apellidos?|Paciente|Nome|Cognome|Paziente|Imię i nazwisko|Naam|Voornaam|Achternaam|Adı Soyadı|Ad Soyad|Hasta Adı|Họ và tên|Họ tên|Nama|Namn|Navn';

/** Whether any of these labels stands in a text: most have none, and one look tells. */
const HAS_LABEL = new RegExp(CODES.map(([, labels]) => labels).join('|'), 'iu');

/** Telephone numbers of Brazil, whose last nine digits are those of a long ZIP code as well. */
const BRAZILIAN_PHONE: LanguageRule = {
  identifier: 'phone',
  source: 'pattern',
  pattern: /(?<![\d(])\(\d{2}\) ?9?\d{4}-\d{4}(?!\d)/g,
};

const LABELLED_CODES = [BRAZILIAN_PHONE, ...CODES.map(coded)];

export const labelledCodes = (text: string): readonly LanguageRule[] =>
  HAS_LABEL.test(text) ? LABELLED_CODES : [BRAZILIAN_PHONE];

/** What stands after a label for names and a colon, to the end of the field. */
export const LABELLED_NAMES: readonly LanguageRule[] = [
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(
      `(?<![\\p{L}\\p{M}])(?:${NAME_LABELS}) ?[:：] ?(\\p{L}[\\p{L}\\p{M}’'-]{1,24}(?: \\p{L}[\\p{L}\\p{M}.’'-]{0,24}){0,3})(?= {0,2}(?:[\\n,，;；。|/()（]|$))`,
      'gu',
    ),
    accept: (found) => found.length >= 2,
  },
];

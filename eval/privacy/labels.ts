import type { IdentifierId } from '../../contracts/privacy.ts';

const GEOGRAPHIC: IdentifierId[] = ['place', 'address', 'postal_code', 'region', 'coordinates'];
const ACCOUNTS: IdentifierId[] = ['account', 'credit_card', 'iban'];
const NUMBERS: IdentifierId[] = ['phone', 'fax'];

/** What a label asks for: the identifiers that count as found, the first of which names its row. */
interface Wanted {
  types: string[];
  accepts: IdentifierId[];
}

/** Names of labels in data sets, in capitals without spaces, and what they are to us. */
const WANTED: Wanted[] = [
  {
    types: [
      'PERSON',
      'NAME',
      'FIRST_NAME',
      'LAST_NAME',
      'FULL_NAME',
      'GIVENNAME',
      'SURNAME',
      'PATIENT',
      'DOCTOR',
      'CLINICIAN',
      'RELATIVE',
      'PER',
      'PROVIDER',
      'PERSON_NAME',
      'PATIENT_NAME',
      'CLINICIAN_NAME',
      'RELATIVE_NAME',
      'DOCTOR_NAME',
    ],
    accepts: ['name'],
  },
  {
    types: ['STREET_ADDRESS', 'ADDRESS', 'STREET', 'BUILDING', 'FULL_ADDRESS', 'HOME_ADDRESS', 'SECONDARY_ADDRESS'],
    accepts: ['address', ...GEOGRAPHIC],
  },
  {
    types: ['GPE', 'LOCATION', 'LOC', 'CITY', 'PLACE', 'COUNTY', 'TOWN', 'GEOGRAPHIC', 'DISTRICT', 'FACILITY_LOCATION'],
    accepts: ['place', ...GEOGRAPHIC],
  },
  { types: ['ZIP_CODE', 'ZIP', 'ZIPCODE', 'POSTAL_CODE', 'POSTCODE'], accepts: ['postal_code', ...GEOGRAPHIC] },
  { types: ['COORDINATES', 'COORDINATE', 'GPS'], accepts: ['coordinates'] },
  { types: ['DATE_TIME', 'DATE', 'DATE_OF_BIRTH', 'DOB', 'BIRTH_DATE', 'DATETIME'], accepts: ['date'] },
  { types: ['AGE', 'AGE_OVER_89'], accepts: ['age_over_89'] },
  { types: ['PHONE_NUMBER', 'PHONE', 'TELEPHONE', 'TELEPHONENUM', 'MOBILE'], accepts: NUMBERS },
  { types: ['FAX_NUMBER', 'FAX'], accepts: ['fax', 'phone'] },
  { types: ['EMAIL_ADDRESS', 'EMAIL'], accepts: ['email'] },
  { types: ['US_SSN', 'SSN', 'SOCIAL_SECURITY_NUMBER', 'US_ITIN'], accepts: ['ssn', 'national_id'] },
  {
    types: ['MEDICAL_RECORD', 'MEDICAL_RECORD_NUMBER', 'MRN', 'MEDICALRECORD', 'UK_NHS', 'PATIENT_ID'],
    accepts: ['medical_record'],
  },
  {
    types: [
      'HEALTH_PLAN',
      'HEALTHPLAN',
      'HEALTH_PLAN_NUMBER',
      'HEALTH_PLAN_BENEFICIARY',
      'INSURANCE',
      'INSURANCE_ID',
      'MEMBER_ID',
      'POLICY_NUMBER',
      'US_MBI',
      'HEALTH_PLAN_ID',
    ],
    accepts: ['health_plan'],
  },
  {
    types: ['ACCOUNT', 'ACCOUNT_NUMBER', 'BANK_ACCOUNT', 'US_BANK_NUMBER', 'BANK_ROUTING', 'CRYPTO'],
    accepts: ACCOUNTS,
  },
  { types: ['CREDIT_CARD', 'CREDIT_CARD_NUMBER', 'CARD'], accepts: ['credit_card'] },
  { types: ['IBAN_CODE', 'IBAN'], accepts: ['iban'] },
  {
    types: [
      'US_DRIVER_LICENSE',
      'DRIVER_LICENSE',
      'LICENSE',
      'LICENCE',
      'LICENSE_NUMBER',
      'CERTIFICATE',
      'MEDICAL_LICENSE',
      'CERTIFICATE_LICENSE',
      'DRIVERS_LICENSE',
    ],
    accepts: ['license'],
  },
  { types: ['VEHICLE', 'VIN', 'LICENSE_PLATE', 'VEHICLE_ID', 'PLATE', 'VEHICLE_IDENTIFIER'], accepts: ['vehicle'] },
  {
    types: ['DEVICE', 'DEVICE_ID', 'IMEI', 'SERIAL_NUMBER', 'MAC_ADDRESS', 'DEVICE_IDENTIFIER', 'DEVICE_SERIAL'],
    accepts: ['device'],
  },
  { types: ['DOMAIN_NAME', 'URL', 'WEB_URL', 'WEBSITE'], accepts: ['url'] },
  { types: ['IP_ADDRESS', 'IP', 'IPV4', 'IPV6'], accepts: ['ip_address'] },
  { types: ['BIOMETRIC', 'BIOMETRIC_ID', 'BIOMETRIC_IDENTIFIER'], accepts: ['biometric'] },
  { types: ['IMAGE', 'PHOTO', 'PHOTOGRAPH'], accepts: ['image', 'url'] },
  { types: ['US_PASSPORT', 'PASSPORT', 'NATIONAL_ID', 'UK_NINO', 'TAX_ID', 'ID_NUMBER'], accepts: ['national_id'] },
  { types: ['USERNAME', 'HANDLE', 'USER_NAME', 'SOCIAL_HANDLE'], accepts: ['username'] },
  {
    types: ['ORGANIZATION', 'ORG', 'ORGANISATION', 'EMPLOYER', 'HOSPITAL', 'COMPANY', 'FACILITY', 'SCHOOL'],
    accepts: ['organization'],
  },
  {
    types: ['UNIQUE_CODE', 'ID', 'IDNUM', 'CODE', 'UNIQUE_ID', 'OTHER', 'PASSWORD', 'CASE_NUMBER', 'EMPLOYEE_ID'],
    accepts: ['unique_code'],
  },
];

/** Labels of what Safe Harbor lets stay, such as states, job titles, nationalities: neither missed nor found wrongly. */
const LET_STAY = new Set([
  'TITLE',
  'NRP',
  'REGION',
  'COUNTRY',
  'STATE',
  'JOB',
  'PROFESSION',
  'YEAR',
  'WEEKDAY',
  'TIME',
  'PREFIX',
  'NATIONALITY',
  'GENDER',
  'SEX',
]);

const BY_TYPE = new Map(WANTED.flatMap(({ types, accepts }) => types.map((type) => [type, accepts] as const)));

/** What may be found for a label; null where it may stay as it is; undefined for a type that the table does not know. */
export function wantedFor({ type, value }: { type: string; value: string }): IdentifierId[] | null | undefined {
  const name = type
    .trim()
    .toUpperCase()
    .replaceAll(/[\s-]+/g, '_');
  if (LET_STAY.has(name)) return null;
  const accepts = BY_TYPE.get(name) ?? BY_TYPE.get(name.replace(/_(?:NUMBER|ID|NUM|NO)$/, ''));
  if (accepts?.[0] === 'age_over_89')
    return name === 'AGE' && !(Number(value.match(/\d+/)?.[0] ?? 0) > 89) ? null : accepts;
  if (accepts?.[0] === 'date' && isCoarse(value)) return null;
  return accepts;
}

/** A year, a weekday or a time of day alone is no element of a date finer than a year. */
function isCoarse(value: string): boolean {
  return /^\s*(?:(?:19|20)\d\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?)\s*$/i.test(
    value,
  );
}

/** What Presidio's entities stand for. Its places and dates are of one kind each, so they are right on any of ours. */
export const PRESIDIO_ENTITIES: Record<string, IdentifierId[]> = {
  PERSON: ['name'],
  LOCATION: GEOGRAPHIC,
  DATE_TIME: ['date', 'age_over_89', 'age'],
  PHONE_NUMBER: NUMBERS,
  EMAIL_ADDRESS: ['email'],
  URL: ['url', 'image'],
  IP_ADDRESS: ['ip_address'],
  CREDIT_CARD: ['credit_card'],
  IBAN_CODE: ['iban'],
  US_SSN: ['ssn'],
  US_ITIN: ['ssn', 'national_id'],
  US_DRIVER_LICENSE: ['license'],
  MEDICAL_LICENSE: ['license'],
  US_PASSPORT: ['national_id'],
  US_BANK_NUMBER: ACCOUNTS,
  CRYPTO: ACCOUNTS,
  UK_NHS: ['medical_record'],
  ORGANIZATION: ['organization'],
  MAC_ADDRESS: ['device'],
  US_MBI: ['health_plan'],
};

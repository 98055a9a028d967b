import type { IdentifierId } from '../../contracts/privacy.ts';

const GEOGRAPHIC: IdentifierId[] = ['place', 'address', 'postal_code', 'region', 'coordinates'];
const ACCOUNTS: IdentifierId[] = ['account', 'credit_card', 'iban'];
const NUMBERS: IdentifierId[] = ['phone', 'fax'];

/** What a generic number of a person may be taken for: its label does not say whose register it is of. */
const CODES: IdentifierId[] = [
  'unique_code',
  'ssn',
  ...(['medical_record', 'health_plan', 'license', 'device', 'vehicle', 'national_id', 'username'] as const),
  ...ACCOUNTS,
];

/** What a label asks for: the identifiers that count as found, the first of which names its row. */
interface Wanted {
  types: string;
  accepts: IdentifierId[];
}

/**
 * Types of labels in capitals, letters only: those of Presidio, i2b2/n2c2 2014, CoNLL, OntoNotes, WNUT, ai4privacy, Gretel
 * and Nemotron, and what they are to us.
 */
const WANTED: Wanted[] = [
  {
    types:
      'PERSON NAME PER PERSONNAME FULLNAME FIRSTNAME LASTNAME MIDDLENAME GIVENNAME SURNAME FAMILYNAME MAIDENNAME NICKNAME PATIENT PATIENTNAME DOCTOR DOCTORNAME CLINICIAN CLINICIANNAME PROVIDER PROVIDERNAME STAFF HCW RELATIVE RELATIVENAME ACCOUNTNAME',
    accepts: ['name'],
  },
  {
    types:
      'ADDRESS STREETADDRESS STREET STREETNAME FULLADDRESS HOMEADDRESS MAILINGADDRESS SECONDARYADDRESS SECADDRESS BUILDING BUILDINGNUM BUILDINGNUMBER HOUSENUMBER APARTMENT',
    accepts: ['address', ...GEOGRAPHIC],
  },
  {
    types: 'PLACE GPE LOCATION LOC GEO GEOLOC CITY COUNTY TOWN DISTRICT VILLAGE GEOGRAPHIC FACILITYLOCATION',
    accepts: ['place', ...GEOGRAPHIC],
  },
  { types: 'LOCATIONOTHER FAC GEOGRAPHICLOCATION', accepts: ['place', ...GEOGRAPHIC, 'organization'] },
  { types: 'ZIP ZIPCODE POSTALCODE POSTCODE', accepts: ['postal_code', ...GEOGRAPHIC] },
  {
    types: 'COORDINATE COORDINATES GPS GPSCOORDINATES NEARBYGPSCOORDINATE GEOCOORD LOCALLATLNG LATLNG',
    accepts: ['coordinates'],
  },
  { types: 'DATE DATETIME DATEOFBIRTH DOB BOD BIRTHDATE BIRTHDAY', accepts: ['date'] },
  { types: 'AGE AGEOVER', accepts: ['age_over_89'] },
  { types: 'PHONE PHONENUMBER TELEPHONE TELEPHONENUM TEL MOBILE CONTACT PAGER', accepts: NUMBERS },
  { types: 'FAX FAXNUMBER', accepts: ['fax', 'phone'] },
  { types: 'EMAIL EMAILADDRESS', accepts: ['email'] },
  {
    types: 'SSN USSSN SOCIALSECURITYNUMBER SOCIALNUM SOCIALNUMBER USITIN TAXID TAXNUM TAXNUMBER',
    accepts: ['ssn', 'national_id'],
  },
  { types: 'MEDICALRECORD MEDICALRECORDNUMBER MRN UKNHS PATIENTID', accepts: ['medical_record'] },
  {
    types:
      'HEALTHPLAN HEALTHPLANID HEALTHPLANNUMBER HEALTHPLANBENEFICIARY HEALTHPLANBENEFICIARYNUMBER HEALTHINSURANCEID INSURANCE INSURANCEID INSURANCENUMBER MEMBERID POLICYNUMBER USMBI',
    accepts: ['health_plan'],
  },
  {
    types:
      'ACCOUNT ACCOUNTNUM ACCOUNTNUMBER BANKACCOUNT BANKACCOUNTNUMBER USBANKNUMBER BANKROUTING BANKROUTINGNUMBER ROUTINGNUMBER BBAN BIC SWIFT SWIFTBIC SWIFTBICCODE CRYPTO CRYPTOWALLET BITCOINADDRESS ETHEREUMADDRESS LITECOINADDRESS',
    accepts: ACCOUNTS,
  },
  {
    types: 'CREDITCARD CREDITCARDNUMBER CREDITDEBITCARD CARD CARDNUMBER MASKEDNUMBER',
    accepts: ['credit_card', 'account'],
  },
  { types: 'IBAN IBANCODE', accepts: ['iban'] },
  {
    types:
      'LICENSE LICENCE LICENSENUMBER USDRIVERLICENSE DRIVERLICENSE DRIVERSLICENSE DRIVERLICENSENUM DRIVERLICENSENUMBER DRIVERSLICENSENUMBER MEDICALLICENSE CERTIFICATE CERTIFICATELICENSE CERTIFICATELICENSENUMBER CERTIFICATENUMBER',
    accepts: ['license'],
  },
  {
    types: 'VEHICLE VEHICLEID VEHICLEIDENTIFIER VEHICLEVIN VEHICLEVRM VIN LICENSEPLATE PLATE',
    accepts: ['vehicle'],
  },
  {
    types: 'DEVICE DEVICEID DEVICEIDENTIFIER DEVICESERIAL SERIALNUMBER IMEI PHONEIMEI MAC MACADDRESS',
    accepts: ['device'],
  },
  { types: 'URL WEBURL WEBSITE DOMAINNAME', accepts: ['url'] },
  { types: 'IP IPV IPADDRESS IPADDR', accepts: ['ip_address'] },
  { types: 'BIOMETRIC BIOMETRICID BIOMETRICIDENTIFIER BIOID', accepts: ['biometric'] },
  { types: 'IMAGE PHOTO PHOTOGRAPH', accepts: ['image', 'url'] },
  {
    types: 'NATIONALID USPASSPORT PASSPORT PASSPORTNUM PASSPORTNUMBER UKNINO IDNUMBER IDCARD IDCARDNUM IDCARDNUMBER',
    accepts: ['national_id', ...CODES],
  },
  { types: 'USERNAME HANDLE SOCIALHANDLE SOCIALMEDIAHANDLE', accepts: ['username'] },
  {
    types:
      'ORGANIZATION ORG ORGANISATION COMPANY COMPANYNAME CORPORATION EMPLOYER HOSPITAL FACILITY SCHOOL UNIVERSITY VENDOR',
    accepts: ['organization'],
  },
  {
    types:
      'UNIQUECODE UNIQUEID UNIQUEIDENTIFIER ID IDNUM CODE OTHER OTHERID PASSWORD PASS PIN ACCOUNTPIN CVV CREDITCARDCVV CREDITCARDSECURITYCODE APIKEY HTTPCOOKIE CASENUMBER EMPLOYEEID CUSTOMERID STUDENTID',
    accepts: CODES,
  },
];

/** Labels of what Safe Harbor lets stay, such as states, job titles, nationalities: neither missed nor found wrongly. */
const LET_STAY = new Set(
  'TITLE PREFIX SUFFIX NRP NORP REGION COUNTRY STATE NATIONALITY JOB JOBTITLE JOBAREA JOBTYPE PROFESSION OCCUPATION YEAR WEEKDAY TIME GENDER SEX'.split(
    ' ',
  ),
);

/** Labels of what is no identifier of a person: nobody asks for it, and who finds it there is wrong. */
const NO_IDENTIFIER = new Set(
  'MISC PRODUCT EVENT WORKOFART CREATIVEWORK GROUP LAW LANGUAGE PERCENT MONEY QUANTITY ORDINAL CARDINAL AMOUNT CURRENCY CURRENCYCODE CURRENCYNAME CURRENCYSYMBOL CREDITCARDISSUER CARDISSUER EYECOLOR HEIGHT ORDINALDIRECTION USERAGENT BLOODTYPE EDUCATIONLEVEL EMPLOYMENTSTATUS RACEETHNICITY RELIGIOUSBELIEF POLITICALVIEW SEXUALITY MEDICALCONDITION ROOM DEPARTMENT'.split(
    ' ',
  ),
);

const BY_TYPE = new Map(
  WANTED.flatMap(({ types, accepts }) => types.split(' ').map((type) => [type, accepts] as const)),
);

/**
 * What may be found for a label; null where it may stay as it is; none where it is no identifier; undefined for a type that
 * the table does not know.
 */
export function wantedFor({ type, value }: { type: string; value: string }): IdentifierId[] | null | undefined {
  // B-PER, PHI:Name, GIVENNAME1, LOCATION-OTHER, ip_address: letters alone tell the types apart.
  const name = String(type)
    .toUpperCase()
    .replace(/^(?:[BIELSU]-|PHI:)/, '')
    .replaceAll(/[^A-Z]/g, '');
  if (LET_STAY.has(name)) return null;
  if (NO_IDENTIFIER.has(name)) return [];
  const accepts = BY_TYPE.get(name) ?? BY_TYPE.get(name.replace(/(?:NUMBER|NUM|ID|NO)$/, ''));
  if (accepts?.[0] === 'age_over_89')
    return name === 'AGE' && !(Number(value.match(/\d+/)?.[0] ?? 0) > 89) ? null : accepts;
  if (accepts?.[0] === 'date' && !isFinerThanYear(value)) return null;
  return accepts;
}

/** A year, a weekday, a time of day or a length of time has no element of a date finer than a year. */
function isFinerThanYear(value: string): boolean {
  return (
    /\d ?[月월]|[月월] ?\d/u.test(value) ||
    /\d{1,2}\.? (?:\p{Script=Cyrillic}{3,9}|\p{Script=Arabic}{2,9}|\p{Script=Thai}{4,11})/u.test(value) ||
    /\b(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|ene|abr|ago|dic)\p{L}*\b/iu.test(value) ||
    /\d{1,4}[/.-]\d{1,2}\b|\b\d{8}\b|\b\d{1,2}(?:st|nd|rd|th)\b/i.test(value)
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

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
 * Types of labels in capitals, letters only: those of Presidio, i2b2/n2c2 2014, CoNLL, OntoNotes, WNUT, ai4privacy, Gretel,
 * Nemotron, and the services of the large clouds, and what they are to us.
 */
const WANTED: Wanted[] = [
  {
    types:
      'PERSON NAME PER PERSONNAME FULLNAME FIRSTNAME LASTNAME MIDDLENAME GIVENNAME SURNAME FAMILYNAME MAIDENNAME NICKNAME PATIENT PATIENTNAME DOCTOR DOCTORNAME CLINICIAN CLINICIANNAME PROVIDER PROVIDERNAME STAFF HCW PHYSICIAN NURSE MEDICALPROFESSIONAL AUTHOR FAMILY RELATIVE RELATIVENAME CONTACTNAME PARENTNAME MOTHERNAME FATHERNAME SPOUSENAME ALIAS INITIALS HUMAN',
    accepts: ['name'],
  },
  {
    types:
      'ADDRESS STREETADDRESS STREET STREETNAME FULLADDRESS HOMEADDRESS MAILINGADDRESS SECONDARYADDRESS SECADDRESS BUILDING BUILDINGNUM BUILDINGNUMBER HOUSENUMBER APARTMENT APARTMENTNUMBER UNIT UNITNUMBER SUITE POBOX BILLINGADDRESS SHIPPINGADDRESS POSTALADDRESS',
    accepts: ['address', ...GEOGRAPHIC],
  },
  {
    types:
      'PLACE GPE LOCATION LOC GEO GEOLOC CITY COUNTY TOWN DISTRICT VILLAGE SUBURB MUNICIPALITY GEOGRAPHIC FACILITYLOCATION BIRTHPLACE PLACEOFBIRTH HOMETOWN',
    accepts: ['place', ...GEOGRAPHIC],
  },
  { types: 'LOCATIONOTHER FAC GEOGRAPHICLOCATION', accepts: ['place', ...GEOGRAPHIC, 'organization'] },
  { types: 'ZIP ZIPCODE POSTALCODE POSTCODE PINCODE', accepts: ['postal_code', ...GEOGRAPHIC] },
  {
    types:
      'COORDINATE COORDINATES GPS GPSCOORDINATES NEARBYGPSCOORDINATE GEOCOORD GEOCOORDINATES LOCALLATLNG LATLNG LATITUDE LONGITUDE',
    accepts: ['coordinates'],
  },
  {
    types:
      'DATE DATETIME DATEOFBIRTH DOB BOD BIRTHDATE BIRTHDAY DATEBIRTH DATEOFDEATH DEATHDATE ADMISSIONDATE DISCHARGEDATE VISITDATE SERVICEDATE APPOINTMENTDATE',
    accepts: ['date'],
  },
  { types: 'AGE AGEOVER', accepts: ['age_over_89'] },
  {
    types:
      'PHONE PHONENUMBER TELEPHONE TELEPHONENUM PHONENUM TEL MOBILE MOBILENUMBER MOBILEPHONE CELLPHONE LANDLINE CONTACT CONTACTNUMBER PAGER',
    accepts: NUMBERS,
  },
  { types: 'FAX FAXNUMBER FAXNUM', accepts: ['fax', 'phone'] },
  { types: 'EMAIL EMAILADDRESS EMAILADDR MAIL', accepts: ['email'] },
  {
    types:
      'SSN USSSN USSOCIALSECURITYNUMBER SOCIALSECURITY SOCIALSECURITYNUMBER SOCIALNUM SOCIALNUMBER SOCIALINSURANCENUMBER ITIN USITIN INDIVIDUALTAXIDENTIFICATIONNUMBER EIN TAXID TAXIDENTIFICATIONNUMBER TAXNUM TAXNUMBER',
    accepts: ['ssn', 'national_id'],
  },
  {
    types:
      'MEDICALRECORD MEDICALRECORDNUMBER MEDICALRECORDNUM MEDICALRECORDID MRN UKNHS NHSNUMBER PATIENTID PATIENTNUMBER HEALTHCARENUMBER ENCOUNTERID',
    accepts: ['medical_record'],
  },
  {
    types:
      'HEALTHPLAN HEALTHPLANID HEALTHPLANNUMBER HEALTHPLANBENEFICIARY HEALTHPLANBENEFICIARYNUMBER HEALTHINSURANCEID INSURANCE INSURANCEID INSURANCENUMBER MEMBERID SUBSCRIBERID POLICYNUMBER POLICYID INSURANCEPOLICY INSURANCEPOLICYNUMBER MEDICAREID MEDICARENUMBER MEDICAIDID AUMEDICARE MBI USMBI',
    accepts: ['health_plan'],
  },
  {
    types:
      'ACCOUNT ACCOUNTNUM ACCOUNTNUMBER BANKACCOUNT BANKACCOUNTNUM BANKACCOUNTNUMBER USBANKNUMBER USBANKACCOUNTNUMBER ABAROUTINGNUMBER BANKROUTING BANKROUTINGNUMBER ROUTINGNUMBER BBAN BIC SWIFT SWIFTCODE SWIFTBIC SWIFTBICCODE SORTCODE CRYPTO CRYPTOWALLET CRYPTOADDRESS WALLETADDRESS BITCOINADDRESS ETHEREUMADDRESS LITECOINADDRESS',
    accepts: ACCOUNTS,
  },
  {
    types:
      'CREDITCARD CREDITCARDNUMBER CREDITDEBITCARD CREDITDEBITNUMBER DEBITCARD DEBITCARDNUMBER PAYMENTCARD PAYMENTCARDNUMBER CARD CARDNUMBER MASKEDNUMBER',
    accepts: ['credit_card', 'account'],
  },
  { types: 'IBAN IBANCODE INTERNATIONALBANKACCOUNTNUMBER INTERNATIONALBANKINGACCOUNTNUMBER', accepts: ['iban'] },
  {
    types:
      'LICENSE LICENCE LICENSENUMBER USDRIVERLICENSE USDRIVERSLICENSENUMBER ITDRIVERLICENSE DRIVERLICENSE DRIVINGLICENSE DRIVINGLICENCE DRIVERSLICENSE DRIVERLICENSENUM DRIVERLICENSENUMBER DRIVERSLICENSENUMBER MEDICALLICENSE CERTIFICATE CERTIFICATELICENSE CERTIFICATELICENSENUMBER CERTIFICATENUMBER PROFESSIONALLICENSE MEDICALLICENSENUMBER',
    accepts: ['license'],
  },
  {
    types:
      'VEHICLE VEHICLEID VEHICLEIDENTIFIER VEHICLEIDENTIFICATIONNUMBER VEHICLEREGISTRATION VEHICLEVIN VEHICLEVRM VIN INVEHICLEREGISTRATION LICENSEPLATE LICENSEPLATENUMBER LICENCEPLATE NUMBERPLATE PLATE PLATENUMBER',
    accepts: ['vehicle'],
  },
  {
    types:
      'DEVICE DEVICEID DEVICEIDENTIFIER DEVICESERIAL DEVICESERIALNUMBER SERIAL SERIALNUMBER IMEI IMEINUMBER PHONEIMEI MAC MACADDRESS',
    accepts: ['device'],
  },
  { types: 'URL WEBURL WEBADDRESS WEBSITE URLPERSONAL DOMAINNAME', accepts: ['url'] },
  { types: 'IP IPV IPADDRESS IPADDR IPVADDRESS', accepts: ['ip_address'] },
  {
    types: 'BIOMETRIC BIOMETRICID BIOMETRICIDENTIFIER BIOMETRICDATA BIOID FINGERPRINT VOICEPRINT',
    accepts: ['biometric'],
  },
  { types: 'IMAGE PHOTO PHOTOID PHOTOGRAPH FACEPHOTO', accepts: ['image', 'url'] },
  {
    types:
      'NATIONALID NATIONALIDNUMBER NATIONALIDENTITYNUMBER USPASSPORT UKPASSPORT INPASSPORT ITPASSPORT PASSPORT PASSPORTNUM PASSPORTNUMBER PASSPORTID UKNINO NINO NATIONALINSURANCENUMBER UKNATIONALINSURANCENUMBER AUTFN AADHAAR AADHAR AADHAARNUMBER INAADHAAR PAN PANNUMBER INPAN INVOTER VOTERID SGNRICFIN ESNIF ESNIE ITFISCALCODE ITIDENTITYCARD PLPESEL FIPERSONALIDENTITYCODE KRRRN TFN TIN SIN CPF IDNUMBER IDCARD IDCARDNUM IDCARDNUMBER IDENTITYCARD GOVERNMENTID GOVTID',
    accepts: ['national_id', ...CODES],
  },
  {
    types: 'USERNAME USERHANDLE HANDLE LOGIN SCREENNAME SOCIALHANDLE SOCIALMEDIA SOCIALMEDIAHANDLE SOCIALMEDIAID',
    accepts: ['username'],
  },
  {
    types:
      'ORGANIZATION ORG ORGANISATION COMPANY COMPANYNAME ORGANIZATIONNAME ORGNAME CORPORATION BUSINESS BUSINESSNAME EMPLOYER HOSPITAL HOSPITALNAME CLINIC CLINICNAME PHARMACY FACILITY FACILITYNAME MEDICALFACILITY PATORG SCHOOL SCHOOLNAME UNIVERSITY INSTITUTION BANKNAME INSURER INSURANCECOMPANY VENDOR',
    accepts: ['organization'],
  },
  {
    types:
      'UNIQUECODE UNIQUEID UNIQUEIDENTIFIER ID IDNUM CODE OTHER OTHERID PASSWORD PASS PIN ACCOUNTPIN CVV CREDITCARDCVV CREDITCARDSECURITYCODE APIKEY HTTPCOOKIE COOKIE TOKEN ACCESSTOKEN AUTHTOKEN JWT SECRET SECRETKEY ACCESSKEY PRIVATEKEY AWSACCESSKEY AWSSECRETKEY CREDENTIAL CREDENTIALS PASSCODE PASSWORDHASH CASENUMBER CASEID REFERENCENUMBER TRANSACTIONID ORDERNUMBER INVOICENUMBER TRACKINGNUMBER NUMERICALPII EMPLOYEEID EMPLOYEENUMBER STAFFID CUSTOMERID CLIENTID STUDENTID STUDENTNUMBER USERID UUID',
    accepts: CODES,
  },
  { types: 'NPI USNPI HEALTHCARENPI DEA DEANUMBER', accepts: ['license', 'unique_code'] },
];

/** Labels of what Safe Harbor lets stay, such as states, job titles, nationalities: neither missed nor found wrongly. */
const LET_STAY = new Set(
  'TITLE NAMETITLE PREFIX NAMEPREFIX SUFFIX NAMESUFFIX PERSONTYPE ACCOUNTNAME ACCOUNTTYPE EXPIRATION EXPIRATIONDATE EXPIRYDATE CREDITDEBITEXPIRY CREDITCARDEXPIRATION CARDEXPIRY CARDEXPIRYDATE DURATION DATEINTERVAL MONTH SEASON NRP NORP REGION COUNTRY STATE NATIONALITY JOB JOBTITLE JOBAREA JOBTYPE PROFESSION OCCUPATION ETHNICITY ORIGIN LOCATIONSTATE LOCATIONCOUNTRY PROVINCE CONTINENT YEAR WEEKDAY DAYOFWEEK TIME GENDER SEX'.split(
    ' ',
  ),
);

/** Labels of what is no identifier of a person: nobody asks for it, and who finds it there is wrong. */
const NO_IDENTIFIER = new Set(
  'MISC PRODUCT EVENT WORKOFART CREATIVEWORK GROUP LAW LANGUAGE PERCENT MONEY QUANTITY ORDINAL CARDINAL AMOUNT CURRENCY CURRENCYCODE CURRENCYNAME CURRENCYSYMBOL CREDITCARDISSUER CARDISSUER EYECOLOR HEIGHT ORDINALDIRECTION USERAGENT BLOODTYPE EDUCATIONLEVEL EMPLOYMENTSTATUS RACEETHNICITY RELIGIOUSBELIEF POLITICALVIEW POLITICALAFFILIATION SEXUALITY SEXUALORIENTATION MARITALSTATUS PHYSICALATTRIBUTE RELIGION MEDICALCONDITION CONDITION DIAGNOSIS DISEASE SYMPTOM MEDICATION DRUG TREATMENT PROCEDURE MEDICALPROCESS LABTEST INJURY DOSE BLOODGROUP ZODIACSIGN WEIGHT OBJECT ABSTRACT ANIMAL PLANT SUBSTANCE TEMPERATURE NUMBER ROOM DEPARTMENT'.split(
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
  const words = String(type)
    .replace(/^(?:[BIELSUOP]-|PHI:)/i, '')
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toUpperCase()
    .split(/[^A-Z]+/)
    .filter((word) => word !== '');
  const name = words.join('');
  const whole = known(name);
  const accepts = whole === undefined && words.length > 1 ? knownByParts(words) : whole;
  if (accepts === null || accepts?.length === 0) return accepts;
  if (accepts?.[0] === 'age_over_89')
    return name === 'AGE' && !(Number(value.match(/\d+/)?.[0] ?? 0) > 89) ? null : accepts;
  if (accepts?.[0] === 'date' && !isFinerThanYear(value)) return null;
  return accepts;
}

/** What the table says of a type as it stands, or without what says that it is a number. */
function known(name: string): IdentifierId[] | null | undefined {
  for (const each of [name, name.replace(/(?:NUMBER|NUM|ID|NO)$/, '')]) {
    if (LET_STAY.has(each)) return null;
    if (NO_IDENTIFIER.has(each)) return [];
    const accepts = BY_TYPE.get(each);
    if (accepts) return accepts;
  }
  return undefined;
}

/** A type of several words whose end or beginning is known: private_person, LOCATION_CITY, person-actor, NAME_STUDENT. */
function knownByParts(words: readonly string[]): IdentifierId[] | null | undefined {
  for (let size = words.length - 1; size >= 1; size--) {
    const found = known(words.slice(-size).join(''));
    if (found !== undefined) return found;
  }
  for (let size = words.length - 1; size >= 1; size--) {
    const found = known(words.slice(0, size).join(''));
    if (found !== undefined) return found;
  }
  return undefined;
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

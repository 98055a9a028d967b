import type { IdentifierId } from '../../contracts/privacy.ts';

/**
 * Words that say what the code after them is. `strong` ones are about nothing else; the others are ordinary words as well
 * and need a sign of a number between them and the code (number, no., #, id, a colon).
 */
export const WORDS: { identifier: IdentifierId; strong?: string; weak?: string }[] = [
  {
    identifier: 'medical_record',
    strong:
      'mrn|mr #|mr no|medical record|medical file|medical records|health record|patient id|patient number|patient identifier|patient no|hospital number|hospital id|hospital no|nhs|chart number|chart no|chart id|record number|record no|encounter|accession|unit number|medrec|med rec|medical rec|ehr|emr|chi number|epic|clinic number|admission number|file number|unit no|unit #|mr n|hosp no|hosp number|ur no|ur number|urn|nhi|pt no|chart key|chart reference|record key|hospital file|hospital file key|file key|record retrieval|dossier',
    weak: 'chart|record|rec|patient|hospital|visit|specimen|pt|admission|nhs number',
  },
  {
    identifier: 'health_plan',
    strong:
      'member id|member number|member no|policy number|policy no|subscriber|subscriber id|group number|group no|insurance id|insurance number|insurance policy|health insurance|plan id|plan number|beneficiary|medicare|medicaid|mbi|hicn|hic|bcbs|claim number|claim no|claim id|payer id|health plan|insurance member|insurance card|medicare card|medicare number|medicaid id|rxbin|rx bin|rxgrp|pcn|insurance|prior auth|blue cross|aetna|cigna|medigap|insurance card number|insurance identification number|kaiser|humana|tricare|unitedhealthcare|enrollee|membership key|membership number|membership no',
    weak: 'member|policy|group|plan|claim|claims|insurer|insurance plan|payer|authorization|coverage|membership',
  },
  {
    identifier: 'account',
    strong:
      'account number|account no|account id|acct|a/c|routing|routing number|aba|sort code|bsb|swift|bic|bank account|checking account|savings account|checking|savings|customer number|customer id|customer no|invoice number|invoice no|billing account|account ending in|loan number|loan account',
    weak: 'account|bank|customer|invoice|client|loan|billing|ledger',
  },
  {
    identifier: 'license',
    strong:
      "driver's license|drivers license|driver license|driver’s license|driving licence|driving license|driver's licence|drivers licence|dl|license number|licence number|license no|licence no|lic|npi|dea|medical license|nursing license|certificate number|certification number|certificate no|permit number|registration number|medical licence|commission no|commission number|professional license|bar number|gmc|license|licence|lcsw|lmft|lpc|lpcc|lmhc|psy",
    weak: 'certificate|certification|permit|registration|cert|credential',
  },
  {
    identifier: 'vehicle',
    strong:
      'vin|license plate|licence plate|number plate|plate number|plate no|plates|registration plate|vehicle registration|vehicle id|vehicle identification|car registration|tag number|plate',
    weak: 'vehicle|car|truck|trailer|van|reg|tag',
  },
  {
    identifier: 'device',
    strong:
      'serial|serial number|serial no|s/n|sn|imei|device id|device identifier|device number|device serial|pacemaker|udi|implant|mac address|insulin pump|pump serial|hearing aid|meid|iccid|defibrillator|cpap|glucose monitor|stimulator',
    weak: 'device|pump|model|monitor|machine|lot|sensor|chip|microchip',
  },
  {
    identifier: 'national_id',
    strong:
      'passport|passport number|passport no|ppsn|pps number|tax file number|tfn|tax id|tin|ein|itin|national insurance|nino|ni number|aadhaar|aadhar|pan card|national id|identity card|id card|id card number|identity card number|identification card number|identity number|personnummer|cpf|dni|nie|bsn|steuer-id|codice fiscale|social insurance|sin number|alien number|a-number|identity document|social number|identification document|id document|identification number|identification no|green card|visa number|tax number|military id|state id|national identity',
    weak: 'pan|visa|identity|ni',
  },
  {
    identifier: 'ssn',
    strong:
      'ssn|social security|social security number|social security no|ss #|ss number|soc sec|last four of my social|social',
  },
  {
    identifier: 'credit_card',
    strong: 'card number|card no|credit card|debit card|card ending in|cc number|cvv|cvc|cc',
    weak: 'card',
  },
  {
    identifier: 'biometric',
    strong:
      'fingerprint reference|fingerprint record|fingerprint number|fingerprint code|fingerprint file|voiceprint reference|biometric reference|biometric record|biometric template|biometric code|face template|iris code|iris record|retina record|fingerprint|fingerprint id|voiceprint|voice print|iris|iris scan|retina|retina scan|retinal scan|biometric|biometric id|face id|faceprint|dna|palm print|facial template|fingerprint template|iris template|biometrics|scan template',
  },
  {
    identifier: 'unique_code',
    strong:
      'case number|case no|case id|reference number|reference no|ref no|confirmation number|confirmation code|confirmation no|record locator|booking ref|booking code|booking number|pnr|mtcn|ticket number|tracking number|employee id|employee number|employee no|student id|student number|badge|badge number|booking reference|study id|subject id|participant id|research id|enrollment id|access code|pin|pin code|passcode|password|passwd|pwd|security code|inmate|inmate number|order number|user id|userid|unique id|api key|token|protocol number|file id|transaction id|docket|police report|incident number|service number|trial id|case',
    weak: 'reference|ref|ticket|tracking|confirmation|order|student|employee|file|code|id|key|study|subject|participant|staff|report|identifier|identification',
  },
  {
    identifier: 'phone',
    strong:
      'phone|phone number|contact record|contact number|contact no|callback number|telephone|tel|mobile|cell|cell number|cell phone|mobile number|pager|beeper|whatsapp|ph|extension',
  },
  { identifier: 'fax', strong: 'fax|fax number|fax no' },
  { identifier: 'postal_code', strong: 'zip|zip code|zipcode|postal code|postcode|post code|plz' },
];

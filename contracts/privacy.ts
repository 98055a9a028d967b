import { z } from 'zod';

/** The letters of 45 CFR 164.514(b)(2)(i): the eighteen identifiers that Safe Harbor names. */
export const SAFE_HARBOR_CLASSES = {
  A: 'Names',
  B: 'Geographic subdivisions smaller than a state',
  C: 'Elements of dates other than year, and ages over 89',
  D: 'Telephone numbers',
  E: 'Fax numbers',
  F: 'E-mail addresses',
  G: 'Social security numbers',
  H: 'Medical record numbers',
  I: 'Health plan beneficiary numbers',
  J: 'Account numbers',
  K: 'Certificate and licence numbers',
  L: 'Vehicle identifiers, serial and plate numbers',
  M: 'Device identifiers and serial numbers',
  N: 'Web addresses',
  O: 'IP addresses',
  P: 'Biometric identifiers',
  Q: 'Full-face photographs and comparable images',
  R: 'Any other unique identifying number, characteristic or code',
} as const;
export type SafeHarborClass = keyof typeof SAFE_HARBOR_CLASSES;

interface IdentifierRow {
  id: string;
  /** Null for what Safe Harbor lets stay, and what can still help to tell a person in a small group. */
  safe_harbor: SafeHarborClass | null;
  /** Whether form or a word beside it tells it; false where only a model of language can. */
  structured: boolean;
  description: string;
}

/** Every identifier that the detector can find, in the order of the Safe Harbor letters. */
export const IDENTIFIERS = [
  {
    id: 'name',
    safe_harbor: 'A',
    structured: false,
    description: 'Name of a person: of the subject, a relative, a clinician, anyone',
  },
  {
    id: 'address',
    safe_harbor: 'B',
    structured: false,
    description: 'Street address: house number and street, unit, post office box',
  },
  {
    id: 'place',
    safe_harbor: 'B',
    structured: false,
    description: 'City, town, county, district: a place smaller than a state',
  },
  { id: 'postal_code', safe_harbor: 'B', structured: true, description: 'ZIP or other postal code' },
  { id: 'coordinates', safe_harbor: 'B', structured: true, description: 'Latitude and longitude' },
  { id: 'date', safe_harbor: 'C', structured: true, description: 'Date, or part of one, finer than a year' },
  { id: 'age_over_89', safe_harbor: 'C', structured: true, description: 'Age of 90 or more' },
  { id: 'phone', safe_harbor: 'D', structured: true, description: 'Telephone number; public crisis lines are let be' },
  { id: 'fax', safe_harbor: 'E', structured: true, description: 'Fax number' },
  { id: 'email', safe_harbor: 'F', structured: true, description: 'E-mail address, also where written out in words' },
  { id: 'ssn', safe_harbor: 'G', structured: true, description: 'United States social security number' },
  {
    id: 'medical_record',
    safe_harbor: 'H',
    structured: true,
    description: 'Medical record, chart, patient or NHS number',
  },
  {
    id: 'health_plan',
    safe_harbor: 'I',
    structured: true,
    description: 'Health plan member, policy, group or claim number',
  },
  {
    id: 'account',
    safe_harbor: 'J',
    structured: true,
    description: 'Account, routing, invoice or customer number',
  },
  { id: 'credit_card', safe_harbor: 'J', structured: true, description: 'Payment card number' },
  { id: 'iban', safe_harbor: 'J', structured: true, description: 'International bank account number' },
  {
    id: 'license',
    safe_harbor: 'K',
    structured: true,
    description: 'Driving, professional or other licence, certificate or permit number',
  },
  { id: 'vehicle', safe_harbor: 'L', structured: true, description: 'Vehicle identification or plate number' },
  { id: 'device', safe_harbor: 'M', structured: true, description: 'Device serial number, IMEI, MAC address' },
  { id: 'url', safe_harbor: 'N', structured: true, description: 'Web address or domain' },
  { id: 'ip_address', safe_harbor: 'O', structured: true, description: 'Internet address, version 4 or 6' },
  {
    id: 'biometric',
    safe_harbor: 'P',
    structured: true,
    description: 'Reference to a fingerprint, voice, iris, face or DNA record',
  },
  { id: 'image', safe_harbor: 'Q', structured: true, description: 'Reference to a photograph or other image file' },
  { id: 'national_id', safe_harbor: 'R', structured: true, description: 'Passport, tax or national identity number' },
  { id: 'username', safe_harbor: 'R', structured: true, description: 'Account handle or user name' },
  {
    id: 'organization',
    safe_harbor: 'R',
    structured: false,
    description: 'Employer, school, clinic or other organisation',
  },
  {
    id: 'unique_code',
    safe_harbor: 'R',
    structured: true,
    description: 'Any other code that stands for one person or case, a password or key',
  },
  { id: 'region', safe_harbor: null, structured: false, description: 'State or country: Safe Harbor lets it stay' },
  { id: 'age', safe_harbor: null, structured: true, description: 'Age up to 89: Safe Harbor lets it stay' },
] as const satisfies readonly IdentifierRow[];

export type IdentifierId = (typeof IDENTIFIERS)[number]['id'];
export const IdentifierIdSchema = z.enum(IDENTIFIERS.map(({ id }) => id) as [IdentifierId, ...IdentifierId[]]);

/** Where an identifier stands in a text. It never holds the text itself. */
export const IdentifierSpanSchema = z.object({
  start: z.int().nonnegative().describe('Offset of the first character, in UTF-16 code units'),
  end: z.int().positive().describe('Offset after the last character'),
  identifier: IdentifierIdSchema,
  confidence: z
    .number()
    .min(0)
    .max(1)
    .describe("The model's probability; for patterns a fixed value by kind of evidence"),
  source: z
    .enum(['pattern', 'context', 'model', 'repeat', 'plugin'])
    .describe(
      'pattern: the form tells it; context: a word beside it does; model: the sequence model; repeat: a name of the conversation found again; plugin: a detector that was added',
    ),
});
export type IdentifierSpan = z.infer<typeof IdentifierSpanSchema>;

import { CONSENT_SCOPES, CONSENT_STATUSES, type ConsentClaim, type ConsentFacts } from '../contracts/consent.ts';
import { plainName } from './roles.ts';

/** Names of columns, as letters and digits, by the fact they give. */
const FIELDS = {
  status: ['consent', 'consentstatus'],
  scopes: ['consentscopes', 'consentscope'],
  document_version: ['consentversion', 'consentdocumentversion', 'consentdocument'],
  given_at: ['consentgivenat', 'consentdate', 'consentgiven'],
  expires_at: ['consentexpiresat', 'consentexpires', 'consentexpiry', 'consentexpirydate'],
  withdrawn_at: ['consentwithdrawnat', 'consentwithdrawn', 'consentwithdrawaldate'],
  by: ['consentby', 'consentgivenby'],
} as const;

const NAMES: ReadonlySet<string> = new Set(Object.values(FIELDS).flat());

/** Whether a field of this name tells of consent. */
export const consentFactNamed = (name: string) => NAMES.has(plainName(name));

const STATUS_WORDS: Record<string, ConsentFacts['status']> = {
  ...Object.fromEntries(CONSENT_STATUSES.map((status) => [status, status])),
  ...{ yes: 'given', true: 'given', granted: 'given', obtained: 'given', signed: 'given' },
  ...{ no: 'declined', false: 'declined', denied: 'declined', refused: 'declined', revoked: 'withdrawn' },
};
/** Who gives consent is kept as a role: a name would be an identifier. */
const ROLE = /^(?:subject|patient|client|self|guardian|parent|proxy|participant|representative)$/i;

/**
 * What the scalar fields of a record say of consent beyond a bare status; null where they say nothing beyond it and the
 * status withholds nothing. A time that cannot be read counts as one that has come: nobody's consent is stretched by a
 * typing error.
 */
export function findConsent(fields: Readonly<Record<string, string>>): ConsentFacts | null {
  if (!Object.keys(fields).some(consentFactNamed)) return null;
  const named = new Map(Object.entries(fields).map(([name, value]) => [plainName(name), value.trim()]));
  const get = (fact: keyof typeof FIELDS) => {
    const found = FIELDS[fact].map((name) => named.get(name)).find((value) => value !== undefined && value !== '');
    return found === undefined || /^(?:null|none|n\/a)$/i.test(found) ? undefined : found;
  };
  const status = STATUS_WORDS[get('status')?.toLowerCase() ?? ''] ?? 'unknown';
  const scopes = get('scopes')
    ?.toLowerCase()
    .split(/[^a-z_]+/)
    .filter((scope) => scope !== '');
  const [document_version, given_at, expires_at, by] = [
    get('document_version'),
    get('given_at'),
    get('expires_at'),
    get('by'),
  ];
  const withdrawn = get('withdrawn_at');
  const withdrawn_at = withdrawn === undefined || /^(?:false|no|0)$/i.test(withdrawn) ? undefined : withdrawn;
  const facts: ConsentFacts = {
    status: withdrawn_at === undefined ? status : 'withdrawn',
    ...(scopes && { scopes: CONSENT_SCOPES.filter((scope) => scopes.includes(scope)) }),
    ...(document_version && { document_version }),
    ...(given_at && { given_at: toIso(given_at) }),
    ...(expires_at && { expires_at: toIso(expires_at) }),
    ...(withdrawn_at && { withdrawn_at: toIso(withdrawn_at) }),
    ...(by && ROLE.test(by) && { by: by.toLowerCase() }),
  };
  const more = Object.keys(facts).length > 1;
  return more || status === 'declined' || status === 'withdrawn' || status === 'expired' ? facts : null;
}

export type ConsentRefusal = 'consent_withdrawn' | 'consent_declined' | 'consent_expired' | 'consent_not_for_training';

/** Why data with these facts may not train at a time, or null where they do not speak against it. */
export function refusalOf(
  facts: Pick<ConsentFacts | ConsentClaim, 'status' | 'scopes' | 'expires_at' | 'withdrawn_at'>,
  nowMs: number,
): ConsentRefusal | null {
  if (facts.status === 'withdrawn' || facts.withdrawn_at !== undefined) return 'consent_withdrawn';
  if (facts.status === 'declined') return 'consent_declined';
  if (facts.status === 'expired') return 'consent_expired';
  // Not a time: see findConsent.
  if (facts.expires_at !== undefined && !(Date.parse(facts.expires_at) > nowMs)) return 'consent_expired';
  if (facts.scopes !== undefined && !facts.scopes.includes('training')) return 'consent_not_for_training';
  return null;
}

function toIso(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? 'unreadable' : new Date(time).toISOString();
}

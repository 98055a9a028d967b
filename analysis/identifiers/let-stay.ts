import { IDENTIFIERS, type IdentifierId } from '../../contracts/privacy.ts';

/** Identifiers that Safe Harbor lets stay. */
export const LET_STAY: ReadonlySet<IdentifierId> = new Set(
  IDENTIFIERS.filter(({ safe_harbor }) => safe_harbor === null).map(({ id }) => id),
);

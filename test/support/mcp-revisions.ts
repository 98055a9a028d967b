import type { ClientOptions } from '@modelcontextprotocol/client';

/** The revisions of the Model Context Protocol that the gateway speaks. */
export const REVISIONS = ['2025-11-25', '2026-07-28'] as const;
export type Revision = (typeof REVISIONS)[number];

/** Options of a client that speaks this revision and no other. */
export const speaking = (revision: Revision): ClientOptions => ({
  versionNegotiation: { mode: revision === '2025-11-25' ? 'legacy' : { pin: revision } },
});

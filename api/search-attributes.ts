import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import type { SEARCH_ATTRIBUTES } from '../contracts/ids.ts';

type Name = (typeof SEARCH_ATTRIBUTES)[number];

/** The typed key of a search attribute: all of ours are keywords. */
export const attributeKey = (name: Name) => defineSearchAttributeKey(name, 'KEYWORD');

/** What a run is listed as before its first workflow task. The workflow keeps them up to date from there. */
export function startAttributes(tenant: string): SearchAttributePair[] {
  const values = { Tenant: tenant, Stage: NO_STAGE, RunStatus: 'running', WaitingFor: 'nothing' };
  return Object.entries(values).map(([name, value]) => ({ key: attributeKey(name as Name), value }));
}

/** The value of Stage before the first stage. */
const NO_STAGE = 'none';

import { createSeparatedReader } from './separated.ts';

/** Comma-separated values, and what goes by that name with semicolons or bars. */
export const csvReader = createSeparatedReader({
  name: 'csv',
  extensions: ['csv'],
  delimiters: [',', ';', '|', '\t'],
  /** Tabs are left to the TSV reader, unless the name says CSV. */
  own: [',', ';', '|'],
});

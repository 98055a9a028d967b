import { createSeparatedReader } from './separated.ts';

/** Tab-separated values. Many such files use no quotes at all, so a quote within them is looked at before it is trusted. */
export const tsvReader = createSeparatedReader({
  name: 'tsv',
  extensions: ['tsv', 'tab'],
  delimiters: ['\t'],
  own: ['\t'],
});

/** `npm run docs`: every page that is made from contracts/. */
await import('./make-tables.ts');
await import('./make-api.ts');
await import('./make-open-api.ts');

#!/usr/bin/env node
// `pipeline` on PATH after `npm link`, from any folder: main.ts under the project's own Node, as `npm run pipeline` does it.
import { fileURLToPath } from 'node:url';

process.argv.splice(2, 0, fileURLToPath(new URL('main.ts', import.meta.url)));
await import('../../setup.mjs');

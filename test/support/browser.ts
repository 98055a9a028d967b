import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine, where there is one. */
export const CHROMIUM = [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path !== undefined && existsSync(path));

/** For the name of a test that needs one. */
export const WHY_NO_BROWSER = CHROMIUM ? '' : ' (skipped: no Chromium here; install one, or set CHROMIUM_PATH)';

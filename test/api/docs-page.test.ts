import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { createDocsPages } from '../../api/docs-pages.ts';
import { CHROMIUM, WHY_NO_BROWSER } from '../support/browser.ts';
import { openDoor } from './door.ts';

const openDocs = () => openDoor({ pages: createDocsPages('1.2.3') });

it('the page and everything it loads come from this gateway, with no script or style of its own', async () => {
  const { send } = await openDocs();
  const page = await send({ path: '/docs' });
  expect(page.status).toBe(200);
  const csp = String(page.headers['content-security-policy']);
  expect(csp).toContain("default-src 'none'");
  expect(csp).not.toMatch(/unsafe|https?:|\*/);
  expect(page.text).not.toMatch(/<script>|<style|\son\w+=|\sstyle=/);
  const loaded = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  expect(loaded.length).toBeGreaterThan(4);
  for (const path of loaded) expect(await send({ path })).toMatchObject({ status: 200 });
});

it.skipIf(!CHROMIUM)(
  `a browser shows every operation, light and dark, and breaks no rule${WHY_NO_BROWSER}`,
  async () => {
    const { url } = await openDocs();
    const browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ colorScheme });
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('request', (request) => {
          if (!request.url().startsWith(url) && !request.url().startsWith('data:')) complaints.push(request.url());
        });
        await page.goto(`${url}/docs`);
        await page.click('#operations-runs-execute .opblock-summary-control');
        await page.waitForSelector('#operations-runs-execute .responses-table');
        expect(await page.locator('.opblock-tag').count()).toBe(5);
        const ink = await page.evaluate(`getComputedStyle(document.querySelector('.info .title')).color`);
        const [brightness = 0] = String(ink).match(/\d+/g)?.map(Number) ?? [];
        expect(brightness > 128).toBe(colorScheme === 'dark');
        expect(complaints).toEqual([]);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  },
);

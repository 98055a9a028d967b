import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, WHY_NO_BROWSER } from '../support/browser.ts';
import { scriptActivities } from '../support/fake-activities.ts';
import { type OpenGateway, openGateway } from './temporal-gateway.ts';

describe.skipIf(CHROMIUM === undefined)(`the run page in a browser${WHY_NO_BROWSER}`, () => {
  let browser: Browser;
  let gateway: OpenGateway;
  let stopWorker: () => Promise<void>;
  const broken: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
    gateway = await openGateway();
    const { activities } = scriptActivities({
      ingestDataset: [{ fail: 'DatasetUnreadable' }],
      dispatchTraining: ['hang', 'answer'],
    });
    stopWorker = await gateway.startWorker(activities);
  });
  afterAll(async () => {
    await browser?.close();
    await stopWorker?.();
    await gateway?.close();
  });

  async function open(path: string, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    // What the page's own policy refuses, and every defect of its script.
    page.on('console', (message) => {
      if (message.type() === 'error') broken.push(message.text());
    });
    page.on('pageerror', (error) => broken.push(error.message));
    await page.goto(gateway.url + path);
    return page;
  }

  it('a run is watched from its failure to its cancelling, by keyboard, without a reload', async () => {
    const id = await gateway.start({ dataset_name: '<b>Talks</b>' });
    const page = await open(`/runs/${id}`);
    await page.evaluate(() => Object.assign(globalThis, { untouched: true }));
    const status = page.locator('#status');
    await expect.poll(() => status.textContent(), { timeout: 120_000 }).toBe('needs attention');
    expect(await page.locator('h1').textContent()).toBe('<b>Talks</b>');
    await expect.poll(() => page.locator('#log li').count()).toBeGreaterThan(0);

    await page.locator('#retry-dataset_ingestion').focus();
    await page.keyboard.press('Enter');
    // The retried run goes on to its training, which hangs.
    await expect
      .poll(() => page.locator('#stage-model_training').textContent(), { timeout: 120_000 })
      .toContain('dispatchTraining');
    expect(await page.locator('#stage-bias_detection progress').getAttribute('value')).toBe('100');
    expect(await page.locator('#dataset').textContent()).toBe('Dataset');

    await page.locator('#cancel').focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog[open] input').waitFor();
    await page.keyboard.type('enough seen');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => status.textContent(), { timeout: 120_000 }).toBe('cancelled');
    await expect.poll(() => page.locator('#run').textContent()).toContain('trainer was seen to be gone');
    expect(await page.evaluate(() => 'untouched' in globalThis)).toBe(true);
    expect(broken).toEqual([]);

    // Run again: another run, another page.
    await page.locator('#rerun').click();
    await page.locator('dialog[open] button.main').click();
    await page.waitForURL((url) => url.pathname.startsWith('/runs/') && !url.pathname.endsWith(id));
    await expect.poll(() => status.textContent(), { timeout: 120_000 }).toBe('completed');
    expect(await page.locator('#evaluation').count()).toBe(1);
    expect(broken).toEqual([]);
  });

  it('a stuck stage is retried with the settings a person gives, and what is no JSON is said so', async () => {
    const own = await openGateway();
    const { activities, calls } = scriptActivities({ ingestDataset: [{ fail: 'DatasetUnreadable' }, 'hang'] });
    const stop = await own.startWorker(activities);
    const id = await own.start();
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${own.url}/runs/${id}`);
    const retryWith = async (settings: string) => {
      await page.locator('#change-dataset_ingestion').click();
      await page.locator('dialog[open] textarea').fill(settings);
      await page.locator('dialog[open] button.main').click();
    };
    await page.locator('#change-dataset_ingestion').waitFor({ timeout: 120_000 });
    await retryWith('mended.jsonl');
    await expect.poll(() => page.locator('#outcome').textContent()).toContain('no JSON');
    const sent = page.waitForRequest((request) => request.url().endsWith('/retry'));
    await retryWith('{"dataset_path": "mended.jsonl"}');
    const settings = { dataset_path: 'mended.jsonl' };
    expect((await sent).postDataJSON()).toEqual({ by: 'run page', settings });
    await expect.poll(() => calls.get('ingestDataset')?.length, { timeout: 120_000 }).toBe(2);
    await own.client.workflow.getHandle(id).terminate();
    await page.close();
    await stop();
    await own.close();
  });

  it('a person who thinks better of it changes nothing', async () => {
    const own = await openGateway();
    const stop = await own.startWorker(scriptActivities({ ingestDataset: ['hang'] }).activities);
    const id = await own.start();
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${own.url}/runs/${id}`);
    await page.locator('#cancel').click();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'hidden' });
    expect((await own.until(id, () => true)).status).toBe('running');
    await own.client.workflow.getHandle(id).terminate();
    await page.close();
    await stop();
    await own.close();
  });

  it('without script the page can be read, and has no button that does nothing', async () => {
    const id = await gateway.start({ dataset_name: 'Talks' });
    await gateway.until(id, ({ status }) => status !== 'running');
    const page = await open(`/runs/${id}`, { javaScriptEnabled: false });
    expect(await page.locator('h1').textContent()).toBe('Talks');
    expect(await page.locator('.stages > li').count()).toBe(6);
    expect(await page.locator('button:visible').count()).toBe(0);
  });
});

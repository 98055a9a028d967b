import { describe, expect, it } from 'vitest';
import { createPages } from '../../api/report/pages.ts';
import type { Runs } from '../../api/runs.ts';
import { calibrationChart, confusionChart, lineChart, ticksOf } from '../../charts/charts.ts';
import { html } from '../../charts/html.ts';
import type { DeidentificationReport } from '../../contracts/deidentification.ts';
import type { RunState } from '../../contracts/run.ts';
import { NOTHING, resultsWith } from '../support/results.ts';
import { at, ERROR, stateOf } from '../support/run-states.ts';
import { openDoor, refuse } from './door.ts';

const HOSTILE = `"><img src=x onerror=alert(1)></title></style><script>alert('2')</script>&'\u0000\ud800`;

/** The gateway with the pages, before fake runs. */
async function openPages(runs: Partial<Runs>, token?: string) {
  const parts = { runs: runs as Runs, clock: () => Date.parse(at(60)), temporalUiUrl: () => 'http://127.0.0.1:8233/x' };
  const { url } = await openDoor({ runs, pages: createPages(parts), ...(token !== undefined && { token }) });
  return async (path: string, init?: RequestInit) => {
    const response = await fetch(url + path, { redirect: 'manual', ...init });
    return { response, text: await response.text() };
  };
}

const serving = (state: RunState, results = NOTHING) => ({
  status: async () => state,
  results: async () => results,
});

/** Every tag, and within it every attribute, of a page: what a browser would obey. */
const tagsOf = (page: string) =>
  [...page.matchAll(/<([a-zA-Z][^\s/>]*)([^>]*)>/g)].map(([, name = '', rest = '']) => ({ name, rest }));

describe('texts of others', () => {
  const ended = stateOf(
    {
      status: 'failed',
      dataset_name: HOSTILE,
      end_time: at(9),
      message: HOSTILE,
      failure: { ...ERROR, message: HOSTILE, remedy: HOSTILE },
    } as Partial<RunState>,
    [
      { name: HOSTILE, status: 'failed', attempt: 2, error: { ...ERROR, message: HOSTILE }, started_at: at(1) },
      {
        ...{ status: 'running', attempt: 1, message: HOSTILE, activity: HOSTILE },
        safety_alerts: [{ kind: 'consent', message: HOSTILE, remedy: HOSTILE }],
      },
      { status: 'skipped', skip: { reason: HOSTILE, by: HOSTILE } },
    ],
  );

  it.each(['/runs/run-1', '/runs/run-1/report.html'])('are text and nothing else on %s', async (path) => {
    const get = await openPages(serving(ended, resultsWith(HOSTILE)));
    const plain = await (await openPages(serving(ended, resultsWith('plain'))))(path);
    const { text } = await get(path);
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('\u0000');
    // The same page with harmless texts has the same tags: the hostile ones have made none, and no attribute.
    const shape = (page: string) => tagsOf(page).map(({ name }) => name);
    expect(shape(text)).toEqual(shape(plain.text));
    expect(tagsOf(text).filter(({ rest }) => /\son\w+\s*=/i.test(rest.replace(/"[^"]*"/g, '""')))).toEqual([]);
    expect(text.match(/<script/g) ?? []).toHaveLength(path.endsWith('.html') ? 0 : 1);
  });

  it('escape what would end a tag, an attribute or a text', () => {
    expect(`${html`<a title="${`"'<>&`}">${['<b>', html`<i>`, null, false, 0]}</a>`}`).toBe(
      '<a title="&quot;&#39;&lt;&gt;&amp;">&lt;b&gt;<i>0</a>',
    );
  });
});

describe('a run', () => {
  it('shows stages, progress, and a button for each command that it would take now, and for no other', async () => {
    const running = stateOf({ current_stage: 'dataset_ingestion', progress: 7 }, [
      { status: 'running', attempt: 1, progress: 40, started_at: at(0), message: 'line 40' },
    ]);
    const { text, response } = await (await openPages(serving(running)))('/runs/run-1');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const buttons = [...text.matchAll(/<button type="button" id="([^"]+)"/g)].map(([, id]) => id);
    expect(buttons).toEqual(['pause', 'cancel', 'retry-dataset_ingestion']);
    expect(text).toContain('value="7"');
    expect(text).toContain('line 40');
    expect(text).toContain('No estimate yet');
  });

  it('shows what a stage found that bears on safety, and the gate of identifiers that are left', async () => {
    const alert = {
      kind: 'residual_identifiers',
      message: '1 class is past its limit',
      remedy: 'raise the level',
    } as const;
    const state = stateOf({}, [{}, { status: 'completed', safety_alerts: [alert] }]);
    const residual = (outcome: 'pass' | 'fail', bound: number) => ({
      ...{ safe_harbor: 'P', description: 'biometric', planted: 200, survived: 50, rate: 0.25 },
      ...{ interval_95: [0.2, bound] as [number, number], limit: 0.08, outcome },
    });
    const results = resultsWith('plain');
    const privacy: DeidentificationReport = {
      ...{ privacy_level: 'enhanced', least_level: null, override: null, identifiers: [], records_dropped: 0 },
      ...{ withdrawn_excluded: 0, review: { waiting: 0, accepted: 0, rejected: 0 } },
      residual: [residual('pass', 0.01), residual('fail', 0.32)],
      k_anonymity: {
        ...{ k: null, reason: 'no attributes', attributes: [], subject_count: 0, class_count: 0 },
        share_of_subjects_below_5: null,
      },
    };
    const { text } = await (
      await openPages(serving(state, { ...results, preprocessing: { ...results.preprocessing, privacy } }))
    )('/runs/run-1');
    expect(text).toMatch(/class="badge warning">safety<\/span> 1 class is past its limit/);
    expect(text).toMatch(
      /Identifiers left<\/th><td><span class="badge warning">failed<\/span><\/td><td><span class="nowrap">32/,
    );
  });

  it.each([
    ['awaiting_approval', { waiting_for: 'approval' }, ['approve', 'pause', 'cancel']],
    ['paused', { waiting_for: 'resume' }, ['resume', 'cancel']],
    ['cancelling', { waiting_for: 'trainer_exit' }, []],
    ['completed', { end_time: at(5) }, ['rerun']],
  ])('that is %s has the buttons for it', async (status, change, expected) => {
    const state = stateOf({ status, ...change } as Partial<RunState>);
    const { text } = await (await openPages(serving(state)))('/runs/run-1');
    expect([...text.matchAll(/<button type="button" id="([^"]+)"/g)].map(([, id]) => id)).toEqual(expected);
  });

  it('can be read without script, reloads itself while it is open, and loads nothing from elsewhere', async () => {
    const { text, response } = await (await openPages(serving(stateOf())))('/runs/run-1');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(text).toContain('<noscript><meta http-equiv="refresh"');
    expect(text).not.toMatch(/\sstyle=/);
    const loaded = tagsOf(text).flatMap(({ name, rest }) =>
      name === 'script' || name === 'link' || name === 'img' ? [/(?:src|href)="([^"]*)"/.exec(rest)?.[1] ?? ''] : [],
    );
    const get = await openPages({});
    for (const path of loaded.filter((each) => !each.startsWith('data:'))) {
      expect(path).toMatch(/^\/assets\//);
      const asset = await get(path);
      expect(asset.response.status).toBe(200);
      expect(asset.response.headers.get('cache-control')).toContain('immutable');
    }
  });

  it('that ends while its page is made is not shown as ended without its last results', async () => {
    const end = { status: 'completed', end_time: at(5) } as Partial<RunState>;
    let ended = false;
    const get = await openPages({
      async status() {
        const state = stateOf(ended ? end : {});
        ended = true;
        return state;
      },
      async results() {
        const results = ended ? resultsWith('plain') : NOTHING;
        ended = true;
        return results;
      },
    });
    const { text } = await get('/runs/run-1');
    expect(text.includes('id="rerun"') && !text.includes('<h2 id="evaluation">')).toBe(false);
  });

  it('has a report that is one file: no script, and nothing to load', async () => {
    const state = stateOf({ status: 'completed', end_time: at(5), dataset_name: 'Talks' } as Partial<RunState>);
    const get = await openPages(serving(state, resultsWith('plain')));
    const { text, response } = await get('/runs/run-1/report.html');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="report-run-1.html"');
    expect(
      tagsOf(text).filter(({ name, rest }) => /^(script|link|img|iframe)$/.test(name) || /\b(src|href)=/.test(rest)),
    ).toEqual([]);
    for (const id of [
      'dataset',
      'privacy',
      'gates',
      'bias',
      'style',
      'training',
      'evaluation',
      'lineage',
      'artifacts',
    ]) {
      expect(text).toContain(`<h2 id="${id}">`);
    }
    // The same results give the same bytes.
    expect((await get('/runs/run-1/report.html')).text).toBe(text);
    const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('what goes wrong', () => {
  it('is a page that says what to do: 404, and 503 that tries again', async () => {
    const missing = await (await openPages({ status: refuse('RunNotFound', 'no run has that id') }))('/runs/nope');
    expect(missing.response.status).toBe(404);
    expect(missing.text).toContain('no run has that id');
    const away = await (await openPages({ status: refuse('TemporalUnavailable') }))('/runs/run-1');
    expect(away.response.status).toBe(503);
    expect(away.text).toContain('http-equiv="refresh"');
    const odd = await (await openPages({}))('/runs/%3Cscript%3E');
    expect(odd.response.status).toBe(400);
    expect(odd.text).not.toContain('<script>');
  });

  it('with API_TOKEN a browser is asked to log in, a program is not shown a login window', async () => {
    const token = 'a-token-of-16-chars';
    const get = await openPages(serving(stateOf()), token);
    const accept = 'text/html,application/xhtml+xml';
    const asked = await get('/runs/run-1', { headers: { accept } });
    expect([asked.response.status, asked.response.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="dataset-training-pipeline"',
    ]);
    const program = await get('/runs/run-1', { headers: { accept: '*/*' } });
    expect(program.response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    const basic = (password: string) => `Basic ${Buffer.from(`anyone:${password}`).toString('base64')}`;
    expect((await get('/runs/run-1', { headers: { authorization: basic(token) } })).response.status).toBe(200);
    expect((await get('/runs/run-1', { headers: { authorization: basic('wrong-token-of-16') } })).response.status).toBe(
      401,
    );
    // A browser adds the login by itself: a write has to come from a page of this gateway.
    const write = (origin: string) =>
      get('/api/training/run-1/pause', { method: 'POST', headers: { authorization: basic(token), origin } });
    expect((await write('https://elsewhere.example')).response.status).toBe(403);
  });
});

describe('the list', () => {
  it('has a link for each run, and filters by status', async () => {
    const asked: unknown[] = [];
    const get = await openPages({
      async list(filter) {
        asked.push(filter.status);
        const run = {
          execution_id: 'run-1',
          dataset_name: 'talks & more.jsonl',
          status: 'running',
          current_stage: 'bias_detection',
          waiting_for: null,
        } as const;
        return {
          executions: [{ ...run, category: 'clinical', tenant: null, start_time: at(0), end_time: null }],
          total: 1,
          next_cursor: null,
        };
      },
    });
    expect((await get('/runs')).text).toContain('<a href="/runs/run-1">talks &amp; more.jsonl</a>');
    expect((await get('/runs?status=running')).text).toContain(
      '<a class="button" href="/runs?status=running" aria-current="page">',
    );
    expect(asked).toEqual([undefined, 'running']);
    expect((await get('/runs?status=odd')).response.status).toBe(400);
  });
});

describe('charts', () => {
  it('say in words what they show', () => {
    const line = `${lineChart(
      [
        { x: 1, y: 2 },
        { x: 2, y: 0.5 },
        { x: 3, y: 0.7 },
      ],
      { title: 'Loss', x: 'step', y: 'loss' },
    )}`;
    expect(line).toContain('loss from 2.000 at step 1 to 0.700 at step 3; lowest 0.500 at step 2.');
    const matrix = `${confusionChart({
      labels: ['a', 'b'],
      counts: [
        [5, 1],
        [0, 4],
      ],
    })}`;
    expect(matrix).toContain('9 of 10 examples on the diagonal. Most often confused: a taken for b, 1.');
    expect(`${calibrationChart([{ confidence: 0.9, accuracy: 0.5, count: 4 }])}`).toContain(
      'confidence 0.900: 0.500 right of 4',
    );
  });

  it('hold numbers only, also for values that break a scale', () => {
    const odd = [
      [
        { x: 1, y: 0 },
        { x: 1, y: 0 },
      ],
      [
        { x: 0, y: Number.NaN },
        { x: 1, y: 1 },
      ],
      [
        { x: 0, y: -1e9 },
        { x: 1e9, y: 1e9 },
      ],
      [],
    ];
    for (const points of odd)
      expect(`${lineChart(points, { title: 'Loss', x: 'step', y: 'loss' })}`).not.toMatch(/NaN|Infinity/);
    expect(`${confusionChart({ labels: ['a'], counts: [[0]] })}`).not.toMatch(/NaN|Infinity/);
  });

  it('have round ticks within the range', () => {
    expect(ticksOf(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksOf(3, 3)).toEqual([3]);
    for (const [low, high] of [
      [-7, 13],
      [0.0001, 0.0009],
      [1e6, 3e6],
    ] as const) {
      const ticks = ticksOf(low, high);
      expect(ticks.length).toBeGreaterThan(2);
      expect(ticks.every((tick) => tick >= low && tick <= high)).toBe(true);
    }
  });
});

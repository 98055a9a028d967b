// The script of the run page. The server makes every piece of HTML; this fetches the page again when the run has
// changed, and sends what the buttons say to the same REST operations that programs use.
const main = document.querySelector('main');
const { executionId } = main.dataset;
document.documentElement.classList.add('with-script');

const WORDS = {
  status_update: ({ status, stage }) =>
    stage
      ? `${named(stage.stage)}: ${words(stage.status)}${stage.attempt > 1 ? `, attempt ${stage.attempt}` : ''}`
      : `Run: ${words(status)}`,
  stage_completed: ({ stage, status, cached }) => `${named(stage)} ${status}${cached ? ', from the store' : ''}`,
  error: ({ stage, type, message, will_retry }) =>
    `${stage ? named(stage) : 'Run'}: ${type}: ${message}${will_retry ? ' (tries again)' : ''}`,
  needs_attention: ({ message }) => `Waits for a person: ${message}`,
  safety_alert: ({ stage, message }) => `Safety, ${words(stage)}: ${message}`,
  log: ({ stage, message }) => `${named(stage)}: ${message}`,
  completion: ({ status }) => `Run ${words(status)}`,
};
const LOUD = { error: 'error', safety_alert: 'error', needs_attention: 'warning', interrupted: 'warning' };
const words = (name) => name.replaceAll('_', ' ');
const named = (stage) => words(stage).replace(/^./, (letter) => letter.toUpperCase());

const log = document.getElementById('log');
function note(type, text, timestamp) {
  const line = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = timestamp ? timestamp.slice(11, 19) : '';
  const what = document.createElement('span');
  what.textContent = text;
  what.className = LOUD[type] ?? '';
  line.append(time, what);
  log.prepend(line);
  while (log.children.length > 200) log.lastChild.remove();
  document.getElementById('log-card').hidden = false;
}

// One refresh at a time, and one more where something happened meanwhile.
let wanted = false;
let busy = false;
async function refresh() {
  wanted = true;
  if (busy) return;
  busy = true;
  while (wanted) {
    wanted = false;
    await new Promise((resolve) => setTimeout(resolve, 120));
    const response = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
    if (response?.ok) replace(new DOMParser().parseFromString(await response.text(), 'text/html'));
  }
  busy = false;
}

function replace(page) {
  for (const id of ['run', 'report']) {
    const old = document.getElementById(id);
    const fresh = page.getElementById(id);
    if (!old || !fresh || old.innerHTML === fresh.innerHTML) continue;
    for (const { id: open } of old.querySelectorAll('details[open]'))
      page.getElementById(open)?.setAttribute('open', '');
    const focused = old.contains(document.activeElement) ? document.activeElement.id : '';
    old.replaceChildren(...fresh.childNodes);
    if (focused) (document.getElementById(focused) ?? document.getElementById('title')).focus();
  }
  document.title = page.title;
}

// EventSource comes back by itself, with the number of the last event it has.
let lost = false;
const source = new EventSource(`/api/executions/${executionId}/events?after=0`);
source.onmessage = ({ data }) => {
  const event = JSON.parse(data);
  if (event.type === 'interrupted') note('interrupted', `${event.message}; it goes on by itself`, '');
  else if (WORDS[event.type]) note(event.type, WORDS[event.type](event.data), event.timestamp);
  if (event.type === 'stage_completed' || event.type === 'completion' || event.type === 'needs_attention') {
    document.getElementById('spoken').textContent = WORDS[event.type](event.data);
  }
  if (event.type !== 'interrupted') refresh();
};
source.onopen = () => {
  if (lost) refresh();
  lost = false;
};
source.onerror = () => {
  if (!lost && source.readyState !== EventSource.CLOSED) lost = true;
};

const dialog = document.getElementById('ask');
/** The reason or the settings given, or null where the person thought better of it. */
function ask({ question, explanation, reason, settings }) {
  dialog.querySelector('h2').textContent = question;
  dialog.querySelector('p').textContent = explanation ?? '';
  const input = dialog.querySelector('input');
  const area = dialog.querySelector('textarea');
  input.closest('label').hidden = !reason;
  area.closest('label').hidden = !settings;
  input.required = reason === 'required';
  area.required = settings === 'yes';
  for (const field of [input, area]) field.value = '';
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    const given = settings ? area : input;
    dialog.onclose = () => resolve(dialog.returnValue === 'yes' ? given.value.trim() : null);
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('The settings are no JSON: write {"dataset_path": "mended.jsonl"}, for example.');
  }
}

main.addEventListener('click', async ({ target }) => {
  const button = target.closest('button[data-url]');
  if (!button) return;
  const { method, url, question, explanation, reason, settings, goes } = button.dataset;
  const given = question ? await ask({ question, explanation, reason, settings }) : '';
  if (given === null) return;
  const outcome = document.getElementById('outcome');
  button.disabled = true;
  outcome.className = '';
  outcome.textContent = '';
  try {
    const said = given && (settings ? { settings: parse(given) } : { reason: given });
    const fields = { ...(goes ? {} : { by: 'run page' }), ...said };
    const response = await fetch(method === 'DELETE' ? `${url}?${new URLSearchParams(fields)}` : url, {
      method,
      ...(method !== 'DELETE' && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${answer.detail}. ${answer.remedy ?? ''}`);
    if (goes) location.assign(`/runs/${answer.execution_id}`);
    outcome.textContent = `Done: ${button.textContent.trim()}`;
  } catch (error) {
    outcome.className = 'error';
    outcome.textContent = error instanceof TypeError ? 'The gateway does not answer; try again.' : error.message;
  }
  button.disabled = false;
  refresh();
});

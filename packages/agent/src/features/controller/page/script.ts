/** Little helpers: elements are made with texts, never with HTML, so that nothing anybody named can bring a script along. */
const helpers = `
const id = (name) => document.getElementById(name);
const texts = JSON.parse(document.body.dataset.texts);
const language = document.documentElement.lang;
const put = (text, values) => text.replace(/\\{(\\w+)\\}/g, (_, name) => values[name]);
function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}
const day = (text) => (text === null ? '–' : new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(text + 'T00:00:00Z')));
const moment = (text) => new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(text));
async function ask(path, body) {
  const headers = { 'Accept-Language': language };
  try {
    const answer = await fetch('/v1/' + path, body === undefined ? { headers } : { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    const said = await answer.json();
    return answer.ok ? { ok: true, value: said } : { ok: false, problem: said };
  } catch {
    return { ok: false, problem: { code: 'no-answer', title: texts.failed, detail: '', nextStep: '' } };
  }
}
`;

/** State marks: a sign, a word and a colour, never the colour alone (E4). */
const marks = `
const svg = 'http://www.w3.org/2000/svg';
const signs = {
  unlicensed: ['purple', { r: 5.5, fill: 'none', 'stroke-width': 2 }],
  unprovisioned: ['blue', { r: 5.5, fill: 'none', 'stroke-width': 1.6, 'stroke-dasharray': '2.6 2' }],
  provisioned: ['green', { r: 4.5, fill: 'currentColor', 'stroke-width': 0 }],
  valid: ['green', { r: 4.5, fill: 'currentColor', 'stroke-width': 0 }],
  expired: ['red', { r: 5.5, fill: 'none', 'stroke-width': 2 }],
  'not-yet-valid': ['blue', { r: 5.5, fill: 'none', 'stroke-width': 1.6 }],
  'not-active': ['grey', { r: 5.5, fill: 'none', 'stroke-width': 1.6 }],
  active: ['green', { r: 4.5, fill: 'currentColor', 'stroke-width': 0 }],
  refused: ['red', { r: 5.5, fill: 'none', 'stroke-width': 2 }],
  waiting: ['blue', { r: 5.5, fill: 'none', 'stroke-width': 1.6, 'stroke-dasharray': '2.6 2' }],
};
function mark(state, word) {
  const [color, look] = signs[state];
  const picture = document.createElementNS(svg, 'svg');
  for (const [name, value] of Object.entries({ width: 16, height: 16, viewBox: '0 0 16 16', stroke: 'currentColor', 'aria-hidden': 'true' })) picture.setAttribute(name, value);
  const circle = document.createElementNS(svg, 'circle');
  for (const [name, value] of Object.entries({ cx: 8, cy: 8, ...look })) circle.setAttribute(name, value);
  picture.append(circle);
  return el('span', { class: 'mark ' + color, 'data-state': state }, picture, word);
}
`;

/** The page behind the dialogue: how things stand, and the endpoints. What has not changed is not drawn anew, so that the focus stays. */
const overview = `
let status = null;
let endpoints = [];
const drawn = {};
function draw(name, value, make) {
  const text = JSON.stringify(value);
  if (drawn[name] === text) return;
  drawn[name] = text;
  const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.key : undefined;
  id(name).replaceChildren(...make().filter((child) => child !== null));
  if (focused) document.querySelector('[data-key="' + CSS.escape(focused) + '"]')?.focus();
}
function note(color, { title, detail, nextStep }) {
  return el('div', { class: 'note ' + color }, el('strong', {}, title), el('p', {}, detail), el('p', {}, nextStep ? texts.nextStep + ': ' + nextStep : ''));
}
const fact = (name, value, mono) => [el('dt', {}, name), el('dd', mono ? { class: 'mono' } : {}, value)];
function drawStatus() {
  const { installCode, product, enrolment, licensed, capacity, cover, exchange, problems, thumbprint, folder, customerId } = status;
  const notes = [...problems, ...(exchange && exchange.problem && !problems.some(({ code }) => code === exchange.problem.code) ? [exchange.problem] : [])];
  draw('standing', licensed, () => [mark(licensed, texts[licensed])]);
  draw('notes', [status.test, notes], () => [status.test ? el('div', { class: 'note blue' }, el('p', {}, texts.test)) : null, ...notes.map((one) => note('amber', one))]);
  id('summary').textContent = [installCode, product, enrolment.project ? enrolment.project.name : texts.noProject].join(' · ');
  id('capacity').textContent = capacity.map(({ feature, capacity: most, used, lacking }) => put(texts.used, { count: used, capacity: most, feature }) + (lacking > 0 ? ', ' + put(texts.lacking, { lacking }) : '')).concat(cover.filter((one) => one.capacity > 0).map((one) => put(texts.covered, one))).join(' · ');
  draw('counts', status.endpoints, () => status.endpoints.total === 0 ? [] : ['unlicensed', 'unprovisioned', 'provisioned'].map((state) => mark(state, status.endpoints[state] + ' ' + texts[state])));
  draw('facts', [installCode, product, customerId, thumbprint, exchange && exchange.at, folder], () => [
    ...fact(texts.installCode, installCode, true), ...fact(texts.customerId, customerId || '–', true), ...fact(texts.thumbprint, thumbprint, true),
    ...fact(texts.exchange, exchange ? moment(exchange.at) : texts.never), ...fact(texts.folder, folder)]);
  id('provision-all').hidden = status.endpoints.unprovisioned === 0;
  drawLicences();
}
const mostRows = 300;
function drawEndpoints() {
  const wanted = id('filter').value.trim().toLowerCase();
  const found = endpoints.filter(({ name, address, protocol, id: own }) => [name, address, protocol, own].some((text) => text.toLowerCase().includes(wanted)));
  const shown = found.slice(0, mostRows);
  draw('endpoints', [endpoints.length, found.length, shown], () => {
    if (endpoints.length === 0) return [el('p', { class: 'hint' }, texts.noEndpoints)];
    const rows = shown.map(({ id: own, name, address, protocol, state }) => el('tr', {},
      el('td', {}, mark(state, texts[state])), el('td', {}, name), el('td', { 'data-label': texts.protocol }, protocol), el('td', { class: 'mono', 'data-label': texts.address }, address),
      el('td', {}, state === 'unprovisioned' ? el('button', { type: 'button', class: 'quiet small', 'data-key': 'provision ' + own, 'aria-label': put(texts.provisionNamed, { name }), onclick: () => provision({ ids: [own] }) }, texts.provision) : '')));
    const heads = [texts.state, texts.name, texts.protocol, texts.address].map((text) => el('th', { scope: 'col' }, text));
    return [el('div', { class: 'scroll' }, el('table', { class: 'cards' }, el('thead', {}, el('tr', {}, ...heads, el('td', {}))), el('tbody', {}, ...rows))),
      found.length > shown.length ? el('p', { class: 'hint' }, put(texts.more, { count: found.length - shown.length })) : null];
  });
}
async function refresh() {
  const [now, list] = await Promise.all([ask('status'), ask('endpoints')]);
  if (!now.ok || !list.ok) { id('said').textContent = texts.failed; return; }
  if (id('said').textContent === texts.failed) id('said').textContent = '';
  status = now.value;
  endpoints = list.value.items;
  drawStatus();
  drawEndpoints();
}
const said = (answer, text) => { id('said').textContent = answer.ok ? text : answer.problem.title + '. ' + answer.problem.detail; };
async function provision(selection) {
  said(await ask('provision-endpoints', selection), '');
  await refresh();
}
id('provision-all').addEventListener('click', () => provision({ all: true }));
id('filter').addEventListener('input', drawEndpoints);
id('import').addEventListener('click', () => id('file').click());
id('file').addEventListener('change', async () => {
  const answer = await ask('import-endpoints', { text: await id('file').files[0].text() });
  said(answer, answer.ok ? put(texts.imported, answer.value) : '');
  id('file').value = '';
  await refresh();
});
`;

/** The dialogue: customer accounts, download and activate, transfer. */
const dialogue = `
const dialog = id('manage');
function tell(color, problem) {
  id('told').hidden = problem === null;
  const box = id('message');
  box.className = 'note ' + color;
  const [detail, next] = box.querySelectorAll('p');
  box.querySelector('strong').textContent = problem ? problem.title : '';
  detail.textContent = problem ? problem.detail || '' : '';
  next.textContent = problem && problem.nextStep ? texts.nextStep + ': ' + problem.nextStep : '';
}
function show(view, keepMessage) {
  for (const one of ['main', 'accounts', 'download', 'transfer', 'files', 'receipt']) id('view-' + one).hidden = one !== view;
  if (!keepMessage) tell('blue', null);
  id('view-' + view).querySelector('h2').focus();
  if (view === 'accounts') drawAccounts();
  if (view === 'download') loadWaiting();
}
for (const button of document.querySelectorAll('[data-view]')) button.addEventListener('click', () => show(button.dataset.view));
for (const button of document.querySelectorAll('[data-close]')) button.addEventListener('click', () => dialog.close());
id('open').addEventListener('click', () => { dialog.showModal(); show('main'); });

function drawLicences() {
  draw('licences', [status.licenses, status.licensed], () => {
    if (status.licenses.length === 0) return [el('p', { class: 'hint' }, texts.noLicence)];
    const rows = status.licenses.map(({ lotId, quantity, description, lastDay }) => el('tr', {}, el('td', { class: 'mono', 'data-label': texts.licenceId }, lotId), el('td', { 'data-label': texts.quantity }, String(quantity)), el('td', {}, description), el('td', { 'data-label': texts.lastDay }, day(lastDay))));
    return [el('div', { class: 'scroll' }, el('table', { class: 'cards' }, el('caption', { class: 'hint' }, texts.active),
      el('thead', {}, el('tr', {}, ...[texts.licenceId, texts.quantity, texts.description, texts.lastDay].map((text) => el('th', { scope: 'col' }, text)))), el('tbody', {}, ...rows)))];
  });
  id('open-transfer').disabled = id('open-receipt').disabled = status.licenses.length === 0 && status.licensed === 'not-active' && !status.receiptPending;
}

function drawAccounts() {
  const stored = status.customerId || '';
  const field = el('input', { type: 'text', id: 'customer', value: stored, autocomplete: 'off', spellcheck: 'false', 'aria-label': texts.customerId, 'aria-describedby': 'customer-hint' });
  const save = el('button', { type: 'button', class: 'button small', onclick: () => store() }, texts.save);
  const discard = el('button', { type: 'button', class: 'quiet small', onclick: () => { field.value = stored; look(); field.focus(); } }, texts.discard);
  const buttons = el('div', { class: 'bar', hidden: true }, save, discard);
  const look = () => { buttons.hidden = field.value.trim() === stored; };
  async function store() {
    save.disabled = true;
    const answer = await ask('customer', { customerId: field.value.trim() });
    if (!answer.ok) { save.disabled = false; return tell('red', answer.problem); }
    await refresh();
    drawAccounts();
    tell('green', { title: texts.saved });
    id('customer').focus();
  }
  field.addEventListener('input', look);
  field.addEventListener('keydown', ({ key }) => { if (key === 'Enter' && !buttons.hidden) store(); });
  const cells = [el('td', { 'data-label': texts.segmentController }, status.name || status.installCode), el('td', { class: 'mono', 'data-label': texts.installCode }, status.installCode), el('td', {}, el('div', { class: 'edit' }, field, buttons))];
  id('accounts').replaceChildren(el('table', { class: 'cards' }, el('thead', {}, el('tr', {}, ...[texts.segmentController, texts.installCode, texts.customerId].map((text) => el('th', { scope: 'col' }, text)))), el('tbody', {}, el('tr', {}, ...cells))),
    el('p', { class: 'hint', id: 'customer-hint' }, texts.customerHint));
}

let offered = { items: [], agreement: null };
const countOf = (lotId) => document.querySelector('#waiting input[data-lot="' + CSS.escape(lotId) + '"]');
const chosen = () => [...document.querySelectorAll('#waiting tbody input:checked')].map(({ value: lotId }) => {
  const field = countOf(lotId);
  return field === null || field.value === field.max ? { lotId } : { lotId, quantity: field.valueAsNumber };
});
const isCounted = () => [...document.querySelectorAll('#waiting tbody input:checked')].every((box) => countOf(box.value)?.checkValidity() !== false);
const isAccepted = () => offered.agreement === null || id('accept')?.checked === true;
const look = () => { id('activate').disabled = chosen().length === 0 || !isCounted() || !isAccepted(); };
async function loadWaiting() {
  id('activate').disabled = true;
  id('waiting').replaceChildren(el('p', { class: 'hint', role: 'status' }, texts.loading));
  const answer = await ask('download', {});
  await refresh();
  if (!answer.ok) {
    id('waiting').replaceChildren();
    tell('amber', answer.problem);
    if (answer.problem.code === 'enrolment-waits') drawEnrolment();
    return;
  }
  offered = answer.value;
  drawWaiting();
}
function drawEnrolment() {
  const field = el('input', { type: 'text', id: 'code', autocomplete: 'off', 'aria-label': texts.code, 'aria-describedby': 'code-hint' });
  const button = el('button', { type: 'button', class: 'quiet', onclick: async () => {
    const answer = await ask('enrol', { code: field.value.trim() });
    if (!answer.ok) return tell('red', answer.problem);
    tell('blue', null);
    loadWaiting();
  } }, texts.enrol);
  id('waiting').replaceChildren(el('p', {}, texts.thumbprint + ': ', el('span', { class: 'mono' }, status.thumbprint)), el('label', { for: 'code' }, texts.code), field, el('p', { class: 'hint', id: 'code-hint' }, texts.codeHint), button);
}
function drawWaiting() {
  if (offered.items.length === 0) { id('waiting').replaceChildren(el('p', { class: 'hint' }, texts.nothingWaits), ...results()); look(); return; }
  const all = el('input', { type: 'checkbox', 'aria-label': texts.selectAll, onchange: () => { for (const box of document.querySelectorAll('#waiting tbody input[type=checkbox]')) box.checked = all.checked; look(); } });
  const count = ({ lotId, quantity, description }) => quantity === 1 ? '1' : el('input', { type: 'number', min: '1', max: String(quantity), step: '1', required: true, value: String(quantity), 'data-lot': lotId, 'aria-label': put(texts.quantityOf, { licence: description }), oninput: look });
  const rows = offered.items.map(({ lotId, quantity, transferDate, description }) => el('tr', {},
    el('td', {}, el('input', { type: 'checkbox', value: lotId, 'aria-label': put(texts.select, { licence: description }), onchange: look })),
    el('td', { 'data-label': texts.segmentController }, status.installCode), el('td', { class: 'mono', 'data-label': texts.licenceId }, lotId), el('td', { 'data-label': texts.quantity }, count({ lotId, quantity, description })), el('td', { 'data-label': texts.transferDate }, day(transferDate)), el('td', {}, description)));
  const heads = [texts.segmentController, texts.licenceId, texts.quantity, texts.transferDate, texts.description].map((text) => el('th', { scope: 'col' }, text));
  const { agreement } = offered;
  const terms = agreement === null ? [] : [el('div', { class: 'agreement', tabindex: '0', role: 'region', 'aria-label': texts.agreement }, agreement.text),
    el('label', { class: 'check' }, el('input', { type: 'checkbox', id: 'accept', onchange: look }), texts.accept)];
  id('waiting').replaceChildren(el('div', { class: 'scroll' }, el('table', { class: 'cards' }, el('thead', {}, el('tr', {}, el('td', {}, all), ...heads)), el('tbody', {}, ...rows))), ...terms, ...results());
  look();
}
let isFresh = false;
function results() {
  const items = isFresh && status.activation ? status.activation.items : [];
  if (items.length === 0) return [];
  const words = { active: texts.activated, refused: texts.refused, waiting: texts.waiting };
  const rows = items.map(({ description, result, problem }) => el('tr', {}, el('td', {}, mark(result, words[result])), el('td', {}, description), el('td', {}, problem ? problem.detail + ' ' + problem.nextStep : '')));
  return [el('table', { class: 'cards', id: 'results', 'aria-label': texts.results }, el('tbody', {}, ...rows))];
}
id('activate').addEventListener('click', async () => {
  const licenses = chosen();
  const { agreement } = offered;
  const bar = el('progress', { max: licenses.length, value: 0, 'aria-label': texts.activate });
  const line = el('p', { role: 'status' }, put(texts.activating, { done: 0, total: licenses.length }));
  id('activate').disabled = true;
  tell('blue', null);
  id('waiting').replaceChildren(line, bar);
  let isDone = false;
  const follow = async () => {
    await refresh();
    if (isDone) return;
    if (status.activation && status.activation.total === licenses.length) { bar.value = status.activation.done; line.textContent = put(texts.activating, status.activation); }
    setTimeout(follow, 250);
  };
  follow();
  const answer = await ask('activate', { licenses, ...(agreement ? { agreement: { id: agreement.id, version: agreement.version } } : {}) });
  isDone = true;
  isFresh = answer.ok;
  if (!answer.ok) tell('red', answer.problem);
  await loadWaiting();
  isFresh = false;
  id('view-download').querySelector('h2').focus();
});
id('transfer').addEventListener('click', async () => {
  const button = id('transfer');
  button.disabled = true;
  tell('blue', { title: texts.transferring });
  const answer = await ask('transfer', {});
  button.disabled = false;
  await refresh();
  show('main', true);
  if (!answer.ok) tell('red', answer.problem);
  else tell(answer.value.acknowledged ? 'green' : 'amber', answer.value.acknowledged ? { title: texts.transferred } : answer.value.problem);
});
function save({ fileName, text }) {
  const url = URL.createObjectURL(new Blob([text + '\\n'], { type: 'application/jose' }));
  el('a', { href: url, download: fileName }).click();
  URL.revokeObjectURL(url);
}
async function makeFile(act, input, words) {
  const answer = await ask(act, input);
  await refresh();
  if (!answer.ok) return tell('red', answer.problem);
  save(answer.value);
  tell('green', { title: put(words, { file: answer.value.fileName }) });
}
id('save-request').addEventListener('click', () => makeFile('request', {}, texts.requestSaved));
id('save-receipt').addEventListener('click', async () => {
  await makeFile('receipt', {}, texts.receiptSaved);
  show('files', true);
});
id('install').addEventListener('click', () => id('license-file').click());
id('license-file').addEventListener('change', async () => {
  const bytes = new Uint8Array(await id('license-file').files[0].arrayBuffer());
  id('license-file').value = '';
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const answer = await ask('install', { file: btoa(binary) });
  await refresh();
  if (!answer.ok) return tell('red', answer.problem);
  const { serial, unchanged, answers, grantsNothing } = answer.value;
  const installed = put(texts.installed, { serial: serial.epoch + '.' + serial.number });
  const taken = grantsNothing ? texts.takenBack : texts.takenBackPartly + ' ' + installed;
  tell('green', { title: unchanged ? texts.installedAlready : answers === 'receipt' ? taken : installed });
});
refresh();
setInterval(() => { if (!document.hidden) refresh(); }, 2000);
`;

/** What the page does by itself; its texts stand in the page, and what the service says is put in as text, never as HTML. */
export const script = helpers + marks + overview + dialogue;

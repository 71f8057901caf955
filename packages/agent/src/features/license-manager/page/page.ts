import { createHash } from 'node:crypto';
import type { Answered } from '../../../loopback/server.ts';
import type { Language } from '../../../loopback/words.ts';
import type { Manager } from '../manager.ts';
import type { Right, Value } from '../rights.ts';
import { type Status, statusOf } from '../status.ts';
import { problemOf } from '../words/index.ts';
import { standingFor } from '../words/reasons.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { markOf, textsOf } from './texts.ts';

/** HTML that is safe to put into a page. */
interface Html {
  readonly html: string;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign]!);

type Filling = string | number | Html | readonly Html[];

function fill(filling: Filling): string {
  if (typeof filling === 'string' || typeof filling === 'number') return escaped(String(filling));
  return 'html' in filling ? filling.html : filling.map(({ html }) => html).join('');
}

/** Puts values into HTML; texts are escaped, so that no file can bring a script along. */
function html(parts: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  return { html: parts.reduce((text, part, index) => text + fill(fillings[index - 1]!) + part) };
}

/** A text of ours that is put in as it stands. */
const raw = (text: string): Html => ({ html: text });
const nothing = raw('');

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only this style and this script, and only this service. */
const policy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const paths = {
  check: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M5.2 8.2l2 2 3.6-4',
  cross: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  clock: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M8 4.5V8l2.3 1.5',
  circle: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13',
  warning: 'M8 2 1.8 13.2h12.4L8 2M8 6.4v3.2M8 11.6v.1',
} as const;

const icon = (sign: keyof typeof paths, use = ''): Html =>
  html`<svg class="${use}" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${paths[sign]}"/></svg>`;

/** A document with a seal. */
const brand = html`<svg class="brand" width="36" height="36" viewBox="0 0 36 36" aria-hidden="true"><rect width="36" height="36" rx="8"/><path d="M12 8.5h9l4.5 4.5v7M12 8.5v19h5M21 8.5V13h4.5M15.5 17h6M15.5 21h3"/><circle cx="23" cy="24.5" r="4.2"/><path d="m21.2 24.6 1.3 1.3 2.4-2.6"/></svg>`;

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

const dayText = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** The same where there is little room. */
const shortDay = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** In the time zone of this computer. */
const instantIn = (instant: string, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeStyle: 'short' }).format(new Date(instant));

function notes(status: Status, language: Language): readonly Html[] {
  const texts = textsOf(language);
  const problems = status.problems.map((refusal) => {
    const { title, detail, nextStep } = problemOf(refusal, language);
    return html`<div class="note amber" role="alert">${icon('warning')}<strong>${title}</strong><p>${detail}</p><p>${texts.nextStep}: ${nextStep}</p></div>`;
  });
  return status.test ? [html`<div class="note blue">${icon('clock')}<p>${texts.test}</p></div>`, ...problems] : problems;
}

const fact = (name: string, value: Filling): Html => html`<dt>${name}</dt><dd>${value}</dd>`;

function keyField(key: string, language: Language, more: Html = nothing): Html {
  const { copy } = textsOf(language);
  return html`<span class="key"><span class="mono">${key}</span><button type="button" class="copy" data-text="${key}">${copy}</button>${more}</span>`;
}

function device(status: Status, language: Language): Html {
  const texts = textsOf(language);
  const { hardwareKey, childKey, isOwnKey, product } = status;
  const own = isOwnKey ? html`<span class="hint">${texts.ownKey}</span>` : nothing;
  const hint = status.license === null ? html`<div class="hint">${texts.giveKey}</div>` : nothing;
  const licensed = childKey === null ? nothing : fact(texts.childKey, html`${keyField(childKey, language)}${hint}`);
  return html`<section><h2>${texts.device}</h2><dl>
${fact(texts.hardwareKey, html`${keyField(hardwareKey, language, own)}${childKey === null ? hint : nothing}`)}${licensed}
${fact(texts.product, product ?? html`<span class="hint">${texts.anyProduct}</span>`)}</dl></section>`;
}

function file({ license }: Status, language: Language): Html {
  const texts = textsOf(language);
  if (license === null) return html`<section><h2>${texts.file}</h2><p class="hint">${texts.noFile}</p></section>`;
  const { vendor, serial, issuedAt, installedAt, validFrom, validUntil, lastDay } = license;
  const end = lastDay !== null ? dayText(lastDay, language) : validUntil !== null ? instantIn(validUntil, language) : texts.forGood;
  return html`<section><h2>${texts.file}</h2><dl>
${fact(texts.vendor, vendor)}${fact(texts.serial, `${serial.epoch}.${serial.number}`)}
${validFrom === null ? nothing : fact(texts.validFrom, instantIn(validFrom, language))}${fact(texts.lastDay, end)}
${fact(texts.issued, instantIn(issuedAt, language))}${fact(texts.installedAt, instantIn(installedAt, language))}</dl></section>`;
}

function valueText(value: Value | null, language: Language): string {
  const texts = textsOf(language);
  if (value === null) return texts.none;
  if (typeof value === 'number') return new Intl.NumberFormat(locales[language]).format(value);
  return value === true ? texts.yes : String(value);
}

function right({ feature, value, lastDay, afterwards }: Right, language: Language): Html {
  const end = lastDay === null ? '–' : shortDay(lastDay, language);
  return html`<tr><td>${feature}</td><td class="number">${valueText(value, language)}</td><td>${end}</td>
<td>${lastDay === null ? '' : valueText(afterwards, language)}</td></tr>`;
}

function rights(entitlements: readonly Right[], language: Language): Html {
  const texts = textsOf(language);
  if (entitlements.length === 0) return html`<section><h2>${texts.entitlements}</h2><p class="hint">${texts.nothing}</p></section>`;
  return html`<section><h2>${texts.entitlements}</h2><div class="scroll"><table><thead><tr><th scope="col">${texts.feature}</th>
<th scope="col" class="number">${texts.value}</th><th scope="col">${texts.until}</th><th scope="col">${texts.afterwards}</th></tr></thead>
<tbody>${entitlements.map((one) => right(one, language))}</tbody></table></div></section>`;
}

function installation(language: Language): Html {
  const texts = textsOf(language);
  return html`<section id="zone" class="install"><div><h2>${texts.install}</h2><p class="hint">${texts.installHint}</p></div>
<button type="button" class="button" id="choose">${texts.choose}</button><input id="file" type="file" hidden></section>
<div id="result" role="status" class="note" hidden data-installing="${texts.installing}" data-installed="${texts.installed}"
data-unchanged="${texts.unchanged}" data-keys-learnt="${texts.keysLearnt}" data-failed="${texts.failed}" data-copied="${texts.copied}">
${icon('clock', 'on-blue')}${icon('check', 'on-green')}${icon('warning', 'on-red')}<strong></strong><p></p><p></p></div>`;
}

/** One sentence on how things stand. */
function summary({ code, license }: Status, language: Language): string {
  if (code !== 'valid' || license === null) return standingFor(code, language);
  const { licensedFor, licensedUntil } = textsOf(language);
  const { product, lastDay, validUntil } = license;
  const day = lastDay === null ? null : dayText(lastDay, language);
  if (day === null && validUntil !== null) return standingFor(code, language);
  return (day === null ? licensedFor : licensedUntil.replace('{day}', day)).replace('{product}', product);
}

const calls = `GET  /v1/status
GET  /v1/hardware-key
GET  /v1/entitlements
POST /v1/validate      {"feature":"…","quantity":1}
POST /v1/licenses      the bytes of a file`;

/** The status page. */
export function statusPage(manager: Manager, language: Language): Answered {
  const texts = textsOf(language);
  const status = statusOf(manager);
  const { color, sign, word } = markOf(status.code);
  const parts = [installation(language), rights(status.entitlements, language), file(status, language)];
  // Without a licence the first thing needed is the key to get one for.
  const sections = status.license === null ? [device(status, language), installation(language)] : [...parts, device(status, language)];
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${word[language]} · ${texts.title}</title><link rel="icon" href="data:,"><style>${raw(style)}</style></head><body><main>
<header>${brand}<h1>${texts.title}</h1><span class="mark ${color}">${icon(sign)}${word[language]}</span>
<p class="summary">${summary(status, language)}</p></header>
${notes(status, language)}${sections}
<details><summary>${texts.developers}</summary><p class="hint">${texts.developersHint}</p><pre>${calls}</pre></details>
<footer><span>${texts.clock}: ${instantIn(status.at, language)}</span><span>${texts.folder}: ${status.folder}</span></footer>
</main><script>${raw(script)}</script></body></html>`;
  return {
    text: page.html,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy, Vary: 'Accept-Language' },
  };
}

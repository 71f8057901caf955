import type { Right, Value } from '@muniment/client/vendor';
import { brand, type Filling, type Html, html, icon, nothing, policyFor, raw } from '../../../loopback/html.ts';
import { pageStyle } from '../../../loopback/page-style.ts';
import type { Answered } from '../../../loopback/server.ts';
import type { Language } from '../../../loopback/words.ts';
import type { Manager } from '../manager.ts';
import { type Status, statusOf } from '../status.ts';
import { problemOf } from '../words/index.ts';
import { standingFor } from '../words/reasons.ts';
import { script } from './script.ts';
import { markOf, textsOf } from './texts.ts';

const policy = policyFor(pageStyle, script);

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
<title>${word[language]} · ${texts.title}</title><link rel="icon" href="data:,"><style>${raw(pageStyle)}</style></head><body><main>
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

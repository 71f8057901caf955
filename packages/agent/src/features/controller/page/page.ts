import { brand, html, policyFor, raw } from '../../../loopback/html.ts';
import type { Answered } from '../../../loopback/server.ts';
import type { Language } from '../../../loopback/words.ts';
import type { Controller } from '../controller.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { textsOf } from './texts.ts';

const policy = policyFor(style, script);

/** What can be done with licences: a dialogue of six views, of which one shows. */
function dialogue(language: Language) {
  const t = textsOf(language);
  return html`<dialog id="manage" aria-labelledby="manage-title">
<div class="view" id="view-main"><h2 id="manage-title" tabindex="-1">${t.manage}</h2>
<div class="bar tools"><button type="button" class="quiet" data-view="accounts">${t.accounts}</button>
<button type="button" class="quiet" data-view="download">${t.download}</button>
<button type="button" class="quiet" data-view="transfer" id="open-transfer">${t.transfer}</button>
<button type="button" class="quiet" data-view="files">${t.files}</button></div>
<div id="licences"></div>
<div class="actions"><button type="button" class="button" data-close>${t.close}</button></div></div>
<div class="view" id="view-accounts" hidden><h2 tabindex="-1">${t.accounts}</h2><div id="accounts"></div>
<div class="actions"><button type="button" class="quiet" data-view="main">${t.back}</button></div></div>
<div class="view" id="view-download" hidden><h2 tabindex="-1">${t.download}</h2><div id="waiting" class="edit"></div>
<div class="actions"><button type="button" class="quiet first" data-view="main">${t.back}</button>
<button type="button" class="button" id="activate" disabled>${t.activate}</button></div></div>
<div class="view" id="view-transfer" hidden><h2 tabindex="-1">${t.transferQuestion}</h2><p>${t.transferText}</p>
<div class="actions"><button type="button" class="quiet" data-view="main" data-cancel>${t.cancel}</button>
<button type="button" class="button" id="transfer">${t.transferDo}</button></div></div>
<div class="view" id="view-files" hidden><h2 tabindex="-1">${t.files}</h2><p>${t.filesText}</p>
<div class="bar tools"><button type="button" class="quiet" id="save-request">${t.requestFile}</button>
<button type="button" class="quiet" id="install">${t.installFile}</button><input type="file" id="license-file" hidden aria-label="${t.installFile}">
<button type="button" class="quiet" data-view="receipt" id="open-receipt">${t.receiptFile} …</button></div>
<div class="actions"><button type="button" class="quiet" data-view="main">${t.back}</button></div></div>
<div class="view" id="view-receipt" hidden><h2 tabindex="-1">${t.receiptQuestion}</h2><p>${t.receiptText}</p>
<div class="actions"><button type="button" class="quiet" data-view="files" data-cancel>${t.cancel}</button>
<button type="button" class="button" id="save-receipt">${t.receiptFile}</button></div></div>
<div class="view" id="told" hidden><div id="message" role="status" class="note"><strong></strong><p></p><p></p></div></div></dialog>`;
}

/** The controller's page: its endpoints, and the dialogue to manage its licences. The script fills it in from the service's answers. */
export function controllerPage({ identity }: Controller, language: Language): Answered {
  const t = textsOf(language);
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${identity.name ?? identity.installCode} · ${t.title}</title><link rel="icon" href="data:,"><style>${raw(style)}</style></head>
<body data-texts="${JSON.stringify(t)}"><main>
<header>${brand}<h1>${identity.name ?? identity.installCode}</h1><span id="standing"></span>
<button type="button" class="button" id="open">${t.manage}</button><p class="summary" id="summary"></p></header>
<div id="notes"></div>
<section><div class="bar"><h2>${t.endpoints}</h2><input type="search" class="grow" id="filter" aria-label="${t.filter}" placeholder="${t.filter}">
<button type="button" class="quiet" id="import">${t.import}</button><input type="file" id="file" accept=".csv,.json,.txt" hidden>
<button type="button" class="button" id="provision-all" hidden>${t.provisionAll}</button></div>
<div class="marks" id="counts"></div><p class="hint" id="capacity"></p><p class="hint" id="said" role="status"></p><div id="endpoints"></div></section>
<section><dl id="facts"></dl></section></main>${dialogue(language)}<script>${raw(script)}</script></body></html>`;
  return {
    text: page.html,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy, Vary: 'Accept-Language' },
  };
}

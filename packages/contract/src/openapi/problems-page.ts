import type { OpenApiDocument } from '../openapi.ts';
import { platformProblems } from '../problems.ts';
import { esc, inlineCode } from './markup.ts';
import type { PageSettings } from './page.ts';
import { style } from './page-style.ts';

/** Which operations answer each refusal, in the order of the document. */
function operationsByCode(document: OpenApiDocument): Map<string, string[]> {
  const byCode = new Map<string, string[]>();
  for (const op of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
    for (const code of op['x-refusals']) byCode.set(code, [...(byCode.get(code) ?? []), op.operationId]);
  }
  return byCode;
}

const article = (code: string, text: string): string =>
  `<article id="${esc(code)}"><h3><a href="#${esc(code)}"><code>${esc(code)}</code></a></h3><p>${text}</p></article>`;

/** Every problem code on one page; a problem's `type` (RFC 9457) points at its place here. Served at `/docs/problems`. */
export function problemsPage(document: OpenApiDocument, { nonce }: PageSettings = {}): string {
  const marked = nonce === undefined ? '' : ` nonce="${esc(nonce)}"`;
  const general = platformProblems.map(({ code, status, when }) =>
    article(code, `<span class="status">${status}</span> ${inlineCode(when)}`),
  );
  const own = [...operationsByCode(document)]
    .filter(([code]) => !platformProblems.some((problem) => problem.code === code))
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([code, ids]) => article(code, `Answered by ${ids.map((id) => `<a href="/docs#${esc(id)}">${esc(id)}</a>`).join(', ')}.`));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Problems \u2013 ${esc(document.info.title)}</title><style${marked}>${style}</style></head><body>
<header><a class="name" href="/docs">${esc(document.info.title)}</a></header>
<main><h1>Problems</h1><p>What went wrong is said as an RFC 9457 problem: a stable code, a sentence about the case, and the next step.</p>
<section class="group"><h2>Any operation</h2>${general.join('')}</section>
<section class="group"><h2>Refusals of single operations</h2>${own.join('')}</section></main></body></html>
`;
}

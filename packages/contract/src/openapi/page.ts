import type { OpenApiDocument, OpenApiOperation } from '../openapi.ts';
import { esc, inlineCode, schemaTable, typeOf } from './markup.ts';
import { script } from './page-script.ts';
import { style } from './page-style.ts';
import type { JsonSchema } from './schemas.ts';

export interface PageSettings {
  /** For a content security policy that allows only marked inline styles and scripts. */
  readonly nonce?: string;
}

interface Listed {
  readonly path: string;
  readonly method: string;
  readonly op: OpenApiOperation;
}

const accessText = (op: OpenApiOperation): string => {
  if (op['x-access'] === 'public') return 'anybody';
  return op['x-access'] === 'signed-in' ? 'signed in' : `permission <code>${esc(op['x-access'].slice('can:'.length))}</code>`;
};

const exampleValue = (parameter: JsonSchema): string => {
  const prefix = /^\^([a-z]+)_/.exec(String((parameter.schema as JsonSchema).pattern ?? ''))?.[1];
  return prefix === undefined ? `{${parameter.name}}` : `${prefix}_\u2026`;
};

/** The call as a line for a shell. */
function curlOf({ path, method, op }: Listed, serverUrl: string): string {
  const inPath = op.parameters.filter((one) => one.in === 'path');
  const url = inPath.reduce((text, one) => text.replace(`{${one.name}}`, exampleValue(one)), `${serverUrl}${path}`);
  const lines = [`curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}"${url}"`];
  if (op.security.length > 0) lines.push('-H "Authorization: Bearer $MUNIMENT_API_KEY"');
  if (JSON.stringify(op.parameters).includes('parameters/IdempotencyKey')) lines.push('-H "Idempotency-Key: $(uuidgen)"');
  if (JSON.stringify(op.parameters).includes('parameters/IfMatch')) lines.push(`-H 'If-Match: "3"'`);
  const example = op.requestBody?.content['application/json'].example;
  if (example !== undefined) lines.push(`-H "Content-Type: application/json"`, `-d '${JSON.stringify(example)}'`);
  return lines.join(' \\\n  ');
}

function parameterRows(op: OpenApiOperation, document: OpenApiDocument): string {
  const shared = document.components.parameters as Record<string, JsonSchema>;
  const rows = op.parameters.map((one) => (typeof one.$ref === 'string' ? shared[one.$ref.split('/').at(-1)!]! : one));
  if (rows.length === 0) return '';
  const row = (one: JsonSchema) => {
    const required = one.required ? '<b class="req" title="required">*</b>' : '';
    const type = typeOf({ description: one.description, ...(one.schema as JsonSchema) });
    const note = one.description === undefined ? '' : `<div class="dim">${inlineCode(String(one.description))}</div>`;
    return `<tr><td><code>${esc(String(one.name))}</code>${required}</td><td>${type} <span class="dim">in the ${esc(String(one.in))}</span>${note}</td></tr>`;
  };
  return `<h4>Parameters</h4><table>${rows.map(row).join('')}</table>`;
}

function answersOf(op: OpenApiOperation, document: OpenApiDocument): string {
  const shared = document.components.responses as Record<string, JsonSchema>;
  const entries = Object.entries(op.responses).map(([status, given]) => {
    const response = typeof given.$ref === 'string' ? shared[given.$ref.split('/').at(-1)!]! : given;
    const content = Object.values((response.content ?? {}) as Record<string, { schema: JsonSchema }>)[0];
    const good = status.startsWith('2');
    const schema = good && content ? schemaTable(content.schema) : '';
    return `<tr><td><span class="status s${status[0]}">${status}</span></td><td>${inlineCode(String(response.description ?? ''))}${schema}</td></tr>`;
  });
  return `<h4>Answers</h4><table class="answers">${entries.join('')}</table>`;
}

function operationHtml(listed: Listed, document: OpenApiDocument, serverUrl: string): string {
  const { path, method, op } = listed;
  const search = [op.operationId, op.summary, path, method, op['x-cli'] ?? '', ...op['x-refusals']].join(' ').toLowerCase();
  const body = op.requestBody ? `<h4>Body</h4>${schemaTable(op.requestBody.content['application/json'].schema)}` : '';
  const argument = op.parameters.some((one) => one.in === 'path') || op.requestBody ? '{ \u2026 }' : '';
  const ways = [
    ['curl', curlOf(listed, serverUrl)],
    ['client', `await client.${op['x-client']}(${argument})`],
    ...(op['x-cli'] === undefined ? [] : [['command line', `muniment ${op['x-cli']} --help`]]),
  ];
  const snippets = ways.map(
    ([name, text]) =>
      `<figure><figcaption>${name}<button type="button" class="copy">Copy</button></figcaption><pre>${esc(text!)}</pre></figure>`,
  );
  return `<article id="${op.operationId}" data-search="${esc(search)}"><h3><a href="#${op.operationId}">${esc(op.summary)}</a></h3>
<p class="call"><span class="m ${method}">${method.toUpperCase()}</span><code>${esc(path)}</code></p>
<p class="dim"><code>${op.operationId}</code> \u00b7 ${accessText(op)}${op['x-rate-class'] === 'interactive' ? '' : ` \u00b7 rate class <code>${op['x-rate-class']}</code>`}</p>
${op.description ? `<p>${inlineCode(op.description)}</p>` : ''}${parameterRows(op, document)}${body}${answersOf(op, document)}${snippets.join('')}</article>`;
}

function listOperations(document: OpenApiDocument): Listed[] {
  return Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, op]) => ({ path, method, op })));
}

const navLink = ({ method, op }: Listed) =>
  `<a href="#${op.operationId}"><span class="m ${method}">${method.toUpperCase()}</span>${esc(op.operationId)}</a>`;

/** The API's reference as one HTML page that needs nothing else: no script, style or font from anywhere. */
export function referencePage(document: OpenApiDocument, { nonce }: PageSettings = {}): string {
  const marked = nonce === undefined ? '' : ` nonce="${esc(nonce)}"`;
  const told = (document.servers as { url: string }[])[0]!.url.replace(/\/$/, '');
  // The page does not know by which address it is read: calls take it from where the command line does.
  const serverUrl = told === '' ? '$MUNIMENT_URL' : told;
  const all = listOperations(document);
  const groups = document.tags.map((tag) => ({ tag, items: all.filter(({ op }) => op.tags.includes(tag.name)) }));
  const nav = groups.map(({ tag, items }) => `<section><h2>${esc(tag.name)}</h2>${items.map(navLink).join('')}</section>`).join('');
  const main = groups.map(
    ({ tag, items }) =>
      `<section class="group"><h2 id="feature-${esc(tag.name)}">${esc(tag.name)}<small>${esc(tag.description)}</small></h2>${items.map((one) => operationHtml(one, document, serverUrl)).join('')}</section>`,
  );
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `<article id="schema-${name}" data-search="${name.toLowerCase()}"><h3><a href="#schema-${name}">${name}</a></h3>${schemaTable(schema)}</article>`,
  );
  const variables = 'The calls with curl take the API key from `MUNIMENT_API_KEY`, and the address of the server from `MUNIMENT_URL`.';
  const intro = [...document.info.description.split('\n\n'), ...(told === '' ? [variables] : [])].map(
    (text) => `<p>${inlineCode(text)}</p>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(document.info.title)}</title><style${marked}>${style}</style></head><body>
<header><a class="name" href="#top">${esc(document.info.title)}</a><span class="dim">${esc(document.info.version)}</span>
<input type="search" id="search" placeholder="Search operations, paths, refusals" aria-label="Search"><a href="/v1/openapi.json">openapi.json</a>
<button type="button" id="theme" aria-label="Light or dark">\u25d0</button></header>
<div class="columns"><nav aria-label="Operations">${nav}</nav><main id="top"><h1>${esc(document.info.title)}</h1>${intro.join('')}${main.join('')}
<section class="group"><h2 id="schemas">schemas<small>Shapes that several operations use</small></h2>${schemas.join('')}</section>
<p id="nothing" hidden>Nothing fits the search.</p></main></div>
<script${marked}>${script}</script></body></html>
`;
}

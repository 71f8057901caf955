import { createHash } from 'node:crypto';

/** HTML that is safe to put into a page. */
export interface Html {
  readonly html: string;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign]!);

export type Filling = string | number | Html | readonly Html[];

function fill(filling: Filling): string {
  if (typeof filling === 'string' || typeof filling === 'number') return escaped(String(filling));
  return 'html' in filling ? filling.html : filling.map(({ html }) => html).join('');
}

/** Puts values into HTML; texts are escaped, so that no file can bring a script along. */
export function html(parts: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  return { html: parts.reduce((text, part, index) => text + fill(fillings[index - 1]!) + part) };
}

/** A text of ours that is put in as it stands. */
export const raw = (text: string): Html => ({ html: text });
export const nothing = raw('');

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The content security policy of a page: only this style and this script, and only this service. */
export const policyFor = (style: string, script: string): string =>
  [
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

export const icon = (sign: keyof typeof paths, use = ''): Html =>
  html`<svg class="${use}" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${paths[sign]}"/></svg>`;

/** Our mark: a document with a seal. */
export const brand = html`<svg class="brand" width="36" height="36" viewBox="0 0 36 36" aria-hidden="true"><rect width="36" height="36" rx="8"/><path d="M12 8.5h9l4.5 4.5v7M12 8.5v19h5M21 8.5V13h4.5M15.5 17h6M15.5 21h3"/><circle cx="23" cy="24.5" r="4.2"/><path d="m21.2 24.6 1.3 1.3 2.4-2.6"/></svg>`;

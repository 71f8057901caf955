/** A mail before it is written out: the same words become plain text and HTML. */
export interface Letter {
  readonly subject: string;
  readonly language: string;
  readonly paragraphs: readonly string[];
  /** Rows of a small table: first column text, second right-aligned. */
  readonly rows?: readonly (readonly [string, string])[];
  /** The second column is no number of the first. */
  readonly told?: boolean;
  readonly link?: { readonly label: string; readonly url: string };
  /** After the link, smaller: how long it is good, and what to do if the mail was not expected. */
  readonly notes: readonly string[];
}

/** Lines that a mail shows; the rest is on the page it links to. */
export const mostLines = 50;

/** A part of a mail, one below the other. */
export type Block =
  | { readonly kind: 'text' | 'note'; readonly text: string }
  /** First column text, second right-aligned. */
  | { readonly kind: 'rows'; readonly rows: readonly (readonly [string, string])[]; readonly told?: boolean }
  | { readonly kind: 'link'; readonly label: string; readonly url: string };

/** A mail as its parts, in any order: how a catalog's own letters are laid out. */
export interface Layout {
  readonly subject: string;
  readonly language: string;
  readonly blocks: readonly Block[];
}

export interface Written {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/** A subject is one line: a line break would start another header. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not reach a header.
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
}

/** A row as plain text: so many of something, or something with what is told of it. */
export function rowText([left, right]: readonly [string, string], told = false): string {
  return told ? `${left}: ${right}` : `${right} x ${left}`;
}

function textOf(block: Block): string {
  if (block.kind === 'rows') return block.rows.map((row) => `  ${rowText(row, block.told)}`).join('\n');
  return block.kind === 'link' ? `${block.label}:\n${block.url}` : block.text;
}

function paragraph(text: string, style: string): string {
  return `<p style="margin:0 0 16px;${style}">${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
}

const cell = 'padding:6px 0;border-bottom:1px solid #dde4e4;';

function htmlOf(block: Block): string {
  if (block.kind === 'rows') {
    const rows = block.rows.map(
      ([left, right]) =>
        `<tr><td style="${cell}">${escapeHtml(left)}</td><td style="${cell}text-align:right;font-variant-numeric:tabular-nums">${escapeHtml(right)}</td></tr>`,
    );
    return `<table style="width:100%;border-collapse:collapse;margin:0 0 16px">${rows.join('')}</table>`;
  }
  if (block.kind === 'link') {
    return `<p style="margin:24px 0"><a href="${escapeHtml(block.url)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#0f6f6c;color:#ffffff;text-decoration:none">${escapeHtml(block.label)}</a></p>`;
  }
  return paragraph(block.text, block.kind === 'note' ? 'color:#5a6a6a;font-size:13px' : '');
}

function toHtml({ language, subject, blocks }: Layout): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px;background:#f4f7f7;color:#1b2626;font:15px/1.5 Inter,'Segoe UI',Helvetica,Arial,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dde4e4;border-radius:6px">
${blocks.map(htmlOf).join('\n')}
</div>
</body>
</html>
`;
}

/** Lays parts out, as plain text and as HTML that needs nothing from elsewhere. */
export function layOut(layout: Layout): Written {
  return { subject: oneLine(layout.subject), text: `${layout.blocks.map(textOf).join('\n\n')}\n`, html: toHtml(layout) };
}

/** Writes a letter out in the order all of ours have: what happened, the table, the link, what else to know. */
export function writeOut({ subject, language, paragraphs, rows = [], told = false, link, notes }: Letter): Written {
  return layOut({
    subject,
    language,
    blocks: [
      ...paragraphs.map((text): Block => ({ kind: 'text', text })),
      ...(rows.length === 0 ? [] : [{ kind: 'rows', rows, told } as const]),
      ...(link === undefined ? [] : [{ kind: 'link', ...link } as const]),
      ...notes.map((text): Block => ({ kind: 'note', text })),
    ],
  });
}

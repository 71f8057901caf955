/** A mail before it is written out: the same words become plain text and HTML. */
export interface Letter {
  readonly subject: string;
  readonly language: string;
  readonly paragraphs: readonly string[];
  /** Rows of a small table: first column text, second right-aligned. */
  readonly rows?: readonly (readonly [string, string])[];
  readonly link?: { readonly label: string; readonly url: string };
  /** After the link, smaller: how long it is good, and what to do if the mail was not expected. */
  readonly notes: readonly string[];
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

function toText(letter: Letter): string {
  const rows = (letter.rows ?? []).map(([left, right]) => `  ${right} x ${left}`);
  const link = letter.link === undefined ? [] : [`${letter.link.label}:\n${letter.link.url}`];
  return `${[...letter.paragraphs, ...(rows.length > 0 ? [rows.join('\n')] : []), ...link, ...letter.notes].join('\n\n')}\n`;
}

function toHtml(letter: Letter): string {
  const paragraph = (text: string, style: string) => `<p style="margin:0 0 16px;${style}">${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
  const cell = 'padding:6px 0;border-bottom:1px solid #dde4e4;';
  const rows = (letter.rows ?? []).map(
    ([left, right]) =>
      `<tr><td style="${cell}">${escapeHtml(left)}</td><td style="${cell}text-align:right;font-variant-numeric:tabular-nums">${escapeHtml(right)}</td></tr>`,
  );
  const link =
    letter.link === undefined
      ? ''
      : `<p style="margin:24px 0"><a href="${escapeHtml(letter.link.url)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#0f6f6c;color:#ffffff;text-decoration:none">${escapeHtml(letter.link.label)}</a></p>`;
  return `<!doctype html>
<html lang="${escapeHtml(letter.language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(letter.subject)}</title></head>
<body style="margin:0;padding:24px;background:#f4f7f7;color:#1b2626;font:15px/1.5 Inter,'Segoe UI',Helvetica,Arial,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dde4e4;border-radius:6px">
${letter.paragraphs.map((text) => paragraph(text, '')).join('\n')}
${rows.length > 0 ? `<table style="width:100%;border-collapse:collapse;margin:0 0 16px">${rows.join('')}</table>` : ''}
${link}
${letter.notes.map((text) => paragraph(text, 'color:#5a6a6a;font-size:13px')).join('\n')}
</div>
</body>
</html>
`;
}

/** Writes a letter out, as plain text and as HTML that needs nothing from elsewhere. */
export function writeOut(letter: Letter): Written {
  return { subject: oneLine(letter.subject), text: toText(letter), html: toHtml(letter) };
}

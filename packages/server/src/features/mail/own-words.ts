import { type CatalogPack, fillMail, type MailFacts, type MailTexts } from '@muniment/domain/catalog';
import { inLanguage, languageFor } from '../catalog/index.ts';
import { type Block, layOut, rowText, type Written } from './layout.ts';

/** What stands where `{lines}` and `{link}` stand alone in a paragraph. */
export interface Pieces {
  readonly rows?: readonly (readonly [string, string])[];
  readonly told?: boolean;
  readonly link: { readonly label: string; readonly url: string };
}

/** A letter in the catalog's own words, in the reader's language where the catalog has it; null where it keeps ours. */
export function ownWords<K extends MailTexts['kind']>(
  pack: CatalogPack | undefined,
  kind: K,
  wanted: string,
  facts: Omit<MailFacts<K>, 'lines' | 'link'>,
  pieces: Pieces,
): Written | null {
  const mail = pack?.mails.find((one) => one.kind === kind);
  if (pack === undefined || mail === undefined) return null;
  const language = languageFor(pack, wanted);
  const t = inLanguage(pack, language);
  const { rows = [], told = false, link } = pieces;
  const lines = rows.map((row) => rowText(row, told)).join('\n');
  const all = { ...facts, lines, link: link.url };
  // Paragraphs are told apart before anything is filled in: a value makes no paragraph of its own.
  const blocks = t(mail.text)
    .split(/\n[ \t]*\n/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text): Block => {
      if (text === '{lines}') return { kind: 'rows', rows, told };
      return text === '{link}' ? { kind: 'link', ...link } : { kind: 'text', text: fillMail(text, all) };
    });
  return layOut({ language, subject: fillMail(t(mail.subject), all), blocks });
}

/** Whether an `Accept-Language` header leaves the choice to whoever answers. */
const namesNone = (header: string | undefined): boolean => header === undefined || /^\s*\*?\s*$/.test(header);

/** The reader's language: what the request asks for, else what the reader is known to have chosen, else English. */
export function readerLanguage(header: string | undefined, chosen: string | null): string {
  return namesNone(header) ? (chosen ?? 'en') : languageOf(header);
}

/** The first language of an `Accept-Language` header by weight (RFC 9110 §12.5.4), as ISO 639-1; `en` if there is none. */
export function languageOf(header: string | undefined): string {
  if (header === undefined) return 'en';
  let best = 'en';
  let weight = 0;
  for (const range of header.slice(0, 200).split(',')) {
    const [tag = '', parameter] = range.split(';');
    const language = /^\s*([a-zA-Z]{2})(-|\s*$)/.exec(tag)?.[1]?.toLowerCase();
    const quality = parameter === undefined ? 1 : Number(/^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1] ?? 0);
    if (language !== undefined && quality > weight) [best, weight] = [language, quality];
  }
  return best;
}

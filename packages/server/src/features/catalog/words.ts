import { type CatalogPack, textIn } from '@muniment/domain/catalog';

/** The language to answer in: asked for, the reader's, or the pack's first. */
export function languageFor(pack: CatalogPack, ...wanted: (string | null | undefined)[]): string {
  return wanted.find((language) => language != null && pack.vendor.languages.includes(language)) ?? pack.vendor.languages[0]!;
}

export function inLanguage(pack: CatalogPack, language: string) {
  return (texts: Readonly<Record<string, string>>): string => textIn(texts, language, pack.vendor.languages);
}

/** A column of a file of devices: what an import always knows it by, and what the console calls it. */
export interface TemplateColumn {
  readonly id: string;
  readonly label: string;
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The first line of an empty file, in the reader's words; of two that read alike, the later one by its id, which names nothing else. */
export function templateHead(columns: readonly TemplateColumn[]): string[] {
  const taken = new Set<string>();
  return columns.map(({ id, label }) => {
    const name = plain(label) === '' || taken.has(plain(label)) ? id : label;
    taken.add(plain(name));
    return name;
  });
}

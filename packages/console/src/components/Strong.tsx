/** A sentence with its names in bold: `<b>…</b>` of a translation. It stays text: a name that holds such a tag moves the bold, no more. */
export function Strong({ text }: { text: string }) {
  const parts = text.split(/<\/?b>/);
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no identity
  return <span>{parts.map((part, index) => (index % 2 === 1 ? <strong key={index}>{part}</strong> : part))}</span>;
}

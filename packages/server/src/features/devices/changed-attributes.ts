/** Attributes that have another value than before, as the history names them: values may be about people, and it cannot be erased. */
export function changedAttributes(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string[] {
  return Object.keys({ ...before, ...after })
    .filter((id) => before[id] !== after[id])
    .map((id) => `attribute:${id}`);
}

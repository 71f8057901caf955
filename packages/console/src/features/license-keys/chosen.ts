/** Keys that were chosen in a list for the act on the next page: too many for an address, and forgotten with the page. */
const chosen = new Map<string, readonly string[]>();

export const chooseKeys = (batchId: string, keyIds: readonly string[]): void => void chosen.set(batchId, keyIds);

export const chosenKeys = (batchId: string): readonly string[] => chosen.get(batchId) ?? [];

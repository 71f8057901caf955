/** Links that open a row, of tables and of the lists of the home page; the open dialog has its own keys. */
const rowLinks = () => [...document.querySelectorAll<HTMLElement>('main a[data-row-link]')];

const rowOf = (element: Element | null | undefined) => element?.closest('tr, li') ?? null;

/** The row to go to: beside the one with the focus, else the first on the screen. */
function beside(links: readonly HTMLElement[], step: 1 | -1): HTMLElement | undefined {
  const row = rowOf(document.activeElement);
  const here = row ? links.findIndex((link) => rowOf(link) === row) : -1;
  if (here >= 0) return links[here + step];
  return step === 1 ? links.find((link) => link.getBoundingClientRect().bottom > 120) : undefined;
}

/** Goes to the next (`j`) or previous (`k`) row, from where Enter opens it, or chooses it (`x`). True if there was such a row. */
export function pressRowKey(key: string): boolean {
  if (key === 'x') {
    const box = rowOf(document.activeElement)?.querySelector<HTMLInputElement>('input[type="checkbox"]');
    box?.click();
    return box !== null && box !== undefined;
  }
  if (key !== 'j' && key !== 'k') return false;
  const link = beside(rowLinks(), key === 'j' ? 1 : -1);
  link?.focus({ preventScroll: true });
  // Not below the bars that stay at the top.
  rowOf(link)?.scrollIntoView({ block: 'nearest' });
  return link !== undefined;
}

import { type RefObject, useLayoutEffect } from 'react';

/** Scrolls a row of tabs, not the page, so that the current one is in sight. `current` says which one that is. */
export function useCurrentInView(row: RefObject<HTMLElement | null>, current: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another tab is the current one
  useLayoutEffect(() => {
    const tab = row.current?.querySelector('[aria-current="page"], [aria-selected="true"]');
    if (!row.current || !tab) return;
    const [around, inside] = [row.current.getBoundingClientRect(), tab.getBoundingClientRect()];
    row.current.scrollLeft += inside.left + inside.width / 2 - around.left - around.width / 2;
  }, [row, current]);
}

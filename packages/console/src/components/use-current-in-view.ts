import { type RefObject, useLayoutEffect } from 'react';

/** Scrolls a row of tabs, not the page, so that the current one is in sight. `current` says which one that is. */
export function useCurrentInView(row: RefObject<HTMLElement | null>, current: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another tab is the current one
  useLayoutEffect(() => {
    const element = row.current;
    if (!element) return;
    // Called at once, and again when the window is turned.
    const observer = new ResizeObserver(() => {
      const tab = element.querySelector('[aria-current="page"], [aria-selected="true"]');
      if (!tab) return;
      const [around, inside] = [element.getBoundingClientRect(), tab.getBoundingClientRect()];
      element.scrollLeft += inside.left + inside.width / 2 - around.left - around.width / 2;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [row, current]);
}

import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** Moves the focus to the new page's title after a change of page, so that keyboard and screen reader follow. */
export function usePageFocus(): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef<string | undefined>(undefined);
  useEffect(() => {
    const first = before.current === undefined;
    const same = before.current === path;
    before.current = path;
    if (first || same) return;
    const focus = () => {
      const title = document.querySelector<HTMLElement>('[data-page-title]');
      if (!title) return false;
      // A field that asked for the focus keeps it.
      if (!document.querySelector('main')?.contains(document.activeElement)) title.focus({ preventScroll: true });
      return true;
    };
    if (focus()) return;
    // The page is still loading: its title comes with its first answer.
    const observer = new MutationObserver(() => {
      if (focus()) observer.disconnect();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    const giveUp = setTimeout(() => observer.disconnect(), 5000);
    return () => {
      observer.disconnect();
      clearTimeout(giveUp);
    };
  }, [path]);
}

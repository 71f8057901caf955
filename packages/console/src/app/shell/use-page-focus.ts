import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { markVisited, wasVisited } from '../../lib/visited.ts';

/** Moves the focus to the new page's title after a change of page, so that keyboard and screen reader follow. */
export function usePageFocus(): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef<string | undefined>(undefined);
  useEffect(() => {
    // A page the browser just loaded begins where browsers begin; only a change of page moves the focus.
    const first = before.current === undefined && !wasVisited();
    markVisited();
    const same = before.current === path;
    before.current = path;
    if (first || same) return;
    const focus = () => {
      const title = document.querySelector<HTMLElement>('[data-page-title]');
      if (!title) return false;
      // A field that asked for the focus keeps it.
      if (!document.activeElement?.matches('main :is(input, textarea, select)')) title.focus({ preventScroll: true });
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

import { useSyncExternalStore } from 'react';

let open = false;
let ready = false;
let typed = '';
const listeners = new Set<() => void>();

/** Opens or closes the command palette, from anywhere. */
export function showPalette(next: boolean): void {
  open = next;
  typed = '';
  for (const listener of listeners) listener();
}

/** Whether the command palette is open. */
export const usePaletteOpen = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );

/**
 * Keeps a letter that is typed after the palette was called and before its field is there: nothing typed gets lost while
 * the palette is being fetched. True if the letter was kept.
 */
export function keepForPalette(key: string): boolean {
  if (!open || ready || key.length !== 1) return false;
  typed += key;
  return true;
}

/** The palette's field is there: what was typed so far is its first text. */
export function takeTyped(): string {
  const text = typed;
  typed = '';
  return text;
}

export function setPaletteReady(next: boolean): void {
  ready = next;
}

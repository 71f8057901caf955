import { useSyncExternalStore } from 'react';

let open = false;
const listeners = new Set<() => void>();

/** Opens or closes the command palette, from anywhere. */
export function showPalette(next: boolean): void {
  open = next;
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

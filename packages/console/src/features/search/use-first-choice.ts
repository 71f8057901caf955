import type { ComboboxStore } from '@mantine/core';
import { useCallback, useEffect } from 'react';

/**
 * Whenever other choices show (`shown` names them), the first is chosen, so that Enter takes it. Answers what to do after a key:
 * the field names the chosen one to those who listen, which the combobox itself does only for arrow keys.
 */
export function useFirstChoice({ selectFirstOption, targetRef }: ComboboxStore, shown: string): () => void {
  const announce = useCallback(() => {
    const field = targetRef.current;
    const list = document.getElementById(field?.getAttribute('aria-controls') ?? '');
    const chosen = list?.querySelector('[data-combobox-selected]');
    if (chosen) field?.setAttribute('aria-activedescendant', chosen.id);
    else field?.removeAttribute('aria-activedescendant');
  }, [targetRef]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when other choices show
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      selectFirstOption();
      announce();
    });
    return () => cancelAnimationFrame(frame);
  }, [shown, announce]);
  return announce;
}

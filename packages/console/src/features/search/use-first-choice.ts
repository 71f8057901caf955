import type { ComboboxStore } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';

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
  // The field points at its list only when it is drawn again after the list was there.
  const [found, setFound] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when other choices show
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      setFound(selectFirstOption() !== null);
      announce();
    });
    return () => cancelAnimationFrame(frame);
  }, [shown, announce, found]);
  return announce;
}

import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Filters, sort and search of a list: all of it lives in the address, so that a link shows what its sender saw. */
export type ListValues = Readonly<Record<string, string | undefined>>;

/** Reads and changes the list's state in the address; an empty value leaves it. */
export function useListState(): readonly [ListValues, (changes: ListValues) => void] {
  const values = useSearch({ strict: false }) as ListValues;
  const navigate = useNavigate();
  const change = useCallback(
    (changes: ListValues) => {
      const tidy = (search: ListValues) =>
        Object.fromEntries(Object.entries({ ...search, ...changes }).filter(([, value]) => value !== undefined && value !== ''));
      // The router's types know each page's own parameters; a list passes only names its page declared.
      void navigate({ to: '.', search: tidy as never, replace: true, resetScroll: false });
    },
    [navigate],
  );
  return [values, change];
}

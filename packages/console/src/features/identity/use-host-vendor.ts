import { useOperation } from '../../lib/use-operation.ts';

/** `acme` of `acme.localhost`: here the name before says the vendor and nothing else can be meant by it. */
const named = () => /^([a-z][a-z0-9-]*)\.localhost$/.exec(location.hostname)?.[1] ?? null;

/** The vendor that the address names although there is none, and where the main one is; null where all is well. */
export function useUnknownHostVendor(): { readonly vendor: string; readonly main: string } | null {
  const vendor = named();
  // Only that there are keys matters: no vendor is without.
  const query = useOperation('get-key-set', vendor === null ? null : { vendor }, { staleTime: 60_000 });
  if (vendor === null || query.error?.problem.code !== 'not-found') return null;
  return { vendor, main: location.origin.replace(`//${vendor}.`, '//') };
}

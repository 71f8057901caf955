import { localStore } from '../../lib/store.ts';

/** Slug of the vendor to sign in to, where a link named one; null leaves it to the host. One installation may serve several. */
export const signInVendor = localStore<string | null>('vendor', null);

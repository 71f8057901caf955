import type { Tx } from '@muniment/platform/postgres';
import type { Vendor } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';

/** A refusal for want of a role, with what the vendor's pack calls the roles (B16); any other as it is. */
export async function nameRoles<R extends { readonly facts?: Readonly<Record<string, unknown>> }>(
  about: { readonly tx: Tx; readonly vendor: Pick<Vendor, 'id'> },
  refusal: R,
): Promise<R> {
  if (refusal.facts?.reason !== 'role') return refusal;
  const roleNames = (await currentPack(about))?.pack.roles ?? {};
  return Object.keys(roleNames).length === 0 ? refusal : { ...refusal, facts: { ...refusal.facts, roleNames } };
}

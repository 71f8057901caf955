import { issueBorrow } from '@muniment/documents/issue';
import { findProduct } from '@muniment/domain/catalog';
import type { Fingerprint, FingerprintPolicy } from '@muniment/domain/fingerprint';
import { toId } from '@muniment/platform/ids';
import type { Context } from '../../../core/context.ts';
import { inLanguage, languageFor, type VersionedPack } from '../../catalog/index.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { ensureActiveKey } from '../../licenses/index.ts';
import type { LeaseRow } from '../leases/store.ts';
import type { BorrowedRow } from './store.ts';

/** How the borrower's computer is known: as the catalog says of a workstation's product; of any other, nothing may change. */
async function policyOf(context: Context, { pack }: VersionedPack, fingerprint: Fingerprint): Promise<FingerprintPolicy> {
  const { actor, tx } = context;
  const device = actor.kind === 'device' && actor.id !== null ? await loadDevice(tx, viewerOf(context), actor.id) : null;
  const rules = device === null ? undefined : findProduct(pack, device.product, device.variant)?.fingerprint;
  if (rules === undefined) {
    const components = (Object.keys(fingerprint) as (keyof Fingerprint)[]).map((id) => ({ id, weight: 1 }));
    return { components, atLeast: components.length, yearlyRepairs: 0 };
  }
  const t = inLanguage(pack, languageFor(pack, context.language));
  const components = rules.components.map(({ id, weight, label }) => ({ id, weight, ...(label === undefined ? {} : { label: t(label) }) }));
  return { components, atLeast: rules.atLeast, yearlyRepairs: rules.yearlyRepairs };
}

/** The signed document that says until when the seats may be away (C7). */
export async function signBorrow(context: Context, current: VersionedPack, lease: LeaseRow, borrowed: BorrowedRow): Promise<string> {
  const { vendor, now, services } = context;
  const key = await ensureActiveKey(context);
  const signer = await services.keys.signer(vendor.id, key.kid);
  const { fingerprint } = borrowed;
  return issueBorrow(signer, {
    issuer: vendor.slug,
    leaseId: toId('lse', lease.id),
    feature: lease.feature,
    number: borrowed.number,
    seats: lease.seats,
    user: lease.user_name,
    host: lease.host_name,
    issuedAt: now,
    documentUntil: borrowed.documentUntil,
    borrowedUntil: borrowed.borrowedUntil,
    ownKey: borrowed.key.kid,
    nonce: borrowed.nonce,
    machine: fingerprint === null ? null : { fingerprint, policy: await policyOf(context, current, fingerprint) },
    keySets: key.introductions,
    test: services.testClock,
  });
}

import type { downloadRevocations as contract } from '@muniment/contract';
import { documentTypes, issueRevocations, type Revocation } from '@muniment/documents/issue';
import { accept, refuse } from '@muniment/domain';
import { toId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Handler, Uuid } from '../../../core/context.ts';
import { activeKey } from '../../licenses/index.ts';
import { type RevocationRow, revokedSoFar, standingRevocations } from '../store.ts';

const hour = 3_600_000;
/** A list is carried to where there is no network: it is believed for so long. */
const holdsDays = 30;

function toEntry({ kind, subject_id, epoch, serial, reason, until }: RevocationRow): Revocation {
  const end = until === null ? {} : { until: Math.floor(until.epochMilliseconds / 1000) };
  if (kind === 'borrow') return { typ: documentTypes.borrow, lease: toId('lse', subject_id), reason, until: 0, ...end };
  return { typ: documentTypes.license, device: toId('dev', subject_id), serial: { epoch: epoch!, number: serial! }, reason, ...end };
}

interface Signed {
  readonly version: string;
  readonly body: string;
}

/** The newest list of a vendor: its version says all that is in it, so that it is read and signed once, however many ask. */
const newest = new Map<Uuid, Signed>();
const mostRemembered = 1000;

function remember(vendorId: Uuid, signed: Signed): void {
  if (newest.size >= mostRemembered) newest.delete(newest.keys().next().value!);
  newest.set(vendorId, signed);
}

/**
 * The signed list of what counts no more (F10): the same text for everybody who asks within the hour, unless something is revoked
 * meanwhile, so that whoever has it, or a cache on the way, is told so by its version alone.
 */
export const downloadRevocations: Handler<typeof contract> = async ({ tx, vendor, now, services }) => {
  const key = await activeKey(tx, vendor.id);
  // Who has signed nothing yet has nothing that could be revoked.
  if (key === null) return refuse('not-found');
  const { number, last_at: lastAt } = await revokedSoFar(tx, vendor.id);
  const began = Temporal.Instant.fromEpochMilliseconds(Math.floor(now.epochMilliseconds / hour) * hour);
  const issuedAt = lastAt !== null && Temporal.Instant.compare(lastAt, began) > 0 ? lastAt : began;
  const version = `${number}-${began.epochMilliseconds / hour}-${key.kid.slice(0, 16)}`;
  const known = newest.get(vendor.id);
  const sign = async () => {
    const entries = (await standingRevocations(tx, vendor.id, began)).map(toEntry);
    const body = issueRevocations(await services.keys.signer(vendor.id, key.kid), {
      issuer: vendor.slug,
      issuedAt,
      nextAt: began.add({ hours: 24 * holdsDays }),
      number,
      entries,
      keySets: key.introductions,
      test: services.testClock,
    });
    remember(vendor.id, { version, body });
    return body;
  };
  const body = known?.version === version ? known.body : await sign();
  const file = { name: `${vendor.slug}-revocations.jwt`, mediaType: 'application/jose', body, version };
  return { ...accept({ file }), headers: { 'Cache-Control': 'public, max-age=300' } };
};

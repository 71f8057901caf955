import type { getMe, OutputOf } from '@muniment/contract';
import { missingPermissions, permissionsOf } from '@muniment/domain/identity';
import { toId } from '@muniment/platform/ids';
import type { Context } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { loadMemberships, loadPerson, type SignInRow } from './store.ts';
import { toDomainActor, toMembership } from './wire.ts';

export type Me = OutputOf<typeof getMe>;

/** Before a pack says otherwise. */
const withoutPack = { timeZone: 'UTC', languages: ['en'], labels: {} };

/** The pack's words: `device` one, `device.other` several; absent where the pack keeps ours. */
function labelsOf(labels: Readonly<Record<string, { readonly one: object; readonly other: object } | undefined>>): Me['labels'] {
  const entries = Object.entries(labels).flatMap(([word, noun]) =>
    noun === undefined ? [] : [[word, { ...noun.one }] as const, [`${word}.other`, { ...noun.other }] as const],
  );
  return Object.fromEntries(entries);
}

/** A person as the person sees it; null for an API key. */
async function loadSelf(context: Context): Promise<SignInRow | null> {
  const { actor, tx, vendor } = context;
  return actor.kind === 'person' && actor.id !== null ? loadPerson(tx, vendor.id, actor.id) : null;
}

async function membershipsOf(context: Context): Promise<Me['memberships']> {
  const { actor, tx, vendor } = context;
  if (actor.kind !== 'person' || actor.id === null) return [toMembership(actor.organization, actor.role)];
  // The person's own memberships, all of them: asked as the vendor would.
  const rows = await loadMemberships(tx, vendor.id, actor.id, { id: actor.organization.id, kind: 'vendor' });
  return rows.map((row) => toMembership({ id: row.organization_id, name: row.organization_name, kind: row.organization_kind }, row.role));
}

/** Who is calling, for which organization, what they may do there, and the words their vendor uses. */
export async function buildMe(context: Context): Promise<Me> {
  const { actor, vendor, now } = context;
  const person = await loadSelf(context);
  const pack = (await currentPack(context))?.pack;
  const { timeZone, languages } = pack?.vendor ?? withoutPack;
  const asked = toDomainActor(actor);
  return {
    kind: actor.kind === 'person' ? 'person' : 'api-key',
    id: toId(actor.kind === 'person' ? 'per' : 'key', actor.id ?? ''),
    name: person?.name ?? actor.name,
    email: person?.email ?? null,
    language: person?.language ?? null,
    vendor: { slug: vendor.slug, name: vendor.name, timeZone, languages: [...languages] },
    memberships: await membershipsOf(context),
    current: toMembership(actor.organization, actor.role),
    permissions: [...permissionsOf(asked)],
    grantedBy: Object.fromEntries(Object.entries(missingPermissions(asked)).map(([action, roles]) => [action, [...(roles ?? [])]])),
    labels: labelsOf(pack?.labels ?? withoutPack.labels),
    now: now.toString(),
    today: now.toZonedDateTimeISO(timeZone).toPlainDate().toString(),
    testClock: context.services.testClock,
    version: person?.version ?? 1,
  };
}

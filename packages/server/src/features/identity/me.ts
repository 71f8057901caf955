import type { getMe, OutputOf } from '@muniment/contract';
import type { CatalogPack } from '@muniment/domain/catalog';
import { missingPermissions, permissionsOf } from '@muniment/domain/identity';
import { toId } from '@muniment/platform/ids';
import type { Context } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { loadMemberships, loadPerson, type SignInRow } from './store.ts';
import { toDomainActor, toMembership } from './wire.ts';

export type Me = OutputOf<typeof getMe>;

/** Before a pack says otherwise. */
const withoutPack = {
  vendor: { timeZone: 'UTC', languages: ['en'] },
  validUntil: 'last-day',
  labels: {},
  roles: {},
  features: [],
  products: [],
} as const;

type Words = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
type Nouns = Readonly<Record<string, { readonly one: object; readonly other: object } | undefined>>;

/** The pack's words: `device` one, `device.other` several, `role.dealer` a role; absent where the pack keeps ours. */
function labelsOf({ labels, roles }: { readonly labels: Nouns; readonly roles: Words }): Me['labels'] {
  const nouns = Object.entries(labels).flatMap(([word, noun]) =>
    noun === undefined ? [] : [[word, { ...noun.one }] as const, [`${word}.other`, { ...noun.other }] as const],
  );
  const names = Object.entries(roles).flatMap(([role, texts]) => (texts === undefined ? [] : [[`role.${role}`, { ...texts }] as const]));
  return Object.fromEntries([...nouns, ...names]);
}

/** What there can be with this pack. */
function offersOf({ features, products }: Pick<CatalogPack, 'features' | 'products'>): Me['offers'] {
  const seats = features.some((feature) => feature.kind === 'quantity' && feature.seats !== undefined);
  const hasKeys = products.some((product) => [product, ...product.variants].some(({ enrolment }) => enrolment !== undefined));
  return { seats, carriedFiles: seats || hasKeys };
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
  const pack = (await currentPack(context))?.pack ?? withoutPack;
  const { timeZone, languages } = pack.vendor;
  const asked = toDomainActor(actor);
  return {
    kind: actor.kind === 'person' ? 'person' : 'api-key',
    id: toId(actor.kind === 'person' ? 'per' : 'key', actor.id ?? ''),
    name: person?.name ?? actor.name,
    email: person?.email ?? null,
    language: person?.language ?? null,
    vendor: { slug: vendor.slug, name: vendor.name, timeZone, languages: [...languages], validUntil: pack.validUntil },
    memberships: await membershipsOf(context),
    current: toMembership(actor.organization, actor.role),
    permissions: [...permissionsOf(asked)],
    grantedBy: Object.fromEntries(Object.entries(missingPermissions(asked)).map(([action, roles]) => [action, [...(roles ?? [])]])),
    offers: offersOf(pack),
    labels: labelsOf(pack),
    now: now.toString(),
    today: now.toZonedDateTimeISO(timeZone).toPlainDate().toString(),
    testClock: context.services.testClock,
    version: person?.version ?? 1,
  };
}

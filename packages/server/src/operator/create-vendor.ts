import { accept, type Decision, refuse } from '@muniment/domain';
import { uuidv7 } from '@muniment/platform/ids';
import { asOwner, type Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Context, OrganizationFacts, Vendor } from '../core/context.ts';
import { actorRef, appendLeaf } from '../features/audit/index.ts';
import { type InspectedPack, inspect, keepPack, toIssues } from '../features/catalog/index.ts';
import { createApiKey, createInvitation, createVendorOrganization } from '../features/identity/index.ts';
import { makeActiveKey } from '../features/licenses/index.ts';
import { contextFor, type OperatorParts, operatorActor } from './context.ts';
import { isEmail } from './email.ts';
import { insertVendor } from './store.ts';

export interface NewVendor {
  readonly slug: string;
  /** Text of the catalog pack, YAML or JSON. */
  readonly catalog: string;
  /** E-mail of the first administrator. */
  readonly admin: string;
}

export interface CreatedVendor {
  readonly vendor: Vendor;
  /** The link by which the administrator chooses a password; also mailed. */
  readonly invitation: string;
  /** Key of an administrator with every scope, shown this once. */
  readonly apiKey: string;
}

const slugPattern = /^[a-z][a-z0-9-]{1,61}[a-z0-9]$/;

interface Made {
  readonly context: Context;
  readonly organization: OrganizationFacts;
}

type PackRefusal = 'pack-not-valid' | 'pack-too-costly' | 'pack-check-busy';

/** A vendor's first pack. */
export async function readCatalog(text: string): Promise<Decision<InspectedPack, PackRefusal>> {
  const inspected = await inspect({ text, current: null }, { waiting: Number.POSITIVE_INFINITY });
  if (!inspected.ok) return inspected;
  const inspection = inspected.value;
  return inspection.ok
    ? accept(inspection)
    : refuse('pack-not-valid', { issues: toIssues(inspection.issues, null), more: inspection.more });
}

/**
 * Makes the vendor itself, with catalog and signing key, inside a transaction that already sees only it. `registeredAt` is when the
 * installation came to have it.
 */
export async function makeVendor(
  parts: OperatorParts,
  tx: Tx,
  vendor: Vendor,
  catalog: InspectedPack,
  now: Temporal.Instant,
  registeredAt = now,
): Promise<Decision<Made, 'slug-taken'>> {
  if (!(await insertVendor(tx, vendor, registeredAt))) return refuse('slug-taken', { slug: vendor.slug });
  const organization = { id: uuidv7(), name: vendor.name, kind: 'vendor' as const };
  const context = contextFor(parts, tx, vendor, operatorActor(organization), now);
  await createVendorOrganization(context, organization);
  const loaded = await keepPack(context, 0, catalog);
  if (!loaded.ok) throw new Error(`a checked pack was refused: ${loaded.refusal.code}`);
  const kid = await makeActiveKey(context, 'EdDSA');
  await appendLeaf(context, { kind: 'create-vendor', subject: organization.id, facts: { kid, algorithm: 'EdDSA' } });
  return accept({ context, organization });
}

/** Makes a vendor with its catalog, signing key, first administrator and an API key: whole, or not at all. */
export async function createVendor(
  parts: OperatorParts,
  wanted: NewVendor,
): Promise<Decision<CreatedVendor, 'slug-not-valid' | 'slug-taken' | 'email-not-valid' | PackRefusal>> {
  if (!slugPattern.test(wanted.slug)) return refuse('slug-not-valid', { slug: wanted.slug });
  if (!isEmail(wanted.admin)) return refuse('email-not-valid', { email: wanted.admin });
  const read = await readCatalog(wanted.catalog);
  if (!read.ok) return read;
  const { summary } = read.value;
  const vendor: Vendor = { id: uuidv7(), slug: wanted.slug, name: summary.vendorName };
  const now = await parts.clock.now();
  return asOwner(parts.pool, { vendorId: vendor.id }, async (tx): Promise<Decision<CreatedVendor, 'slug-taken'>> => {
    const made = await makeVendor(parts, tx, vendor, read.value, now);
    if (!made.ok) {
      tx.discard();
      return made;
    }
    const { context, organization } = made.value;
    const invitedBy = actorRef(context.actor);
    const language = summary.languages[0]!;
    const asked = { email: wanted.admin, role: 'administrator' as const, organization, language, invitedBy, invitedByName: null };
    const invitation = await createInvitation(context, asked);
    if (!invitation.ok) throw new Error('the first person of a vendor was already there');
    const rights = { role: 'administrator' as const, scopes: ['all' as const], expiresAt: null };
    const key = await createApiKey(context, { name: 'First key', organizationId: organization.id, ...rights, createdBy: invitedBy });
    const { invitationId } = invitation.value;
    await appendLeaf(context, {
      kind: 'invite-person',
      subject: invitationId,
      facts: { organizationId: organization.id, role: asked.role },
    });
    await appendLeaf(context, { kind: 'create-api-key', subject: key.apiKeyId, facts: rights });
    return accept({ vendor, invitation: invitation.value.link, apiKey: key.secret });
  });
}

import { accept, type Decision, refuse } from '@muniment/domain';
import { uuidv7 } from '@muniment/platform/ids';
import { asOwner } from '@muniment/platform/postgres';
import type { Vendor } from '../core/context.ts';
import { actorRef } from '../features/audit/index.ts';
import { loadCatalog, type ReadIssue, readPack } from '../features/catalog/index.ts';
import { createApiKey, createInvitation, createVendorOrganization } from '../features/identity/index.ts';
import { makeActiveKey } from '../features/licenses/index.ts';
import { contextFor, type OperatorParts, operatorActor } from './context.ts';
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
const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Makes a vendor with its catalog, signing key, first administrator and an API key: whole, or not at all. */
export async function createVendor(
  parts: OperatorParts,
  wanted: NewVendor,
): Promise<Decision<CreatedVendor, 'slug-not-valid' | 'slug-taken' | 'email-not-valid' | 'pack-not-valid'>> {
  if (!slugPattern.test(wanted.slug)) return refuse('slug-not-valid', { slug: wanted.slug });
  if (!emailPattern.test(wanted.admin)) return refuse('email-not-valid', { email: wanted.admin });
  const read = readPack(wanted.catalog);
  if (!read.ok) return refuse('pack-not-valid', { issues: read.issues satisfies readonly ReadIssue[] });
  const vendor: Vendor = { id: uuidv7(), slug: wanted.slug, name: read.pack.vendor.name };
  const now = await parts.clock.now();
  return asOwner(parts.pool, { vendorId: vendor.id }, async (tx): Promise<Decision<CreatedVendor, 'slug-taken' | 'pack-not-valid'>> => {
    if (!(await insertVendor(tx, vendor, now))) {
      tx.discard();
      return refuse('slug-taken', { slug: wanted.slug });
    }
    const organization = { id: uuidv7(), name: vendor.name, kind: 'vendor' as const };
    const actor = operatorActor(organization);
    const context = contextFor(parts, tx, vendor, actor, now);
    await createVendorOrganization(context, organization);
    const loaded = await loadCatalog(context, { params: {}, query: {}, body: { pack: wanted.catalog } });
    if (!loaded.ok) throw new Error(`a checked pack was refused: ${loaded.refusal.code}`);
    await makeActiveKey(context, 'EdDSA');
    const language = read.pack.vendor.languages[0]!;
    const invitation = await createInvitation(context, {
      email: wanted.admin,
      role: 'administrator',
      organization,
      language,
      invitedBy: actorRef(actor),
      invitedByName: null,
    });
    if (!invitation.ok) throw new Error('the first person of a vendor was already there');
    const key = await createApiKey(context, {
      name: 'First key',
      organizationId: organization.id,
      role: 'administrator',
      scopes: ['all'],
      expiresAt: null,
      createdBy: actorRef(actor),
    });
    return accept({ vendor, invitation: invitation.value.link, apiKey: key.secret });
  });
}

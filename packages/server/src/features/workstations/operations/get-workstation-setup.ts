import { randomBytes } from 'node:crypto';
import type { getWorkstationSetup as contract } from '@muniment/contract';
import { accept, type Decision, type Refusal, refuse } from '@muniment/domain';
import {
  type Agreement,
  agreementFor,
  type CatalogPack,
  type KeyPlanRefusal,
  type Model,
  modelsOf,
  normaliseKey,
  type Product,
  planKeys,
  shapeSize,
  valueFromBytes,
} from '@muniment/domain/catalog';
import { deriveKey } from '@muniment/platform/hash';
import type { Handler, Vendor } from '../../../core/context.ts';
import type { Services } from '../../../core/services.ts';
import { listVendors } from '../../../core/store.ts';
import { currentPack, inLanguage, languageFor, type VersionedPack } from '../../catalog/index.ts';
import { findModel, keyFacts } from '../../devices/index.ts';
import { partName, policyOf, publicKeys } from '../../licenses/index.ts';

type ModelRefusal = 'product-unknown' | 'variant-missing' | 'variant-unknown' | 'workstation-product-missing';

/** The product that is asked for, or the only one that is locked to machines. */
function modelOf(
  current: VersionedPack,
  asked: { readonly product?: string | undefined; readonly variant?: string | undefined },
): Decision<Model, ModelRefusal> {
  if (asked.product !== undefined) return findModel(current, { ...asked, product: asked.product }, {});
  const locked = modelsOf(current.pack).filter(({ product }) => product.fingerprint !== undefined && !product.withdrawn);
  const ids = [...new Set(locked.map(({ product }) => product.id))];
  if (ids.length !== 1) return refuse('workstation-product-missing', { products: ids });
  return findModel(current, { ...asked, product: ids[0]! }, {});
}

/** With what a vendor's workstations hash the parts of their machines: the same for all of them, and nobody else's. */
async function saltOf(services: Services, vendor: Vendor): Promise<string> {
  const secret = await services.keys.secret(vendor.id);
  return Buffer.from(deriveKey(secret, 'muniment workstations: salt of fingerprints')).toString('base64url');
}

/** So many values there must be for two workstations not to draw the same. */
const enough = 2n ** 48n;

/** A hardware key in the vendor's own form and that form, where one of the product's has enough of them and keeps a key as it is written. */
function drawKey({ keyFormats }: Product): { readonly key: string; readonly shape: string } | null {
  for (const format of keyFormats) {
    if ((shapeSize(format.pattern) ?? 0n) < enough) continue;
    const key = valueFromBytes(format.pattern, randomBytes(64));
    if (normaliseKey(format, key) === key) return { key, shape: format.pattern };
  }
  return null;
}

/** The key that somebody typed as it is kept, else one that is drawn; null where the workstation draws it. */
function keyOf({ pack }: VersionedPack, product: Product, typed: string | undefined): Decision<string | null, KeyPlanRefusal> {
  if (typed === undefined) return accept(drawKey(product)?.key ?? null);
  const plan = planKeys(product, { hardwareKey: typed });
  if (!plan.ok) return refuse(plan.refusal.code, { ...plan.refusal.facts, ...keyFacts(pack, product) });
  const { primary } = plan.value;
  return accept(primary.origin === 'entered' ? primary.key : typed);
}

function agreementsOf(pack: CatalogPack, product: Product): readonly Agreement[] {
  const both = [agreementFor(pack, product), ...(pack.licenseKeys === undefined ? [] : [agreementFor(pack, pack.licenseKeys)])];
  return [...new Map(both.flatMap((one) => (one === null ? [] : [[one.id, one] as const]))).values()];
}

/**
 * Who names no vendor is answered by the first: where that one has nothing for workstations, or not the product that is meant, somebody else is
 * meant. Null where there is nobody else.
 */
async function anotherVendors(
  { tx }: Pick<Parameters<Handler<typeof contract>>[0], 'tx'>,
  { vendor }: { readonly vendor?: string | undefined },
  refusal?: Refusal<ModelRefusal>,
) {
  const isOnlyOther = refusal?.code === 'workstation-product-missing' && (refusal.facts.products as readonly string[]).length > 0;
  if (vendor !== undefined || isOnlyOther || (await listVendors(tx)).length < 2) return null;
  return refuse('workstation-product-missing', { products: [], vendorNotNamed: true });
}

/** What a program on a workstation must know before it asks for a licence (C4–C6). All of it is public. */
export const getWorkstationSetup: Handler<typeof contract> = async (context, { query }) => {
  const { tx, vendor, services } = context;
  const language = query.language ?? context.language;
  const current = await currentPack(context);
  if (current === null) return (await anotherVendors(context, query)) ?? refuse('no-catalog');
  const model = modelOf(current, query);
  if (!model.ok) return (await anotherVendors(context, query, model.refusal)) ?? model;
  const { product, variant } = model.value;
  const { fingerprint: rules } = product;
  if (rules === undefined) return refuse('not-for-workstations', { product: product.id, productLabel: product.label });
  const hardwareKey = keyOf(current, product, query.hardwareKey);
  if (!hardwareKey.ok) return hardwareKey;
  const { pack } = current;
  const reading = languageFor(pack, language);
  const t = inLanguage(pack, reading);
  return accept({
    vendor: vendor.slug,
    product: product.id,
    variant,
    productLabel: t(product.label),
    salt: await saltOf(services, vendor),
    components: policyOf(pack, rules, language).components.map((one) => ({ id: one.id, label: partName(one, language) })),
    binding: product.binding ?? 'key',
    clockToleranceMinutes: product.clock?.toleranceMinutes ?? 60,
    offlineDays: product.offlineDays ?? null,
    test: services.testClock,
    hardwareKey: hardwareKey.value,
    hardwareKeyShape: drawKey(product)?.shape ?? null,
    agreements: agreementsOf(pack, product).map(({ id, version, text }) => ({ id, version, language: reading, text: t(text) })),
    keys: (await publicKeys(tx, vendor.id)).map((key) => ({ ...key })),
  });
};

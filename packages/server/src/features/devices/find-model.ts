import { accept, type Decision, refuse } from '@muniment/domain';
import { type EnteredKeys, findProduct, installationKey, type Model, matchKey, planKeys } from '@muniment/domain/catalog';
import type { VersionedPack } from '../catalog/index.ts';

/**
 * The product, as the variant that is named; a product with variants has no device without one (B36). Where none is named,
 * what was entered may fit one only: then it is that one.
 */
export function findModel(
  { pack }: VersionedPack,
  wanted: { readonly product: string; readonly variant?: string | undefined },
  entered: EnteredKeys,
): Decision<Model, 'product-unknown' | 'variant-missing' | 'variant-unknown'> {
  const product = findProduct(pack, wanted.product);
  if (product === undefined || product.withdrawn) return refuse('product-unknown', { product: wanted.product });
  const open = product.variants.filter(({ withdrawn }) => !withdrawn);
  const models = open.map(({ id }): Model => ({ product: findProduct(pack, product.id, id)!, variant: id }));
  const facts = { product: product.id, productLabel: product.label, variants: open.map(({ id, label }) => ({ variant: id, label })) };
  if (wanted.variant !== undefined) {
    const named = models.find(({ variant }) => variant === wanted.variant);
    return named === undefined ? refuse('variant-unknown', { ...facts, variant: wanted.variant }) : accept(named);
  }
  if (product.variants.length === 0) return accept({ product, variant: null });
  const fitting = onlyOne(models, (model) => planKeys(model, entered).ok) ?? onlyOne(models, (model) => takesKey(model, entered));
  return fitting === null ? refuse('variant-missing', facts) : accept(fitting);
}

function onlyOne(models: readonly Model[], fits: (product: Model['product']) => boolean): Model | null {
  const found = models.filter(({ product }) => fits(product));
  return found.length === 1 ? found[0]! : null;
}

/** Whether the key fits, whatever else is missing: the refusal then says what. */
function takesKey(product: Model['product'], { hardwareKey = '' }: EnteredKeys): boolean {
  return (matchKey(product.keyFormats, hardwareKey) ?? installationKey(product, hardwareKey)) !== null;
}

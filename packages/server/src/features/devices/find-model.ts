import { accept, type Decision, refuse } from '@muniment/domain';
import { findProduct, type Product } from '@muniment/domain/catalog';
import type { VersionedPack } from '../catalog/index.ts';

/** The product, as the variant that is named; a product with variants has no device without one (B36). */
export function findModel(
  { pack }: VersionedPack,
  wanted: { readonly product: string; readonly variant?: string | undefined },
): Decision<Product, 'product-unknown' | 'variant-missing' | 'variant-unknown'> {
  const product = findProduct(pack, wanted.product);
  if (product === undefined || product.withdrawn) return refuse('product-unknown', { product: wanted.product });
  const variants = product.variants.filter(({ withdrawn }) => !withdrawn).map(({ id, label }) => ({ variant: id, label }));
  const facts = { product: product.id, productLabel: product.label, variants };
  if (wanted.variant === undefined) return product.variants.length === 0 ? accept(product) : refuse('variant-missing', facts);
  const model = findProduct(pack, wanted.product, wanted.variant);
  if (model === undefined || model.withdrawn) return refuse('variant-unknown', { ...facts, variant: wanted.variant });
  return accept(model);
}

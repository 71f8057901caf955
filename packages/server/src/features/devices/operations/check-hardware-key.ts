import type { checkHardwareKey as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import {
  expectedFormats,
  findProduct,
  type KeyFormat,
  type KeyRole,
  matchKey,
  type Product,
  productsTaking,
  secondaryFormats,
  variantLabel,
} from '@muniment/domain/catalog';
import type { Handler } from '../../../core/context.ts';
import { currentPack, inLanguage, languageFor } from '../../catalog/index.ts';

/** The formats that one of a device's keys may have. */
function formatsOf(product: Product, role: KeyRole): readonly KeyFormat[] {
  if (role === 'secondary') return secondaryFormats(product);
  if (role === 'product-key') return product.productKey?.keyFormats ?? [];
  return role === 'input' ? (product.derivedKey?.keyFormats ?? []) : product.keyFormats;
}

/** Whether an entered key fits a product, how it would be stored, and which product it fits if not this one (B4). */
export const checkHardwareKey: Handler<typeof contract> = async (context, { body }) => {
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const { pack } = current;
  if (findProduct(pack, body.product) === undefined) return refuse('product-unknown', { product: body.product });
  const product = findProduct(pack, body.product, body.variant ?? null);
  if (product === undefined) return refuse('variant-unknown', { product: body.product, variant: body.variant });
  const t = inLanguage(pack, languageFor(pack, context.language));
  const formats = formatsOf(product, body.role);
  // A name or address may be typed into the field of the key, where the key is made from it at once.
  const inputs = body.role === 'primary' && product.derivedKey?.at === 'creation' ? product.derivedKey.keyFormats : [];
  const key = matchKey(formats, body.hardwareKey);
  const input = key === null ? matchKey(inputs, body.hardwareKey) : null;
  const matched = key ?? input;
  return accept({
    valid: matched !== null,
    hardwareKey: matched?.key ?? null,
    format: matched?.formatId ?? null,
    madeFromIt: input !== null || (key !== null && body.role === 'input'),
    expected: expectedFormats([...formats, ...inputs]).map(({ format, expected, example }) => ({ format, expected: t(expected), example })),
    alsoFits: productsTaking(pack, body.hardwareKey)
      .filter((model) => model.product.id !== product.id || model.variant !== (body.variant ?? null))
      .map(({ product: other, variant }) => {
        const label = variantLabel(other, variant);
        return { product: other.id, variant, label: label === null ? t(other.label) : `${t(other.label)}, ${t(label)}` };
      }),
  });
};

import type { checkHardwareKey as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import {
  expectedFormats,
  findProduct,
  type KeyFormat,
  type KeyRole,
  matchKey,
  modelsOf,
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

/** What may be typed for one of a device's keys; a name or address too, where the key is made from it at once. */
function typedFor(product: Product, role: KeyRole) {
  const inputs = role === 'primary' && product.derivedKey?.at === 'creation' ? product.derivedKey.keyFormats : [];
  return { formats: formatsOf(product, role), inputs };
}

/** Whether an entered key fits a product, how it would be stored, and which product it fits if not this one (B4). */
export const checkHardwareKey: Handler<typeof contract> = async (context, { body }) => {
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const { pack } = current;
  const product = findProduct(pack, body.product);
  if (product === undefined) return refuse('product-unknown', { product: body.product });
  // Where no model is named, any of them will do.
  const asked = modelsOf(pack).filter(
    (model) => model.product.id === product.id && (body.variant === undefined || model.variant === body.variant),
  );
  if (asked.length === 0) return refuse('variant-unknown', { product: body.product, variant: body.variant });
  const t = inLanguage(pack, languageFor(pack, context.language));
  const typed = asked.map((model) => typedFor(model.product, body.role));
  const [formats, inputs] = [typed.flatMap((one) => one.formats), typed.flatMap((one) => one.inputs)];
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
      .filter((model) => !asked.some((one) => one.product.id === model.product.id && one.variant === model.variant))
      .map(({ product: other, variant }) => {
        const label = variantLabel(other, variant);
        return { product: other.id, variant, label: label === null ? t(other.label) : `${t(other.label)}, ${t(label)}` };
      }),
  });
};

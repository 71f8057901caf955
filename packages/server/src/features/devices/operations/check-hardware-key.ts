import type { checkHardwareKey as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { expectedFormats, findProduct, matchHardwareKey, productsTaking } from '@muniment/domain/catalog';
import type { Handler } from '../../../core/context.ts';
import { currentPack, inLanguage, languageFor } from '../../catalog/index.ts';

/** Whether an entered key fits a product, how it would be stored, and which product it fits if not this one (B4). */
export const checkHardwareKey: Handler<typeof contract> = async (context, { body }) => {
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const { pack } = current;
  const product = findProduct(pack, body.product);
  if (product === undefined) return refuse('product-unknown', { product: body.product });
  const t = inLanguage(pack, languageFor(pack, context.language));
  const key = matchHardwareKey(product, body.hardwareKey);
  return accept({
    valid: key.ok,
    hardwareKey: key.ok ? key.value.key : null,
    format: key.ok ? key.value.formatId : null,
    expected: expectedFormats(product).map(({ format, expected, example }) => ({ format, expected: t(expected), example })),
    alsoFits: productsTaking(pack, body.hardwareKey)
      .filter(({ id }) => id !== product.id)
      .map(({ id, label }) => ({ product: id, label: t(label) })),
  });
};

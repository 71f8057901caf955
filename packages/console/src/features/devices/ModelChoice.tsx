import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RadioCards } from '../../components/RadioCards.tsx';
import { useLabel } from '../../lib/session.tsx';
import { useCatalog } from '../catalog/index.ts';
import { type Model, type ModelId, modelOf, type Product, variantsOf } from './model.ts';

/** How a device of the model comes to its key, in one line. */
function useKeyHint(): (model: Model) => string {
  const { t } = useTranslation('devices');
  return (model) => {
    const formats = model.keyFormats.map(({ expected }) => expected);
    if (formats.length > 0) return t('model.entered', { formats: formats.join(` ${t('key.or')} `) });
    if (model.derivedKey) return t('model.madeFrom', { input: model.derivedKey.label });
    return model.tempKey ? t('model.temporary') : '';
  };
}

function Variants({
  product,
  value,
  error,
  onChange,
}: {
  product: Product;
  value: string | null;
  error: string | undefined;
  onChange: (variant: string) => void;
}) {
  const { t } = useTranslation('devices');
  const hint = useKeyHint();
  return (
    <RadioCards
      label={t('fields.variant')}
      choices={variantsOf(product).map((variant) => ({ value: variant.id, name: variant.label, hint: hint(variant) }))}
      value={value ?? ''}
      error={error}
      onChange={onChange}
    />
  );
}

/** Which product, and where it has several, which model of it. */
export function ModelChoice({
  value,
  errors,
  onChange,
}: {
  value: ModelId | null;
  errors: { readonly product: string | undefined; readonly variant: string | undefined };
  onChange: (model: ModelId | null) => void;
}) {
  const { t } = useTranslation('devices');
  const label = useLabel('product');
  const { catalog } = useCatalog();
  const products = (catalog?.products ?? []).filter((one) => !one.withdrawn);
  const product = products.find(({ id }) => id === value?.product);
  const choose = (id: string | null) => {
    const chosen = products.find((one) => one.id === id);
    onChange(chosen ? modelOf(chosen) : null);
  };
  return (
    <>
      <Select
        label={label}
        placeholder={t('fields.productPlaceholder')}
        data={products.map((one) => ({ value: one.id, label: one.label }))}
        value={value?.product ?? null}
        searchable={products.length > 8}
        required
        withAsterisk={false}
        error={errors.product}
        onChange={choose}
      />
      {product && product.variants.length > 0 ? (
        <Variants
          product={product}
          value={value?.variant ?? null}
          error={errors.variant}
          onChange={(variant) => onChange({ product: product.id, variant })}
        />
      ) : null}
    </>
  );
}

import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../lib/types.ts';
import type { ModelId } from '../model.ts';
import { KeyField } from './KeyField.tsx';
import { type KeyTexts, keyError, type Want, type Wants } from './wants.ts';

/** The fields of the keys that a model wants, in its own words; where it wants none, nothing. */
export function KeyFields({
  model,
  wants,
  texts,
  problem,
  checked,
  hint,
  onChange,
  onModel,
}: {
  model: ModelId | null;
  wants: Wants;
  texts: KeyTexts;
  /** What the server refused: told at the field it means. */
  problem: Problem | undefined;
  /** Somebody tried to send: what is missing is said. */
  checked: boolean;
  /** Said beside the form of the first key. */
  hint?: string;
  onChange: (texts: KeyTexts) => void;
  onModel?: (model: ModelId) => void;
}) {
  const { t } = useTranslation('common');
  const field = (name: keyof KeyTexts, want: Want | null) =>
    want ? (
      <KeyField
        key={name}
        model={model}
        want={want}
        value={texts[name]}
        error={keyError(problem, want.role) ?? (checked && want.required && texts[name].trim() === '' ? t('required') : undefined)}
        onChange={(text) => onChange({ ...texts, [name]: text })}
        hint={name === 'primary' ? hint : undefined}
        onModel={name === 'primary' ? onModel : undefined}
      />
    ) : null;
  return (
    <>
      {field('primary', wants.primary)}
      {field('secondary', wants.secondary)}
      {field('productKey', wants.productKey)}
    </>
  );
}

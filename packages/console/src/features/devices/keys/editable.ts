import type { Device } from '../../../lib/types.ts';
import type { Model } from '../model.ts';
import { type KeyTexts, type Want, type Wants, wantsOf } from './wants.ts';

export interface Editable {
  /** Fields of the keys that can still be corrected. */
  readonly wants: Wants;
  /** What the key was made from, where the pack lets it be changed. */
  readonly input: Want | null;
  /** What stands in the fields at first. */
  readonly texts: KeyTexts & { readonly input: string };
}

const nothing: Wants = { primary: null, secondary: null, productKey: null };

/**
 * Which of a device's keys can be corrected: none once licences were activated for them; none that was made here, though a
 * temporary one gives way to one that is entered.
 */
export function editableKeys(device: Device, model: Model | null): Editable {
  const texts = {
    primary: device.keyOrigin === 'temporary' ? '' : device.hardwareKey,
    secondary: device.secondaryKey ?? '',
    productKey: device.productKey ?? '',
    input: device.keyInput?.value ?? '',
  };
  if (model === null) return { wants: nothing, input: null, texts };
  const input: Want | null =
    device.keyInput?.editable && model.derivedKey
      ? { role: 'input', label: model.derivedKey.label, formats: model.derivedKey.keyFormats, required: true, orInput: null }
      : null;
  if (device.activeUnits > 0) return { wants: nothing, input, texts };
  const all = wantsOf({ ...model, derivedKey: null });
  const entered = device.keyOrigin === 'entered';
  return {
    wants: {
      primary: all.primary && device.keyOrigin !== 'derived' ? { ...all.primary, required: entered } : null,
      secondary: entered ? all.secondary : null,
      productKey: all.productKey,
    },
    input,
    texts,
  };
}

import { useTranslation } from 'react-i18next';
import type { Device } from '../../lib/types.ts';
import { useCatalog } from '../catalog/index.ts';
import { findModel, modelIdOf } from '../devices/index.ts';

/** What a device takes just now, as its model says. */
export interface Fitting {
  /** Why a part cannot be attached to it now; undefined where it can. */
  readonly refuses: (part: string) => string | undefined;
  /** Orders are attached, given back and activated as a whole. */
  readonly wholeOrders: boolean;
  readonly label: string;
}

/** What the chosen device takes, told before anything is sent; without a device, and until the catalog is there, everything. */
export function useFitting(device: Device | null): Fitting {
  const { t } = useTranslation('channel');
  const { catalog } = useCatalog();
  const model = device && findModel(catalog, modelIdOf(device));
  if (!device || !model) return { refuses: () => undefined, wholeOrders: false, label: '' };
  const beforeKey = device.provisional ? new Set(model.tempKey?.parts) : null;
  const accepted = new Set(model.parts);
  return {
    refuses: (part) => {
      if (!accepted.has(part)) return t('attach.notFor', { product: device.productLabel });
      return beforeKey && !beforeKey.has(part) ? t('attach.notBeforeKey') : undefined;
    },
    wholeOrders: model.unsplittableOrders,
    label: device.productLabel,
  };
}

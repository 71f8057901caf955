import { useTranslation } from 'react-i18next';
import { formatList } from '../../lib/format.ts';
import type { Device } from '../../lib/types.ts';
import { useCatalog } from '../catalog/index.ts';
import { findModel, modelIdOf, partNames } from '../devices/index.ts';

/** What a device takes just now, as its model says. */
export interface Fitting {
  /** Why a part cannot be attached to it now; undefined where it can. */
  readonly refuses: (part: string) => string | undefined;
  /** While the key is temporary: the only parts that can be attached, and their names in one phrase. */
  readonly beforeKey: { readonly parts: readonly string[]; readonly names: string } | null;
  /** Orders are attached, given back and activated as a whole. */
  readonly wholeOrders: boolean;
  readonly label: string;
}

/** What the chosen device takes, told before anything is sent; without a device, and until the catalog is there, everything. */
export function useFitting(device: Device | null): Fitting {
  const { t, i18n } = useTranslation('channel');
  const { catalog } = useCatalog();
  const model = device && findModel(catalog, modelIdOf(device));
  if (!device || !model) return { refuses: () => undefined, beforeKey: null, wholeOrders: false, label: '' };
  const early = device.provisional ? (model.tempKey?.parts ?? []) : null;
  const accepted = new Set(model.parts);
  return {
    refuses: (part) => {
      if (!accepted.has(part)) return t('attach.notFor', { product: device.productLabel });
      return early && !early.includes(part) ? t('attach.notBeforeKey') : undefined;
    },
    beforeKey: early && { parts: early, names: formatList(partNames(catalog, early), i18n.language, 'disjunction') },
    wholeOrders: model.unsplittableOrders,
    label: device.productLabel,
  };
}

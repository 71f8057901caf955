import { useTranslation } from 'react-i18next';
import type { Device } from '../../../lib/types.ts';
import { useCatalog } from '../../catalog/index.ts';
import { findModel, type Model, modelIdOf } from '../model.ts';

/** What the catalog says of a device's model; null while it is read, and for a model that is no more. */
export function useModel(device: Device): Model | null {
  const { catalog } = useCatalog();
  return findModel(catalog, modelIdOf(device));
}

/** Why licences cannot be attached to, or activated on, a device just now; null where they can. */
export function useBlocked(device: Device): { readonly attach: string | null; readonly activate: string | null } {
  const { t } = useTranslation('devices');
  const withParent = device.parent?.licensed ? t('blocked.withParent', { parent: device.parent.name }) : null;
  const replaced = device.replacedBy === null ? null : t('blocked.replaced');
  const never = replaced ?? withParent;
  return { attach: never, activate: never ?? (device.provisional ? t('blocked.provisional') : null) };
}

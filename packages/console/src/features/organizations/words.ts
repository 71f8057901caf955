import { useTranslation } from 'react-i18next';
import type { ItemOf } from '../../lib/types.ts';

export type Organization = ItemOf<'list-organizations'>;
export type OrganizationKind = Organization['kind'];
export type Allowance = ItemOf<'list-allowances'>;
export type Serving = ItemOf<'list-serves'>;

export const organizationKinds = ['vendor', 'distributor', 'dealer', 'customer'] as const satisfies readonly OrganizationKind[];

/** A kind of organization in words: "Distributor". */
export function useKindWord(): (kind: OrganizationKind) => string {
  const { t } = useTranslation('common');
  return (kind) => t(`kinds.${kind}`);
}

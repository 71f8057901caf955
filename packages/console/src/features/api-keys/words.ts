import { useTranslation } from 'react-i18next';
import type { Status } from '../../components/status-marks.ts';
import { formatList, serverNow } from '../../lib/format.ts';
import type { ItemOf } from '../../lib/types.ts';

export type ApiKey = ItemOf<'list-api-keys'>;
export type Scope = ApiKey['scopes'][number];
export const scopes = ['all', 'read', 'validate', 'seats'] as const satisfies readonly Scope[];

/** Whether a key works now, and if not, why. */
export function stateOf(key: ApiKey): Status {
  if (key.revokedAt) return 'revoked';
  return key.expiresAt && Date.parse(key.expiresAt) <= serverNow() ? 'expired' : 'active';
}

/** What a key may do: "Read and Validate". */
export function useScopeWords(): (scopes: readonly Scope[]) => string {
  const { t, i18n } = useTranslation('apiKeys');
  return (given) =>
    formatList(
      given.map((scope) => t(`scope.${scope}`)),
      i18n.language,
    );
}

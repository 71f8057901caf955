import { useTranslation } from 'react-i18next';
import type { Movement } from '../../lib/types.ts';
import type en from './locales/en.json';

type Kind = keyof (typeof en)['kind'];
type Channel = keyof (typeof en)['history']['channel'];

/** Kinds of act that the history can be filtered by. */
export const operationKinds = [
  'ship-order',
  'cancel-order-line',
  'attach-licenses',
  'detach-licenses',
  'activate-licenses',
  'make-hardware-key',
  'start-demo',
  'import-license-file',
  'make-license-keys',
  'redeem-license-keys',
  'revoke-license-keys',
  'give-licenses',
  'assign-license',
  'extend-license',
  'unassign-license',
  'split-license',
  'transfer-licenses',
  'activate-on-device',
  'return-from-device',
  'take-back-licenses',
  'replace-hardware',
  'undo-operation',
] as const satisfies readonly Kind[];

/** Kinds of act on the licences of a project, for its log (A12). */
export const projectKinds = [
  'redeem-license-keys',
  'give-licenses',
  'assign-license',
  'extend-license',
  'unassign-license',
  'split-license',
  'transfer-licenses',
  'accept-transfer',
  'refuse-transfer',
  'withdraw-transfer',
  'lapse-transfer',
  'activate-on-device',
  'return-from-device',
  'take-back-licenses',
  'replace-hardware',
  'undo-operation',
] as const satisfies readonly Kind[];

/** Every part of a movement by number; of an answer that a version before kept for its key there is one alone. */
export const partsOf = ({ part, parts }: Pick<Movement, 'part'> & Partial<Pick<Movement, 'parts'>>): string =>
  (parts ?? [part]).join(' + ');

/** An act in words: "Licences attached". A kind without words shows as it is. */
export function useKindWord(): (kind: string) => string {
  const { t } = useTranslation('history');
  return (kind) => t(`kind.${kind as Kind}`, { defaultValue: kind });
}

/** From where an act came: console, API, command line. */
export function useChannelWord(): (channel: string) => string {
  const { t } = useTranslation('history');
  return (channel) => t(`history.channel.${channel as Channel}`, { defaultValue: channel });
}

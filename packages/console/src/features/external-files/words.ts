import { useTranslation } from 'react-i18next';
import type { Status } from '../../components/status-marks.ts';
import type { ItemOf } from '../../lib/types.ts';

export type ExternalFile = ItemOf<'list-external-files'>;
export type FileState = ExternalFile['state'];

export const fileStates = ['waiting', 'upload-wanted', 'available', 'deposited'] as const satisfies readonly FileState[];

/** The mark of each state of a file made elsewhere. */
export const stateMarks = {
  deposited: 'kept',
  'upload-wanted': 'expiring',
  waiting: 'waiting',
  available: 'available',
} as const satisfies Record<FileState, Status>;

export function useStateWord(): (state: FileState) => string {
  const { t } = useTranslation('externalFiles');
  return (state) => t(`state.${state}`);
}

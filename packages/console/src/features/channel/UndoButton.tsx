import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/LinkButton.tsx';
import type { Outcome } from '../../lib/types.ts';

/** Takes the act just done back, where that is possible; the undo is reviewed like any act. */
export function UndoButton({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('channel');
  if (!outcome.canUndo || !outcome.operationId) return null;
  return (
    <LinkButton
      to="/history/$operationId/undo"
      params={{ operationId: outcome.operationId }}
      variant="default"
      leftSection={<IconArrowBackUp size={16} aria-hidden />}
    >
      {t('undo')}
    </LinkButton>
  );
}

import { useTranslation } from 'react-i18next';
import { TextLink } from '../../components/Links.tsx';
import { useVendorTime } from '../../components/When.tsx';
import { useMay } from '../../lib/session.tsx';
import type { LedgerOperation } from '../../lib/types.ts';

type Undoable = Pick<LedgerOperation, 'id' | 'canUndo' | 'undoUntil' | 'undoRefusal' | 'organization'>;

/** Until when an act can be undone, by the vendor's day, or why it cannot; nothing to say of what never could, or is undone already. */
export function useUndoText(): (operation: Omit<Undoable, 'id'>) => string | null {
  const { t } = useTranslation('history');
  const vendorTime = useVendorTime();
  return ({ canUndo, undoUntil, undoRefusal, organization }) => {
    const until = undoUntil === null ? null : vendorTime.text(undoUntil);
    if (canUndo) return until === null ? null : t('undo.until', { until });
    if (undoRefusal === 'undo-too-late') return t('undo.late', { until: until ?? '' });
    if (undoRefusal === 'built-upon') return t('undo.builtUpon');
    if (undoRefusal === 'done-by-others') return organization ? t('undo.by', { organization: organization.name }) : t('undo.byOthers');
    return null;
  };
}

/** The way to undo an act and until when, or why there is none. */
export function UndoNote({ operation }: { operation: Undoable }) {
  const { t } = useTranslation('history');
  const may = useMay('pools.write');
  const text = useUndoText()(operation);
  const canUndo = operation.canUndo && may;
  if (!canUndo && text === null) return null;
  return (
    <>
      {canUndo ? (
        <TextLink to="/history/$operationId/undo" params={{ operationId: operation.id }}>
          {t('history.undo')}
        </TextLink>
      ) : null}
      {canUndo && text !== null ? ' ' : null}
      {text}
    </>
  );
}

import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { confirm } from '../../../components/confirm.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { notify, notifyProblem } from '../../../components/notify.tsx';
import { call, newKey } from '../../../lib/api.ts';
import { useMe } from '../../../lib/session.tsx';
import { useNumber } from '../../../lib/use-number.ts';

/** Takes acts just done back, each its own operation: one with its review, several after a question. */
export function UndoActs({ operationIds }: { operationIds: readonly (string | null)[] }) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const me = useMe();
  const queries = useQueryClient();
  const [done, setDone] = useState<number | null>(null);
  const ids = operationIds.flatMap((id) => id ?? []);
  const icon = <IconArrowBackUp size={16} aria-hidden />;
  const [first] = ids;
  if (first === undefined) return null;
  if (ids.length === 1) {
    return (
      <LinkButton to="/history/$operationId/undo" params={{ operationId: first }} variant="default" leftSection={icon}>
        {t('undo.one')}
      </LinkButton>
    );
  }
  const undoAll = async () => {
    try {
      // The last one first: each stands on what was there when it was done.
      for (const [index, operationId] of [...ids].reverse().entries()) {
        setDone(index);
        await call('undo-operation', { operationId }, { idempotencyKey: newKey() });
      }
      setDone(ids.length);
      notify(t('undo.done', { count: ids.length }));
    } catch (error) {
      setDone(null);
      notifyProblem(error);
    } finally {
      await queries.invalidateQueries();
    }
  };
  const ask = () =>
    confirm({
      title: t('undo.title', { count: ids.length }),
      text: t('undo.text'),
      organization: me.current.organization.name,
      action: t('undo.all', { count: ids.length }),
      onConfirm: () => void undoAll(),
    });
  if (done === ids.length) return null;
  return (
    <Button variant="default" leftSection={icon} loading={done !== null} onClick={ask}>
      {done === null ? t('undo.all', { count: ids.length }) : t('undo.doing', { done: number(done), total: number(ids.length) })}
    </Button>
  );
}

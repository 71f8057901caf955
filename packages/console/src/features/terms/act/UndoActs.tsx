import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { confirm } from '../../../components/confirm.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { notify, notifyProblem } from '../../../components/notify.tsx';
import { useVendorTime } from '../../../components/When.tsx';
import { call, newKey } from '../../../lib/api.ts';
import { useMe } from '../../../lib/session.tsx';
import { useNumber } from '../../../lib/use-number.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import classes from '../terms.module.css';

/** Until when acts just done can be taken back: all of one day end with it. */
function Deadline({ operationId }: { operationId: string }) {
  const { t } = useTranslation('terms');
  const vendorTime = useVendorTime();
  const until = useOperation('get-operation', { operationId }).data?.value.undoUntil ?? null;
  if (until === null) return null;
  return <span className={classes.deadline}>{t('undo.until', { until: vendorTime.text(until) })}</span>;
}

/** Takes acts just done back, each its own operation: one with its review, several after a question. */
export function UndoActs({ operationIds }: { operationIds: readonly (string | null)[] }) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const me = useMe();
  const queries = useQueryClient();
  const [undone, setUndone] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const all = operationIds.flatMap((id) => id ?? []);
  // What was refused meanwhile can be tried again; what is undone is not asked for twice.
  const ids = all.filter((id) => !undone.has(id));
  const icon = <IconArrowBackUp size={16} aria-hidden />;
  const [first] = ids;
  if (first === undefined) return null;
  if (all.length === 1) {
    return (
      <>
        <LinkButton to="/history/$operationId/undo" params={{ operationId: first }} variant="default" leftSection={icon}>
          {t('undo.one')}
        </LinkButton>
        <Deadline operationId={first} />
      </>
    );
  }
  const undoAll = async () => {
    setBusy(true);
    try {
      // The last one first: each stands on what was there when it was done.
      for (const operationId of [...ids].reverse()) {
        await call('undo-operation', { operationId }, { idempotencyKey: newKey() });
        setUndone((before) => new Set([...before, operationId]));
      }
      notify(t('undo.done', { count: ids.length }));
    } catch (error) {
      notifyProblem(error);
    } finally {
      setBusy(false);
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
  return (
    <>
      <Button variant="default" leftSection={icon} loading={busy} onClick={ask}>
        {busy ? t('undo.doing', { done: number(undone.size), total: number(all.length) }) : t('undo.all', { count: ids.length })}
      </Button>
      <Deadline operationId={first} />
    </>
  );
}

import { IconKey, IconPlus } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { type Filter, ListPage } from '../../../components/table/index.ts';
import type { InputFor } from '../../../lib/types.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { useProject } from '../../projects/index.ts';
import { useKeyColumns } from '../key-columns.tsx';
import { ShowSwitch, useShownKeys } from '../ShowKeys.tsx';

/** Every key that was ever registered in a project, those whose time is over too (A3). */
export default function ProjectKeys() {
  const { t } = useTranslation('licenseKeys');
  const { project } = useProject();
  const { state } = useSearch({ from: '/shell/project/projects/$projectId/license-keys' });
  const projectId = project.id;
  const input = useMemo(
    () => ({ projectId, ...(state ? { state } : {}) }) as InputFor<'list-license-keys'> & { projectId: string },
    [projectId, state],
  );
  const pages = usePages('list-license-keys', input);
  const { isOn, turn, shown } = useShownKeys(pages.rows);
  const filter: Filter = {
    id: 'state',
    label: t('fields.state'),
    options: (['redeemed', 'expired'] as const).map((value) => ({ value, label: t(`state.${value}`) })),
  };
  const add = (
    <ActButton
      permission="pools.write"
      leftSection={<IconPlus size={16} aria-hidden />}
      link={{ to: '/projects/$projectId/license-keys/add', params: { projectId } }}
    >
      {t('add.action')}
    </ActButton>
  );
  return (
    <ListPage
      id="license-keys"
      title={t('list.title')}
      columns={useKeyColumns(
        true,
        shown,
        pages.rows.some(({ activatedOn }) => activatedOn.length > 0),
      )}
      rowId={(row) => row.id}
      rowName={(row) => row.masked}
      pages={pages}
      everyRow={(signal) => everyItem('list-license-keys', input, signal)}
      filters={[filter]}
      actions={add}
      intro={pages.rows.length > 0 ? <ShowSwitch isOn={isOn} onTurn={turn} /> : null}
      empty={<EmptyState icon={IconKey} title={t('list.empty')} reason={t('list.emptyReason')} action={add} />}
    />
  );
}

import { IconHistory } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { FileButton } from '../../../components/FileButton.tsx';
import { ListPage } from '../../../components/table/index.ts';
import { call } from '../../../lib/api.ts';
import { usePages } from '../../../lib/use-operation.ts';
import { useProject } from '../../projects/index.ts';
import { useOperationColumns } from '../operation-columns.tsx';
import { beginOf, usePeriodFilter } from '../period.ts';
import { projectKinds, useKindWord } from '../words.ts';

/** Everything that happened to the licences of a project (A12): filtered, and as a file. */
export default function ProjectLog() {
  const { t } = useTranslation('history');
  const kind = useKindWord();
  const { project } = useProject();
  const search = useSearch({ from: '/shell/project/projects/$projectId/log' });
  const input = useMemo(
    () => ({
      projectId: project.id,
      ...(search.kind ? { kind: search.kind } : {}),
      ...(search.period ? { from: beginOf(search.period) } : {}),
    }),
    [project.id, search.kind, search.period],
  );
  const pages = usePages('list-operations', input);
  return (
    <ListPage
      id="project-log"
      title={t('log.title')}
      columns={useOperationColumns()}
      rowId={(row) => row.id}
      rowName={(row) => kind(row.kind)}
      pages={pages}
      filters={[
        { id: 'kind', label: t('history.kindFilter'), options: projectKinds.map((value) => ({ value, label: kind(value) })) },
        usePeriodFilter(),
      ]}
      actions={
        <FileButton name="license-log.csv" get={() => call('export-operations', input)}>
          {t('log.download')}
        </FileButton>
      }
      empty={<EmptyState icon={IconHistory} title={t('history.empty')} reason={t('log.emptyReason')} />}
    />
  );
}

import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SearchSelect } from '../../components/SearchSelect.tsx';
import { useLabel } from '../../lib/session.tsx';
import { useOperation } from '../../lib/use-operation.ts';
import classes from './Transfers.module.css';

function useProjectOptions(text: string) {
  const query = useOperation('list-projects', { ...(text ? { q: text } : {}), limit: 12 }, { keepPrevious: true });
  const options = (query.data?.value.items ?? []).map(({ id, name, customer }) => ({
    id,
    title: name,
    content: (
      <span className={classes.option}>
        <span>{name}</span>
        <span className={classes.soft}>{customer.name}</span>
      </span>
    ),
  }));
  return { options, isPending: query.isPending || query.isFetching };
}

/** Finds a project by part of its name, its customer's, or its id. */
export function ProjectPicker({ id, onChange }: { id: string | null; onChange: (id: string | null) => void }) {
  const { t } = useTranslation('transfers');
  const label = useLabel('project');
  const chosen = useOperation('get-project', id ? { projectId: id } : null).data?.value;
  if (id && chosen) {
    return (
      <fieldset className={classes.chosen}>
        <legend>{label}</legend>
        <span>
          {chosen.name} <span className={classes.soft}>{chosen.customer.name}</span>
        </span>
        <CloseButton size="sm" aria-label={t('pick.other')} onClick={() => onChange(null)} />
      </fieldset>
    );
  }
  return <SearchSelect label={label} placeholder={t('pick.placeholder')} useOptions={useProjectOptions} onPick={onChange} />;
}

import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SearchSelect } from '../../components/SearchSelect.tsx';
import { useLabel } from '../../lib/session.tsx';
import type { ProjectDetails } from '../../lib/types.ts';
import { useOperation } from '../../lib/use-operation.ts';
import classes from './Secret.module.css';

/** A project by its id, or null while none is chosen. */
export function useSeatProject(id: string | null): ProjectDetails | null {
  const known = id?.startsWith('prj_') ? { projectId: id } : null;
  const query = useOperation('get-project', known);
  return known ? (query.data?.value ?? null) : null;
}

function useProjectOptions(text: string) {
  const query = useOperation('list-projects', { ...(text ? { q: text } : {}), limit: 12 }, { keepPrevious: true });
  const options = (query.data?.value.items ?? []).map(({ id, name, customer }) => ({
    id,
    title: name,
    content: (
      <span>
        {name} <span className={classes.soft}>{customer.name}</span>
      </span>
    ),
  }));
  return { options, isPending: query.isPending || query.isFetching };
}

/** The project whose seats programs may take with a key: it can do nothing anywhere else. */
export function SeatProject({ chosen, onChange }: { chosen: ProjectDetails | null; onChange: (id: string | null) => void }) {
  const { t } = useTranslation(['apiKeys', 'common']);
  const label = useLabel('project');
  if (chosen === null) {
    return (
      <SearchSelect
        label={label}
        description={t('apiKeys:new.projectHint')}
        placeholder={t('common:pick.placeholder')}
        required
        useOptions={useProjectOptions}
        onPick={onChange}
      />
    );
  }
  return (
    <fieldset className={classes.chosen}>
      <legend className="field-label">{label}</legend>
      <span>
        <strong>{chosen.name}</strong> <span className={classes.soft}>{chosen.customer.name}</span>
      </span>
      <CloseButton size="sm" aria-label={t('common:pick.other')} onClick={() => onChange(null)} />
    </fieldset>
  );
}

import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLabel } from '../lib/session.tsx';
import { useOperation } from '../lib/use-operation.ts';
import classes from './OrganizationPicker.module.css';
import { SearchSelect } from './SearchSelect.tsx';

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

/** Finds a project by part of its name, its customer's, or its id; the one chosen shows whole, with its customer. */
export function ProjectPicker({ id, hint, onChange }: { id: string | null; hint?: string; onChange: (id: string | null) => void }) {
  const { t } = useTranslation('common');
  const label = useLabel('project');
  const chosen = useOperation('get-project', id ? { projectId: id } : null).data?.value;
  if (!id || !chosen) {
    return (
      <SearchSelect
        label={label}
        {...(hint ? { description: hint } : {})}
        placeholder={t('pick.projectPlaceholder')}
        useOptions={useProjectOptions}
        onPick={onChange}
      />
    );
  }
  return (
    <fieldset className={classes.chosen}>
      <legend className="field-label">{label}</legend>
      <div className={classes.card}>
        <span className={classes.name}>
          <strong>{chosen.name}</strong>
          <span className={classes.soft}>{chosen.customer.name}</span>
        </span>
        <Button size="compact-sm" variant="default" onClick={() => onChange(null)}>
          {t('pick.other')}
        </Button>
      </div>
    </fieldset>
  );
}

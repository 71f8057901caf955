import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ItemOf } from '../lib/types.ts';
import { useOperation } from '../lib/use-operation.ts';
import classes from './OrganizationPicker.module.css';
import { SearchSelect } from './SearchSelect.tsx';

type Organization = ItemOf<'list-organizations'>;
type OrganizationKind = Organization['kind'];

interface Props {
  readonly label: string;
  readonly hint?: string;
  /** Kinds that can be chosen. */
  readonly kinds: readonly OrganizationKind[];
  /** Nobody need be chosen. */
  readonly optional?: true;
  readonly value: Organization | null;
  readonly error?: string | undefined;
  readonly onChange: (id: string | null) => void;
}

/** One organization by its id, or null while none is chosen. */
export function useOrganization(id: string | undefined): Organization | null {
  const known = id?.startsWith('org_') ? { organizationId: id } : null;
  const query = useOperation('get-organization', known);
  return known ? (query.data?.value ?? null) : null;
}

function useOptionsOf(kinds: readonly OrganizationKind[]) {
  const { t } = useTranslation('common');
  return (text: string) => {
    const [only] = kinds.length === 1 ? kinds : [];
    const input = { limit: 50, ...(text ? { q: text } : {}), ...(only ? { kind: only } : {}) };
    // biome-ignore lint/correctness/useHookAtTopLevel: `SearchSelect` calls this once on every render
    const query = useOperation('list-organizations', input, { keepPrevious: true });
    const options = (query.data?.value.items ?? [])
      .filter((one) => kinds.includes(one.kind))
      .map((one) => ({
        id: one.id,
        title: one.name,
        content: (
          <span className={classes.option}>
            <span>{one.name}</span>
            <span className={classes.soft}>{t(`kinds.${one.kind}`)}</span>
          </span>
        ),
      }));
    return { options, isPending: query.isPending || query.isFetching };
  };
}

/** Finds an organization by part of its name; the one chosen shows whole, with its kind. */
export function OrganizationPicker({ label, hint, kinds, optional, value, error, onChange }: Props) {
  const { t } = useTranslation('common');
  const useOptions = useOptionsOf(kinds);
  if (!value) {
    return (
      <SearchSelect
        label={label}
        {...(hint ? { description: hint } : {})}
        placeholder={t('pick.placeholder')}
        error={error}
        required={!optional}
        useOptions={useOptions}
        onPick={onChange}
      />
    );
  }
  return (
    <fieldset className={classes.chosen}>
      <legend className="field-label">{label}</legend>
      <div className={classes.card}>
        <span className={classes.name}>
          <strong>{value.name}</strong>
          <span className={classes.soft}>{t(`kinds.${value.kind}`)}</span>
        </span>
        <Button size="compact-sm" variant="default" onClick={() => onChange(null)}>
          {t('pick.other')}
        </Button>
      </div>
      {error ? <p className={classes.error}>{error}</p> : null}
    </fieldset>
  );
}

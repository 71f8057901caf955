import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../components/StatusMark.tsx';
import type { Column } from '../../components/table/index.ts';
import { When } from '../../components/When.tsx';
import { useMay, useMe } from '../../lib/session.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import classes from './people.module.css';
import type { Person } from './roles.ts';

/** One person in one organization is one row. */
export const personRowId = (row: Person) => `${row.id} ${row.organization.id}`;

/** Columns of people; the organization shows where there are several. */
export function usePersonColumns({ withOrganization }: { withOrganization: boolean }): Column<Person>[] {
  const { t } = useTranslation(['people', 'common']);
  const me = useMe();
  const mayWrite = useMay('people.write');
  const organization: Column<Person> = {
    id: 'organization',
    header: t('people:fields.organization'),
    width: '1.4fr',
    cell: (row) => row.organization.name,
    csv: (row) => row.organization.name,
  };
  const acts: Column<Person> = {
    id: 'acts',
    header: t('common:table.acts'),
    width: 56,
    phone: 'act',
    cell: (row) => <PersonMenu person={row} />,
  };
  return [
    {
      id: 'name',
      header: t('people:fields.name'),
      width: '1.8fr',
      phone: 'title',
      cell: (row) => (
        <span className={classes.person}>
          <span className={classes.name}>
            {row.name}
            {row.id === me.id ? <span className={classes.you}>{t('people:list.you')}</span> : null}
          </span>
          <span className={classes.soft}>{row.email}</span>
        </span>
      ),
      csv: (row) => row.name,
    },
    { id: 'email', header: t('people:fields.email'), hidden: true, phone: 'hidden', cell: (row) => row.email, csv: (row) => row.email },
    ...(withOrganization ? [organization] : []),
    { id: 'role', header: t('people:fields.role'), width: 130, cell: (row) => t(`common:roles.${row.role}`), csv: (row) => row.role },
    {
      id: 'status',
      header: t('people:fields.status'),
      width: 140,
      phone: 'status',
      cell: (row) => <StatusMark status={row.status} />,
      csv: (row) => row.status,
    },
    {
      id: 'lastSignIn',
      header: t('people:fields.lastSignIn'),
      width: 170,
      cell: (row) => (row.lastSignInAt ? <When at={row.lastSignInAt} time /> : t('people:list.never')),
      csv: (row) => row.lastSignInAt,
    },
    {
      id: 'created',
      header: t('people:fields.created'),
      width: 130,
      hidden: true,
      phone: 'hidden',
      cell: (row) => <When at={row.createdAt} />,
      csv: (row) => row.createdAt,
    },
    { id: 'id', header: t('people:fields.id'), hidden: true, phone: 'hidden', cell: (row) => row.id, csv: (row) => row.id },
    ...(mayWrite ? [acts] : []),
  ];
}

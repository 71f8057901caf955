import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../components/StatusMark.tsx';
import { TwoLines } from '../../components/TwoLines.tsx';
import type { Column } from '../../components/table/index.ts';
import { Until, useEnds, When } from '../../components/When.tsx';
import type { NamedUser } from '../../lib/types.ts';
import { UserActs } from './UserActs.tsx';

/** What is assigned, and until when; the one that ends last stands for several. */
function License({ user: { licenses } }: { user: NamedUser }) {
  const [first] = licenses;
  if (!first) return '–';
  const end = first.until && first.lastDay ? <Until until={first.until} lastDay={first.lastDay} inWords /> : null;
  return <TwoLines second={end}>{first.partLabel || first.part}</TwoLines>;
}

/** Columns of the list of users; `mayWrite` adds what can be done with one. */
export function useUserColumns(mayWrite: boolean): Column<NamedUser>[] {
  const { t } = useTranslation(['namedUsers', 'common']);
  const ends = useEnds();
  const acts: Column<NamedUser> = {
    id: 'acts',
    header: t('common:table.acts'),
    width: 190,
    align: 'right',
    phone: 'act',
    cell: (row) => <UserActs user={row} />,
  };
  return [
    {
      id: 'name',
      header: t('namedUsers:fields.name'),
      width: '1.4fr',
      sort: 'name',
      phone: 'title',
      cell: (row) => row.name,
      csv: (row) => row.name,
    },
    { id: 'email', header: t('namedUsers:fields.email'), width: '1.6fr', sort: 'email', cell: (row) => row.email, csv: (row) => row.email },
    {
      id: 'status',
      header: t('namedUsers:fields.status'),
      width: 140,
      phone: 'status',
      cell: (row) => <StatusMark status={row.status} />,
      csv: (row) => row.status,
    },
    {
      id: 'license',
      header: t('namedUsers:fields.license'),
      width: '1.8fr',
      wrap: true,
      cell: (row) => <License user={row} />,
      csv: (row) => row.licenses.map((one) => [one.part, ends.text(one)].filter(Boolean).join(', ')).join('; '),
    },
    {
      id: 'note',
      header: t('namedUsers:fields.note'),
      width: '1.2fr',
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.note || '–',
      csv: (row) => row.note,
    },
    {
      id: 'created',
      header: t('namedUsers:fields.created'),
      width: 130,
      hidden: true,
      phone: 'hidden',
      cell: (row) => <When at={row.createdAt} />,
      csv: (row) => row.createdAt,
    },
    ...(mayWrite ? [acts] : []),
  ];
}

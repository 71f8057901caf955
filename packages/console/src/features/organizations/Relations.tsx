import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { confirm } from '../../components/confirm.tsx';
import { TextLink } from '../../components/Links.tsx';
import { notify, notifyProblem } from '../../components/notify.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { Strong } from '../../components/Strong.tsx';
import type { Column } from '../../components/table/index.ts';
import { When } from '../../components/When.tsx';
import { useMay, useMe } from '../../lib/session.tsx';
import { useAct } from '../../lib/use-operation.ts';
import type { Allowance, Serving } from './words.ts';

function OrganizationLink({ organization }: { organization: { readonly id: string; readonly name: string } }) {
  return (
    <TextLink to="/organizations/$organizationId" params={{ organizationId: organization.id }}>
      {organization.name}
    </TextLink>
  );
}

/** Since when and whether still: columns that allowances and care have in common. */
function useSpanColumns<Row extends Allowance | Serving>(word: string): Column<Row>[] {
  const { t } = useTranslation('organizations');
  return [
    { id: 'since', header: t('allowance.since'), width: 130, cell: (row) => <When at={row.since} />, csv: (row) => row.since },
    {
      id: 'state',
      header: t('allowance.state'),
      width: 130,
      phone: 'status',
      cell: (row) => (row.until ? <StatusMark status="ended" /> : <StatusMark status="active" word={word} />),
      csv: (row) => (row.until ? 'ended' : 'open'),
    },
    {
      id: 'until',
      header: t('allowance.until'),
      width: 130,
      hidden: true,
      phone: 'hidden',
      cell: (row) => (row.until ? <When at={row.until} /> : '–'),
      csv: (row) => row.until,
    },
  ];
}

function EndButton({ label, onClick }: { label: string; onClick: () => void }) {
  const { t } = useTranslation('organizations');
  return (
    <Button size="compact-sm" variant="default" aria-label={label} onClick={onClick}>
      {t('allowance.end')}
    </Button>
  );
}

function EndAllowance({ row }: { row: Allowance }) {
  const { t } = useTranslation('organizations');
  const me = useMe();
  const act = useAct('end-allowance');
  const names = { from: row.from.name, to: row.to.name };
  const ask = () =>
    confirm({
      title: t('endAllowance.title'),
      text: <Strong text={t('endAllowance.text', names)} />,
      organization: me.current.organization.name,
      action: t('endAllowance.action'),
      danger: true,
      onConfirm: () =>
        act.mutate(
          { input: { allowanceId: row.id } },
          { onSuccess: () => notify(t('endAllowance.done', names)), onError: (error) => notifyProblem(error) },
        ),
    });
  return row.until ? null : <EndButton label={t('allowance.endNamed', names)} onClick={ask} />;
}

function EndServes({ row }: { row: Serving }) {
  const { t } = useTranslation('organizations');
  const me = useMe();
  const act = useAct('end-serves');
  const names = { partner: row.partner.name, customer: row.customer.name };
  const ask = () =>
    confirm({
      title: t('endServes.title'),
      text: <Strong text={t('endServes.text', names)} />,
      organization: me.current.organization.name,
      action: t('endServes.action'),
      danger: true,
      onConfirm: () =>
        act.mutate(
          { input: { servesId: row.id } },
          { onSuccess: () => notify(t('endServes.done', names)), onError: (error) => notifyProblem(error) },
        ),
    });
  return row.until ? null : <EndButton label={t('serves.endNamed', names)} onClick={ask} />;
}

/** Columns of allowances; `without` leaves out the side that the page is about. */
export function useAllowanceColumns(without?: 'from' | 'to'): Column<Allowance>[] {
  const { t } = useTranslation(['organizations', 'common']);
  const span = useSpanColumns<Allowance>(t('organizations:allowance.open'));
  const mayEnd = useMay('allowances.write');
  const side = (id: 'from' | 'to'): Column<Allowance> => ({
    id,
    header: without ? t('organizations:fields.name') : t(`organizations:allowance.${id}`),
    width: '2fr',
    phone: id === 'from' || without === 'from' ? 'title' : 'detail',
    cell: (row) => <OrganizationLink organization={row[id]} />,
    csv: (row) => row[id].name,
  });
  return [
    ...(['from', 'to'] as const).filter((id) => id !== without).map(side),
    ...span,
    {
      id: 'grantedBy',
      header: t('organizations:allowance.grantedBy'),
      width: '1fr',
      phone: 'hidden',
      cell: (row) => row.grantedBy,
      csv: (row) => row.grantedBy,
    },
    ...(mayEnd ? [endColumn<Allowance>(t('common:table.acts'), (row) => <EndAllowance row={row} />)] : []),
  ];
}

const endColumn = <Row,>(header: string, cell: Column<Row>['cell']): Column<Row> => ({
  id: 'acts',
  header,
  width: 110,
  align: 'right',
  phone: 'act',
  cell,
});

/** Columns of who looks after whom. */
export function useServesColumns(without?: 'partner' | 'customer'): Column<Serving>[] {
  const { t } = useTranslation(['organizations', 'common']);
  const span = useSpanColumns<Serving>(t('organizations:serves.open'));
  const mayEnd = useMay('allowances.write');
  const side = (id: 'partner' | 'customer'): Column<Serving> => ({
    id,
    header: without ? t('organizations:fields.name') : t(`organizations:serves.${id}`),
    width: '2fr',
    phone: id === 'partner' || without === 'partner' ? 'title' : 'detail',
    cell: (row) => <OrganizationLink organization={row[id]} />,
    csv: (row) => row[id].name,
  });
  return [
    ...(['partner', 'customer'] as const).filter((id) => id !== without).map(side),
    ...span,
    ...(mayEnd ? [endColumn<Serving>(t('common:table.acts'), (row) => <EndServes row={row} />)] : []),
  ];
}

import { IconArchive, IconStack2 } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Key } from '../../../components/Copyable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { SubNav } from '../../../components/SubNav.tsx';
import { useTermColumn } from '../../../components/Term.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { useLabel } from '../../../lib/session.tsx';
import type { InputFor, InventoryItem } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';

function usePartColumn(): Column<InventoryItem> {
  const { t } = useTranslation('transfers');
  return {
    id: 'part',
    header: t('fields.part'),
    width: '2fr',
    phone: 'title',
    cell: (row) => (
      <span>
        {row.partLabel} <Key text={row.part} />
      </span>
    ),
    csv: (row) => row.part,
  };
}

function useMineColumns(rows: readonly InventoryItem[]): Column<InventoryItem>[] {
  const { t } = useTranslation(['transfers', 'common']);
  const number = useNumber();
  const salesOrder = useLabel('salesOrder');
  const term = useTermColumn(rows);
  const part = usePartColumn();
  return [
    part,
    {
      id: 'order',
      header: salesOrder,
      width: '1fr',
      cell: (row) => (row.salesOrder ? <Key text={row.salesOrder} /> : '–'),
      csv: (row) => row.salesOrder,
    },
    {
      id: 'days',
      header: t('transfers:fields.termDays'),
      width: 130,
      align: 'right',
      cell: (row) => (row.termDays === null ? '–' : t('transfers:days', { count: row.termDays, number: number(row.termDays) })),
      csv: (row) => row.termDays,
    },
    ...term,
    {
      id: 'free',
      header: t('transfers:fields.available'),
      width: 110,
      align: 'right',
      phone: 'status',
      cell: (row) => number(row.free),
      csv: (row) => row.free,
    },
    {
      id: 'acts',
      header: t('common:table.acts'),
      width: 210,
      align: 'right',
      phone: 'act',
      cell: (row) => (
        <ActButton
          size="compact-sm"
          variant="default"
          permission="licenses.attach"
          link={{ to: '/give', search: row.lotId ? { lot: row.lotId } : {} }}
        >
          {t('transfers:give.action')}
        </ActButton>
      ),
    },
  ];
}

function useCustomersColumns(): Column<InventoryItem>[] {
  const { t } = useTranslation('transfers');
  const number = useNumber();
  const [customer, project] = [useLabel('customer'), useLabel('project')];
  const part = usePartColumn();
  const count = (id: 'free' | 'assigned' | 'active'): Column<InventoryItem> => ({
    id,
    header: t(`fields.${id}`),
    width: 110,
    align: 'right',
    cell: (row) => number(row[id]),
    csv: (row) => row[id],
  });
  return [
    part,
    {
      id: 'customer',
      header: customer,
      width: '1.2fr',
      cell: (row) => row.customer?.name ?? '–',
      csv: (row) => row.customer?.name ?? null,
    },
    {
      id: 'project',
      header: project,
      width: '1.2fr',
      cell: (row) =>
        row.project ? (
          <RowLink to="/projects/$projectId" params={{ projectId: row.project.id }}>
            {row.project.name}
          </RowLink>
        ) : (
          '–'
        ),
      csv: (row) => row.project?.name ?? null,
    },
    count('free'),
    count('assigned'),
    count('active'),
  ];
}

function Tabs() {
  const { t } = useTranslation('transfers');
  return (
    <SubNav
      label={t('inventory.title')}
      items={[
        { to: '/inventory', label: t('inventory.mine') },
        { to: '/inventory/customers', label: t('inventory.customers') },
      ]}
    />
  );
}

function useInput(of: 'mine' | 'customers') {
  const { q } = useSearch({ strict: false }) as { q?: string };
  return useMemo(() => ({ of, ...(q ? { q } : {}) }) as InputFor<'list-inventory'>, [of, q]);
}

const keyOf = (row: InventoryItem) => row.lotId ?? `${row.project?.id} ${row.part}`;
const nameOf = (row: InventoryItem) => row.part;

/** What a partner has to give to projects (E6). */
export default function Inventory() {
  const { t } = useTranslation('transfers');
  const input = useInput('mine');
  const pages = usePages('list-inventory', input);
  return (
    <ListPage
      id="inventory"
      title={t('inventory.title')}
      intro={<Tabs />}
      columns={useMineColumns(pages.rows)}
      rowId={keyOf}
      rowName={nameOf}
      pages={pages}
      everyRow={(signal) => everyItem('list-inventory', input, signal)}
      searchLabel={t('inventory.searchMine')}
      actions={
        <ActButton permission="licenses.attach" link={{ to: '/give' }}>
          {t('give.title')}
        </ActButton>
      }
      empty={<EmptyState icon={IconArchive} title={t('inventory.emptyMine')} reason={t('inventory.emptyMineReason')} />}
    />
  );
}

/** What the customers have that one looks after: free, assigned, active (E6). */
export function CustomersInventory() {
  const { t } = useTranslation('transfers');
  const input = useInput('customers');
  return (
    <ListPage
      id="customer-inventory"
      title={t('inventory.title')}
      intro={<Tabs />}
      columns={useCustomersColumns()}
      rowId={keyOf}
      rowName={nameOf}
      pages={usePages('list-inventory', input)}
      everyRow={(signal) => everyItem('list-inventory', input, signal)}
      searchLabel={t('inventory.searchCustomers')}
      empty={<EmptyState icon={IconStack2} title={t('inventory.emptyCustomers')} reason={t('inventory.emptyCustomersReason')} />}
    />
  );
}

import { IconDeviceDesktop, IconEdit, IconFileImport, IconPlus, IconUserCheck, IconUserMinus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { notify } from '../../../components/notify.tsx';
import { type RowAct, RowMenu } from '../../../components/RowMenu.tsx';
import { type BulkAct, type Column, type Filter, ListPage } from '../../../components/table/index.ts';
import { call } from '../../../lib/api.ts';
import { daysAfter } from '../../../lib/format.ts';
import { useMay, useMe } from '../../../lib/session.tsx';
import type { Device, InputFor } from '../../../lib/types.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { assignsTo, useCatalog } from '../../catalog/index.ts';
import { searchMatching, searchOf } from '../../terms/index.ts';
import { useDeviceColumns } from '../device-columns.tsx';

const statuses = ['unlicensed', 'reserved', 'active', 'replaced'] as const;
/** Where filters by attributes stand in the address, in the order of the pack. */
const attributeNames = ['a0', 'a1', 'a2', 'a3', 'a4'] as const;

/** Whether the vendor has licences that are assigned from a pool: elsewhere nobody need see acts on them. */
function useAssigns(): boolean {
  const { catalog } = useCatalog();
  return assignsTo(catalog, 'device');
}

/** "Ends within so many days" is chosen by these, or by a link to others. */
const daysAhead = [7, 30, 60] as const;
const daysIn = (licensed: string | undefined) => Number(/^within-(\d{1,3})$/.exec(licensed ?? '')?.[1] ?? Number.NaN);

/** By whether they are licensed, as the server is asked: until when is the vendor's day. */
function licensedFilter(licensed: string | undefined, today: string) {
  if (licensed === 'ended') return { licensedBefore: today };
  const within = daysIn(licensed);
  if (!Number.isNaN(within)) return { licensed: true, licensedBefore: daysAfter(today, within) };
  return licensed ? { licensed: licensed === 'yes' } : {};
}

function useFilters(): Filter[] {
  const { t } = useTranslation(['devices', 'common']);
  const asked = daysIn(useSearch({ from: '/shell/devices' }).licensed);
  const days = [...new Set([...daysAhead, ...(Number.isNaN(asked) ? [] : [asked])])].sort((a, b) => a - b);
  const { catalog } = useCatalog();
  const products = catalog?.products ?? [];
  const attributes = catalog?.deviceAttributes ?? [];
  return [
    {
      id: 'status',
      label: t('devices:fields.status'),
      options: statuses.map((value) => ({ value, label: t(`common:status.${value}`) })),
    },
    {
      id: 'licensed',
      label: t('devices:fields.licensed'),
      options: [
        { value: 'yes', label: t('devices:devices.licensedYes') },
        { value: 'no', label: t('devices:devices.licensedNo') },
        { value: 'ended', label: t('devices:devices.licensedEnded') },
        ...days.map((count) => ({ value: `within-${count}`, label: t('devices:devices.licensedWithin', { count }) })),
      ],
    },
    { id: 'product', label: t('devices:fields.product'), options: products.map((one) => ({ value: one.id, label: one.label })) },
    ...attributes.slice(0, attributeNames.length).map(({ label }, index) => ({ id: attributeNames[index]!, label })),
  ];
}

/** What the address says, as the server is asked. */
function useInput(): InputFor<'list-devices'> {
  const search = useSearch({ from: '/shell/devices' });
  const { catalog } = useCatalog();
  const attributes = catalog?.deviceAttributes;
  const { today } = useMe();
  return useMemo(() => {
    const { licensed, a0, a1, a2, a3, a4, ...plain } = search;
    const attribute = [a0, a1, a2, a3, a4].flatMap((text, index) => {
      const found = attributes?.[index];
      return text && found ? [`${found.id}:${text}`] : [];
    });
    return {
      ...plain,
      ...licensedFilter(licensed, today),
      ...(attribute.length > 0 ? { attribute } : {}),
    } as InputFor<'list-devices'>;
  }, [search, attributes, today]);
}

/** What can be done with one: the menu at the end of its row, and under the right button. */
function useRowActs(): (row: Device) => RowAct[] {
  const { t } = useTranslation('devices');
  const assigns = useAssigns();
  return (row) => {
    const { projectId } = row;
    const search = searchOf(projectId, 'devices', [row.id]);
    const assign: RowAct = {
      id: 'assign',
      label: t('devices.assign'),
      icon: <IconUserCheck size={16} aria-hidden />,
      permission: 'pools.write',
      link: { to: '/projects/$projectId/assign', params: { projectId }, search },
    };
    const unassign: RowAct = {
      id: 'unassign',
      label: t('devices.unassign'),
      icon: <IconUserMinus size={16} aria-hidden />,
      permission: 'pools.write',
      link: { to: '/projects/$projectId/unassign', params: { projectId }, search },
    };
    const edit: RowAct = {
      id: 'edit',
      label: t('devices.edit'),
      icon: <IconEdit size={16} aria-hidden />,
      permission: 'devices.write',
      link: { to: '/devices/$deviceId/edit', params: { deviceId: row.id } },
    };
    return [...(assigns ? [assign, ...(row.license === null ? [] : [unassign])] : []), edit];
  };
}

/** The one project that all that match are of; null where they may be of several. */
async function onlyProject({ projectId, customerId }: InputFor<'list-devices'>): Promise<string | null> {
  if (projectId) return projectId;
  const { items, total } = (await call('list-projects', { ...(customerId ? { customerId } : {}), limit: 1 })).value;
  return total === 1 ? (items[0]?.id ?? null) : null;
}

/** Acts on all that are chosen, also on pages not loaded yet; a pool is one project's. */
function useBulk(input: InputFor<'list-devices'>): BulkAct<Device>[] {
  const { t } = useTranslation('devices');
  const navigate = useNavigate();
  const may = useMay('pools.write');
  const assigns = useAssigns();
  if (!may || !assigns) return [];
  const act = (id: 'assign' | 'unassign', icon: BulkAct<Device>['icon']): BulkAct<Device> => ({
    id,
    label: (count) => t(`devices.${id}Many`, { count }),
    icon,
    run: async ({ rows, report, everything, count }) => {
      const to = id === 'assign' ? '/projects/$projectId/assign' : '/projects/$projectId/unassign';
      const only = everything ? await onlyProject(input) : null;
      if (only !== null) {
        // However many there are, who they are the server finds by the same filter.
        const { projectId: _, customerId: __, sort: ___, ...filter } = input;
        await navigate({ to, params: { projectId: only }, search: searchMatching(only, { filter, count }) });
        return;
      }
      const ids: string[] = [];
      const projects = new Set<string>();
      for await (const row of rows()) {
        ids.push(row.id);
        projects.add(row.projectId);
        if (ids.length % 100 === 0) report(ids.length);
      }
      const [projectId, ...others] = projects;
      if (projectId === undefined) return;
      if (others.length > 0) {
        notify(`${t('devices.oneProject')}. ${t('devices.oneProjectWhy')}`);
        return;
      }
      await navigate({ to, params: { projectId }, search: searchOf(projectId, 'devices', ids) });
    },
  });
  return [act('assign', <IconUserCheck size={16} aria-hidden />), act('unassign', <IconUserMinus size={16} aria-hidden />)];
}

function useColumns(rows: readonly Device[]): Column<Device>[] {
  const { t } = useTranslation('common');
  const acts = useRowActs();
  const columns = useDeviceColumns({ withCustomer: true, rows });
  return [
    ...columns,
    {
      id: 'acts',
      header: t('table.acts'),
      width: 52,
      align: 'right',
      phone: 'act',
      cell: (row) => <RowMenu name={row.name} acts={acts(row)} />,
    },
  ];
}

/** Every device of the customers one looks after (A13). */
export default function Devices() {
  const { t } = useTranslation('devices');
  const input = useInput();
  const pages = usePages('list-devices', input);
  const add = (
    <ActButton permission="devices.write" leftSection={<IconPlus size={16} aria-hidden />} link={{ to: '/devices/new' }}>
      {t('newDevice.title')}
    </ActButton>
  );
  const importing = (
    <ActButton
      permission="devices.write"
      variant="default"
      leftSection={<IconFileImport size={16} aria-hidden />}
      link={{ to: '/devices/import' }}
    >
      {t('devices.import')}
    </ActButton>
  );
  return (
    <ListPage
      id="devices"
      title={t('devices.title')}
      columns={useColumns(pages.rows)}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      pages={pages}
      everyRow={(signal) => everyItem('list-devices', input, signal)}
      searchLabel={t('devices.search')}
      filters={useFilters()}
      defaultSort="name"
      bulk={useBulk(input)}
      actions={
        <>
          {importing}
          {add}
        </>
      }
      empty={<EmptyState icon={IconDeviceDesktop} title={t('devices.empty')} reason={t('devices.emptyReason')} action={add} />}
    />
  );
}

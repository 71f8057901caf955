import { IconCalendarPlus, IconCircleCheck, IconPlus, IconUserCheck, IconUserMinus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { Copyable } from '../../components/Copyable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';
import { RowLink } from '../../components/Links.tsx';
import { type RowAct, RowMenu } from '../../components/RowMenu.tsx';
import { SubNav } from '../../components/SubNav.tsx';
import { TwoLines } from '../../components/TwoLines.tsx';
import { type BulkAct, type Column, type Filter, ListPage } from '../../components/table/index.ts';
import { useEnds } from '../../components/When.tsx';
import { modelName } from '../../lib/model-name.ts';
import { useMay } from '../../lib/session.tsx';
import type { Catalog } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { everyItem, useOperation, usePages } from '../../lib/use-operation.ts';
import { assignsTo, useCatalog } from '../catalog/index.ts';
import { useProject } from '../projects/index.ts';
import { searchOf } from './chosen.ts';
import { LicenceName } from './LicenceName.tsx';
import { type Assignee, type List, lists, type Of } from './types.ts';
import { End, furthestNotice, StateMark } from './Validity.tsx';

const isList = (text: string | undefined): text is List => lists.includes(text as List);
const idOf = (row: Assignee) => row.assignee.id;
const modelOf = ({ productLabel, variantLabel }: Assignee) => (productLabel === null ? null : modelName({ productLabel, variantLabel }));

/** Which acts there are in each list: one that is licensed is extended, and not given a second licence. Of all, the act's page says which is which. */
const actsIn = {
  all: ['assign'],
  licensed: ['extend', 'unassign'],
  expired: ['assign', 'unassign'],
  unlicensed: ['assign'],
} as const satisfies Record<List, readonly string[]>;
type Act = 'assign' | 'extend' | 'unassign';

const icons: Record<Act, typeof IconPlus> = { assign: IconUserCheck, extend: IconCalendarPlus, unassign: IconUserMinus };
const icon = (act: Act) => {
  const Icon = icons[act];
  return <Icon size={16} aria-hidden />;
};
const pathOf = (act: Act) => (act === 'unassign' ? '/projects/$projectId/unassign' : '/projects/$projectId/assign');

/** The acts of a list, where the vendor has licences that are assigned; what has no end is not made longer. */
function useActsIn(of: Of): (list: List, row?: Assignee) => Act[] {
  const { catalog } = useCatalog();
  const assigns = assignsTo(catalog, of === 'devices' ? 'device' : 'user');
  return (list, row) => {
    const all: readonly Act[] = assigns ? actsIn[list] : [];
    return all.filter((act) => act !== 'extend' || row === undefined || row.licence?.until !== null);
  };
}

/** The acts on one, at the end of its row. */
function useRowActs(projectId: string, of: Of): (row: Assignee) => RowAct[] {
  const { t } = useTranslation('terms');
  const acts = useActsIn(of);
  return (row) =>
    acts(row.state, row).map((act) => ({
      id: act,
      label: t(`assigned.${act}`),
      icon: icon(act),
      permission: 'pools.write',
      link: { to: pathOf(act), params: { projectId }, search: searchOf(projectId, of, [idOf(row)]) },
    }));
}

/** Parts that are put on devices of this vendor from a pool. */
const assignedParts = (catalog: Catalog | null) =>
  (catalog?.parts ?? []).filter(({ term, assignedTo }) => term?.runs === 'while-assigned' && assignedTo === 'device');

/** The categories of licences that a device takes. */
function useTakes(): (row: Pick<Assignee, 'product' | 'variant'>) => string {
  const { catalog } = useCatalog();
  return ({ product, variant }) => {
    const found = catalog?.products.find(({ id }) => id === product);
    const model = found?.variants.find(({ id }) => id === variant) ?? found;
    const taken = new Set(assignedParts(catalog).flatMap((part) => (model?.parts.includes(part.number) ? (part.category ?? []) : [])));
    return (catalog?.categories ?? []).flatMap(({ id, label }) => (taken.has(id) ? [label] : [])).join(', ');
  };
}

/** Who or what it is. */
function useNameColumns(of: Of): Column<Assignee>[] {
  const { t } = useTranslation('terms');
  const name: Column<Assignee> = {
    id: 'name',
    header: t('assigned.name'),
    width: '2fr',
    wrap: true,
    phone: 'title',
    cell: (row) =>
      of === 'devices' ? (
        <TwoLines second={modelOf(row)}>
          <RowLink to="/devices/$deviceId" params={{ deviceId: row.assignee.id }} search={{ tab: 'licences' }}>
            {row.assignee.name}
          </RowLink>
        </TwoLines>
      ) : (
        row.assignee.name
      ),
    csv: (row) => row.assignee.name,
  };
  const ofDevices: Column<Assignee>[] = [
    // It stands below the name; a file has it in a column of its own.
    {
      id: 'product',
      header: t('assigned.product'),
      width: '1.7fr',
      wrap: true,
      hidden: true,
      phone: 'hidden',
      cell: (row) => modelOf(row) ?? '–',
      csv: modelOf,
    },
    {
      id: 'hardwareKey',
      header: t('assigned.hardwareKey'),
      width: '1.6fr',
      wrap: true,
      cell: (row) => (row.assignee.hardwareKey ? <Copyable text={row.assignee.hardwareKey} what={t('assigned.hardwareKey')} /> : '–'),
      csv: (row) => row.assignee.hardwareKey,
    },
  ];
  const takes = useTakes();
  const category: Column<Assignee> = {
    id: 'takes',
    header: t('assigned.takes'),
    width: '1.4fr',
    wrap: true,
    hidden: true,
    cell: (row) => takes(row) || '–',
    csv: takes,
  };
  return of === 'devices' ? [name, ...ofDevices, category] : [name];
}

/** Which licence, until when, and what is left of it. */
function useLicenceColumns(rows: readonly Assignee[]): Column<Assignee>[] {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const ends = useEnds();
  return [
    {
      id: 'licence',
      header: t('assigned.licence'),
      width: '1.7fr',
      wrap: true,
      cell: (row) => (row.licence ? <LicenceName of={row.licence} /> : '–'),
      csv: (row) => row.licence?.part ?? null,
    },
    {
      id: 'until',
      header: ends.label,
      width: 140,
      cell: (row) => (row.licence ? <End of={row.licence} /> : '–'),
      csv: (row) => (row.licence ? ends.dayOf(row.licence) : null),
    },
    {
      id: 'left',
      header: t('assigned.left'),
      width: 92,
      align: 'right',
      // Nobody need see days where nothing has any.
      hidden: rows.every(({ daysLeft }) => daysLeft === null),
      cell: (row) => (row.daysLeft === null ? '–' : number(row.daysLeft)),
      csv: (row) => row.daysLeft,
    },
  ];
}

function useColumns(projectId: string, of: Of, list: List, rows: readonly Assignee[], noticeDays: number): Column<Assignee>[] {
  const { t } = useTranslation(['terms', 'common']);
  const acts = useRowActs(projectId, of);
  const licence = useLicenceColumns(rows);
  return [
    ...useNameColumns(of),
    // What has no licence leaves their room to the names.
    ...(list === 'unlicensed' ? [] : licence),
    {
      id: 'status',
      header: t('terms:assigned.status'),
      width: 170,
      phone: 'status',
      cell: (row) => <StateMark row={row} noticeDays={noticeDays} />,
      csv: (row) => row.state,
    },
    {
      id: 'acts',
      header: t('common:table.acts'),
      width: 56,
      align: 'right',
      phone: 'act',
      cell: (row) => <RowMenu name={row.assignee.name} acts={acts(row)} />,
    },
  ];
}

/** What the address says beside the list it is about. */
interface Search {
  readonly state?: string;
  readonly q?: string;
  readonly category?: string;
  readonly model?: string;
}

/** A model in the address: the product, and behind a bar which of its models. */
const modelKey = (product: string, variant: string | null) => (variant === null ? product : `${product}|${variant}`);

/** As the server is asked. */
function filterOf({ q, category, model }: Omit<Search, 'state'>) {
  const [product, variant] = model?.split('|') ?? [];
  return { ...(q ? { q } : {}), ...(category ? { category } : {}), ...(product ? { product } : {}), ...(variant ? { variant } : {}) };
}

/** By the category of licences that devices take, and by model: so all of one are chosen at once (A6). */
function useFilters(): Filter[] {
  const { t } = useTranslation('terms');
  const { catalog } = useCatalog();
  const assigned = assignedParts(catalog);
  const categories = (catalog?.categories ?? []).filter(({ id }) => assigned.some(({ category }) => category === id));
  const models = (catalog?.products ?? []).flatMap(({ id, label, variants }) =>
    variants.length === 0
      ? [{ value: modelKey(id, null), label }]
      : [
          { value: modelKey(id, null), label },
          ...variants.map((one) => ({ value: modelKey(id, one.id), label: modelName({ productLabel: label, variantLabel: one.label }) })),
        ],
  );
  return [
    ...(categories.length > 1
      ? [{ id: 'category', label: t('assigned.takes'), options: categories.map(({ id, label }) => ({ value: id, label })) }]
      : []),
    ...(models.length > 1 ? [{ id: 'model', label: t('assigned.model'), options: models }] : []),
  ];
}

/** The acts on what is chosen: the act's page takes them over. */
function useBulk(projectId: string, of: Of, list: List): BulkAct<Assignee>[] {
  const { t } = useTranslation('terms');
  const navigate = useNavigate();
  const may = useMay('pools.write');
  const acts = useActsIn(of);
  if (!may) return [];
  return acts(list).map((act) => ({
    id: act,
    label: (count) => t(`assigned.${act}Many`, { count }),
    icon: icon(act),
    run: async ({ rows, report }) => {
      const ids: string[] = [];
      for await (const row of rows()) {
        ids.push(idOf(row));
        if (ids.length % 100 === 0) report(ids.length);
      }
      await navigate({ to: pathOf(act), params: { projectId }, search: searchOf(projectId, of, ids) });
    },
  }));
}

function Nothing({ of, list: which }: { of: Of; list: List }) {
  const { t } = useTranslation('terms');
  const { project } = useProject();
  const projectId = project.id;
  const list = { to: of === 'devices' ? '/projects/$projectId/devices' : '/projects/$projectId/users', params: { projectId } } as const;
  const action =
    (which === 'unlicensed' || which === 'all') && of === 'devices' ? (
      <ActButton
        permission="devices.write"
        leftSection={<IconPlus size={16} aria-hidden />}
        link={{ to: '/devices/new', search: { customerId: project.customer.id, projectId } }}
      >
        {t('assigned.addDevice')}
      </ActButton>
    ) : which === 'licensed' ? (
      <LinkButton {...list} search={{ state: 'unlicensed' }} variant="default">
        {t('assigned.toUnlicensed')}
      </LinkButton>
    ) : null;
  return (
    <EmptyState
      icon={IconCircleCheck}
      title={t(`assigned.empty.${of}.${which}`)}
      reason={t(`assigned.emptyReason.${which}`)}
      {...(action ? { action } : {})}
    />
  );
}

/** All devices, or users, of a project, the licensed, the expired and the unlicensed (A5), and what can be done with them. */
export function Assigned({ of, actions }: { of: Of; actions?: ReactNode }) {
  const { project } = useProject();
  const projectId = project.id;
  const noticeDays = furthestNotice(project);
  const { t } = useTranslation('terms');
  const search = useSearch({ strict: false }) as Search;
  const list = isList(search.state) ? search.state : 'all';
  const { q, category, model } = search;
  const asked = useMemo(() => filterOf({ q, category, model }), [q, category, model]);
  const input = useMemo(() => ({ projectId, of, ...(list === 'all' ? {} : { state: list }), ...asked }), [projectId, of, list, asked]);
  const pages = usePages('list-assignments', input);
  // Counts of all lists, whichever is shown.
  const counts = useOperation('list-assignments', { projectId, of, limit: 1, ...asked }, { keepPrevious: true }).data?.value.counts;
  const countOf = (one: List) => (one === 'all' ? counts && counts.licensed + counts.expired + counts.unlicensed : counts?.[one]);
  const filters = useFilters();
  const to = of === 'devices' ? '/projects/$projectId/devices' : '/projects/$projectId/users';
  return (
    <ListPage
      place={['state']}
      id={`assigned-${of}`}
      title={t(`assigned.${of}`)}
      columns={useColumns(projectId, of, list, pages.rows, noticeDays)}
      rowId={idOf}
      rowName={(row) => row.assignee.name}
      pages={pages}
      everyRow={(signal) => everyItem('list-assignments', input, signal)}
      searchLabel={t(of === 'devices' ? 'assigned.searchDevices' : 'assigned.searchUsers')}
      filters={of === 'devices' ? filters : []}
      bulk={useBulk(projectId, of, list)}
      actions={actions}
      intro={
        <SubNav
          small
          label={t('assigned.lists')}
          items={lists.map((one) => ({
            to,
            params: { projectId },
            search: { state: one === 'all' ? undefined : one, q, category, model },
            label: one === 'all' ? t('assigned.all') : t(`assigned.state.${one}`),
            count: countOf(one),
            current: one === list,
          }))}
        />
      }
      empty={<Nothing of={of} list={list} />}
    />
  );
}

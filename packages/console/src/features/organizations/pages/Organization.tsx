import { IconPencil, IconPlus, IconUserPlus } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Copyable } from '../../../components/Copyable.tsx';
import { apiCall, Developer } from '../../../components/Developer.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectPage } from '../../../components/ObjectPage.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton, RowsSkeleton } from '../../../components/Skeletons.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { useMay, useMe } from '../../../lib/session.tsx';
import type { InputFor } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { PeopleOf } from '../../people/index.ts';
import classes from '../Relations.module.css';
import { useAllowanceColumns, useServesColumns } from '../Relations.tsx';
import { useEvery } from '../use-every.ts';
import { type Organization, useKindWord } from '../words.ts';

interface RelationsProps<Row extends { readonly id: string }> {
  readonly title: string;
  readonly hint: string;
  readonly columns: readonly Column<Row>[];
  readonly all: ReturnType<typeof useEvery>;
  readonly rows: readonly Row[];
  readonly empty: { readonly title: string; readonly reason: string };
  readonly action: ReactNode;
}

/** One kind of connection of an organization: who is on the other side, and the act that adds one. */
function Relations<Row extends { readonly id: string }>({ title, hint, columns, all, rows, empty, action }: RelationsProps<Row>) {
  return (
    <Section title={title} hint={hint} actions={action}>
      {all.error ? <ErrorState problem={all.error.problem} onRetry={() => void all.refetch()} /> : null}
      {all.isPending ? <RowsSkeleton rows={2} /> : null}
      {all.data && rows.length === 0 ? (
        <p className={classes.none}>
          <strong>{empty.title}</strong> {empty.reason}
        </p>
      ) : null}
      {rows.length > 0 ? <DataTable label={title} columns={columns} rows={rows} rowId={(row) => row.id} /> : null}
    </Section>
  );
}

function Add({ children, ...link }: { children: ReactNode } & Parameters<typeof ActButton>[0]['link']) {
  return (
    <ActButton
      permission="allowances.write"
      size="compact-sm"
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
      link={link}
    >
      {children}
    </ActButton>
  );
}

function Allowances({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const all = useEvery('list-allowances', {});
  const out = useAllowanceColumns('from');
  const into = useAllowanceColumns('to');
  const { id, name, kind } = organization;
  const rows = all.data ?? [];
  return (
    <>
      {kind === 'vendor' ? null : (
        <Relations
          title={t('page.mayGetFrom')}
          hint={t('page.mayGetFromHint', { name })}
          columns={into}
          all={all}
          rows={rows.filter((row) => row.to.id === id)}
          empty={{ title: t('page.noneGetFrom'), reason: t('page.noneGetFromReason', { name }) }}
          action={
            <Add to="/organizations/allowances/new" search={{ to: id }}>
              {t('allowance.grant')}
            </Add>
          }
        />
      )}
      <Relations
        title={t('page.mayShipTo')}
        hint={t('page.mayShipToHint', { name })}
        columns={out}
        all={all}
        rows={rows.filter((row) => row.from.id === id)}
        empty={{ title: t('page.noneShipTo'), reason: t('page.noneShipToReason', { name }) }}
        action={
          <Add to="/organizations/allowances/new" search={{ from: id }}>
            {t('allowance.grant')}
          </Add>
        }
      />
    </>
  );
}

function Care({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const { id, name } = organization;
  const isCustomer = organization.kind === 'customer';
  const input: InputFor<'list-serves'> = isCustomer ? { customerId: id } : {};
  const all = useEvery('list-serves', input);
  const columns = useServesColumns(isCustomer ? 'customer' : 'partner');
  const rows = (all.data ?? []).filter((row) => (isCustomer ? row.customer.id === id : row.partner.id === id));
  const way = isCustomer ? 'lookedAfter' : 'looksAfter';
  const none = isCustomer ? 'noneLookedAfter' : 'noneLooksAfter';
  return (
    <Relations
      title={t(`page.${way}`)}
      hint={t(`page.${way}Hint`, { name })}
      columns={columns}
      all={all}
      rows={rows}
      empty={{ title: t(`page.${none}`), reason: t(`page.${none}Reason`, { name }) }}
      action={
        <Add to="/organizations/serves/new" search={isCustomer ? { customer: id } : { partner: id }}>
          {t('serves.start')}
        </Add>
      }
    />
  );
}

function Actions({ organization }: { organization: Organization }) {
  const { t } = useTranslation(['organizations', 'people']);
  const { id: organizationId, kind } = organization;
  return (
    <>
      {kind === 'customer' ? (
        <LinkButton to="/customers/$customerId" params={{ customerId: organizationId }} variant="default">
          {t('organizations:page.customerPage')}
        </LinkButton>
      ) : null}
      <ActButton
        permission="organizations.write"
        variant="default"
        leftSection={<IconPencil size={16} aria-hidden />}
        link={{ to: '/organizations/$organizationId/edit', params: { organizationId } }}
      >
        {t('organizations:rename.action')}
      </ActButton>
      <ActButton
        permission="people.write"
        leftSection={<IconUserPlus size={16} aria-hidden />}
        link={{ to: '/people/invite', search: { organizationId } }}
      >
        {t('people:invite.action')}
      </ActButton>
    </>
  );
}

/** One organization: whom it ships to and from, whom it looks after, its people. */
export default function OrganizationPage() {
  const { t } = useTranslation(['organizations', 'common']);
  const { organizationId } = useParams({ from: '/shell/organizations/$organizationId' });
  const me = useMe();
  const kind = useKindWord();
  // People of another partner are seen by the vendor alone.
  const reaches = me.current.organization.kind === 'vendor' || me.current.organization.id === organizationId;
  const seesPeople = useMay('people.read') && reaches;
  const query = useOperation('get-organization', { organizationId });
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  const organization = query.data.value;
  const connections = (
    <>
      {organization.kind === 'customer' ? null : <Allowances organization={organization} />}
      {organization.kind === 'vendor' ? null : <Care organization={organization} />}
    </>
  );
  const people = {
    id: 'people',
    label: t('organizations:page.people'),
    content: <PeopleOf organizationId={organizationId} name={organization.name} />,
  };
  return (
    <ObjectPage
      above={<TextLink to="/organizations">{t('organizations:tab.organizations')}</TextLink>}
      title={organization.name}
      facts={[
        { label: t('organizations:fields.kind'), value: kind(organization.kind) },
        { label: t('organizations:fields.created'), value: <When at={organization.createdAt} /> },
        {
          label: t('organizations:fields.id'),
          value: <Copyable text={organization.id} what={t('organizations:fields.id')} />,
        },
      ]}
      actions={reaches ? <Actions organization={organization} /> : null}
      tabs={[
        { id: 'connections', label: t('organizations:page.connections'), content: connections },
        ...(seesPeople ? [people] : []),
        {
          id: 'developer',
          label: t('common:tabs.developer'),
          content: <Developer calls={[apiCall('get-organization', { organizationId }, organization), apiCall('list-allowances', {})]} />,
        },
      ]}
    />
  );
}

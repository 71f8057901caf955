import { IconBooks, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { apiCall, Developer } from '../../../components/Developer.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { ObjectPage, type ObjectTab } from '../../../components/ObjectPage.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { DataTable } from '../../../components/table/index.ts';
import { formatList } from '../../../lib/format.ts';
import type { Catalog } from '../../../lib/types.ts';
import classes from '../catalog.module.css';
import { useFeatureColumns, useGrantsText, useOrderFieldColumns, usePartColumns, useProductColumns } from '../columns.tsx';
import { useCatalog } from '../index.ts';
import { Searched } from '../Searched.tsx';
import { Versions } from '../Versions.tsx';

function LoadButton() {
  const { t } = useTranslation('catalog');
  return (
    <ActButton permission="catalog.write" leftSection={<IconUpload size={16} aria-hidden />} link={{ to: '/catalog/load' }}>
      {t('load.action')}
    </ActButton>
  );
}

function Products({ catalog }: { catalog: Catalog }) {
  const { t } = useTranslation('catalog');
  return (
    <Searched
      label={t('tab.products')}
      searchLabel={t('search.products')}
      columns={useProductColumns()}
      rows={catalog.products}
      rowId={(row) => row.id}
      textOf={(row) => `${row.label} ${row.id}`}
      empty={null}
    />
  );
}

function Parts({ catalog }: { catalog: Catalog }) {
  const { t } = useTranslation('catalog');
  const grants = useGrantsText();
  return (
    <Searched
      label={t('tab.parts')}
      searchLabel={t('search.parts')}
      columns={usePartColumns()}
      rows={catalog.parts}
      rowId={(row) => row.number}
      textOf={(row) => `${row.number} ${row.label} ${grants(row)} ${row.category ?? ''}`}
      empty={<EmptyState title={t('empty.parts')} reason={t('empty.partsReason')} />}
    />
  );
}

function Features({ catalog }: { catalog: Catalog }) {
  const { t } = useTranslation('catalog');
  return (
    <Searched
      label={t('tab.features')}
      searchLabel={t('search.features')}
      columns={useFeatureColumns()}
      rows={catalog.features}
      rowId={(row) => row.id}
      textOf={(row) => `${row.label} ${row.id}`}
      empty={<EmptyState title={t('empty.features')} reason={t('empty.featuresReason')} />}
    />
  );
}

function Agreements({ catalog }: { catalog: Catalog }) {
  const { t } = useTranslation('catalog');
  if (catalog.agreements.length === 0) return <EmptyState title={t('empty.agreements')} reason={t('empty.agreementsReason')} />;
  return catalog.agreements.map((agreement) => (
    <Section key={agreement.id} title={agreement.title} hint={t('versionText', { version: agreement.version })}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls by keyboard too */}
      <div className={classes.agreement} lang={agreement.language} tabIndex={0}>
        {agreement.text}
      </div>
    </Section>
  ));
}

function OrderFields({ catalog }: { catalog: Catalog }) {
  const { t } = useTranslation('catalog');
  const columns = useOrderFieldColumns();
  if (catalog.orderFields.length === 0) return <EmptyState title={t('empty.orderFields')} reason={t('empty.orderFieldsReason')} />;
  return <DataTable label={t('tab.orderFields')} columns={columns} rows={catalog.orderFields} rowId={(row) => row.id} />;
}

function useTabs(catalog: Catalog): ObjectTab[] {
  const { t, i18n } = useTranslation(['catalog', 'common']);
  return [
    { id: 'products', label: t('catalog:tab.products'), count: catalog.products.length, content: <Products catalog={catalog} /> },
    { id: 'parts', label: t('catalog:tab.parts'), count: catalog.parts.length, content: <Parts catalog={catalog} /> },
    { id: 'features', label: t('catalog:tab.features'), count: catalog.features.length, content: <Features catalog={catalog} /> },
    { id: 'agreements', label: t('catalog:tab.agreements'), count: catalog.agreements.length, content: <Agreements catalog={catalog} /> },
    {
      id: 'order-fields',
      label: t('catalog:tab.orderFields'),
      count: catalog.orderFields.length,
      content: <OrderFields catalog={catalog} />,
    },
    { id: 'versions', label: t('catalog:tab.versions'), content: <Versions /> },
    {
      id: 'developer',
      label: t('common:tabs.developer'),
      content: <Developer calls={[apiCall('get-catalog', { language: i18n.language }), apiCall('list-catalog-versions', {})]} />,
    },
  ];
}

function Loaded({ catalog }: { catalog: Catalog }) {
  const { t, i18n } = useTranslation('catalog');
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' });
  const tabs = useTabs(catalog);
  return (
    <ObjectPage
      title={t('title')}
      facts={[
        { label: t('fields.pack'), value: catalog.packVersion },
        { label: t('fields.version'), value: t('fields.versionNumber', { version: catalog.version }) },
        { label: t('fields.timeZone'), value: catalog.timeZone.replaceAll('_', ' ') },
        {
          label: t('fields.languages'),
          value: formatList(
            catalog.languages.map((language) => names.of(language) ?? language),
            i18n.language,
          ),
        },
      ]}
      actions={<LoadButton />}
      tabs={tabs}
    />
  );
}

/** What is loaded: products with their key formats, parts with what they grant, and everything else a pack says. */
export default function CatalogPage() {
  const { t } = useTranslation('catalog');
  const { catalog, error } = useCatalog({ fresh: true });
  if (error?.problem.code === 'no-catalog') {
    return (
      <>
        <PageHeader title={t('title')} />
        <EmptyState icon={IconBooks} title={t('none')} reason={t('noneReason')} action={<LoadButton />} />
      </>
    );
  }
  if (error && !catalog) return <ErrorState page problem={error.problem} />;
  return catalog ? <Loaded catalog={catalog} /> : <ObjectSkeleton />;
}

import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Copyable, Key } from '../../../components/Copyable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { ObjectPage } from '../../../components/ObjectPage.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { DataTable } from '../../../components/table/index.ts';
import type { Catalog } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { goodFor, type Part, useProductColumns } from '../columns.tsx';
import { useCatalog } from '../index.ts';

function Grants({ part }: { part: Part }) {
  const { t } = useTranslation('catalog');
  const rows = goodFor(part);
  if (rows.length === 0) return <EmptyState title={t('empty.grants')} reason={t('empty.grantsReason')} />;
  return (
    <DataTable
      label={t('fields.grants')}
      rows={rows}
      rowId={(row) => `${row.feature} ${row.text}`}
      columns={[
        { id: 'feature', header: t('fields.feature'), width: '1.4fr', phone: 'title', cell: (row) => row.featureLabel },
        { id: 'text', header: t('fields.grants'), width: '1.4fr', phone: 'status', cell: (row) => <strong>{row.text}</strong> },
        { id: 'id', header: t('fields.id'), width: '1fr', cell: (row) => <Key text={row.feature} /> },
      ]}
    />
  );
}

function Overview({ catalog, part }: { catalog: Catalog; part: Part }) {
  const { t } = useTranslation('catalog');
  const columns = useProductColumns();
  const products = catalog.products.filter((product) => product.parts.includes(part.number));
  return (
    <>
      {part.withdrawn ? <Note>{t('withdrawnPart')}</Note> : null}
      <Section title={t('fields.grants')}>
        <Grants part={part} />
      </Section>
      <Section title={t('fields.products')}>
        {products.length > 0 ? (
          <DataTable label={t('fields.products')} columns={columns} rows={products} rowId={(row) => row.id} />
        ) : (
          <EmptyState title={t('empty.products')} reason={t('empty.productsReason')} />
        )}
      </Section>
    </>
  );
}

/** One part: what a unit grants, which products take it. */
export default function PartPage() {
  const { t } = useTranslation(['catalog', 'common']);
  const written = useNumber();
  const { number } = useParams({ from: '/shell/catalog/parts/$number' });
  const { catalog, error } = useCatalog();
  if (error && !catalog) return <ErrorState page problem={error.problem} />;
  if (!catalog) return <ObjectSkeleton />;
  const part = catalog.parts.find((one) => one.number === number);
  if (!part) {
    return (
      <EmptyState
        page
        title={t('catalog:noPart', { id: number })}
        reason={t('catalog:notThereReason')}
        action={<LinkButton to="/catalog">{t('catalog:title')}</LinkButton>}
      />
    );
  }
  return (
    <ObjectPage
      above={
        <TextLink to="/catalog" search={{ tab: 'parts' }}>
          {t('catalog:tab.parts')}
        </TextLink>
      }
      title={part.label}
      status={part.withdrawn ? <StatusMark status="withdrawn" /> : null}
      facts={[
        { label: t('catalog:fields.number'), value: <Copyable text={part.number} what={t('catalog:fields.number')} /> },
        { label: t('catalog:fields.class'), value: t(`catalog:class.${part.class}`) },
        part.category !== null && { label: t('catalog:fields.category'), value: part.category },
        part.term !== null && {
          label: t('catalog:fields.term'),
          value: t(`catalog:term.${part.assignedTo === 'user' ? 'user' : part.term.runs}`, {
            count: part.term.days,
            number: written(part.term.days),
          }),
        },
        part.unit !== '' && { label: t('catalog:fields.unit'), value: part.unit },
      ]}
      tabs={[{ id: 'overview', label: t('common:tabs.overview'), content: <Overview catalog={catalog} part={part} /> }]}
    />
  );
}

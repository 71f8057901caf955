import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Copyable } from '../../../components/Copyable.tsx';
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
import { type Product, usePartColumns } from '../columns.tsx';
import { useCatalog } from '../index.ts';

function KeyFormats({ product }: { product: Product }) {
  const { t } = useTranslation('catalog');
  if (product.keyFormats.length === 0) return <EmptyState title={t('empty.keys')} reason={t('empty.keysReason')} />;
  return (
    <DataTable
      label={t('fields.keys')}
      rows={product.keyFormats}
      rowId={(row) => row.id}
      columns={[
        { id: 'expected', header: t('fields.expected'), width: '2fr', phone: 'title', cell: (row) => row.expected },
        {
          id: 'example',
          header: t('fields.example'),
          width: '1.2fr',
          cell: (row) => <Copyable text={row.example} what={t('fields.example')} />,
        },
        { id: 'case', header: t('fields.letterCase'), width: '1fr', cell: (row) => t(`letterCase.${row.letterCase}`) },
      ]}
    />
  );
}

function Overview({ catalog, product }: { catalog: Catalog; product: Product }) {
  const { t } = useTranslation('catalog');
  const columns = usePartColumns();
  const parts = catalog.parts.filter((part) => product.parts.includes(part.number));
  return (
    <>
      {product.withdrawn ? <Note>{t('withdrawnProduct')}</Note> : null}
      <Section title={t('fields.keys')}>
        <KeyFormats product={product} />
      </Section>
      <Section title={t('fields.parts')}>
        {parts.length > 0 ? (
          <DataTable label={t('fields.parts')} columns={columns} rows={parts} rowId={(row) => row.number} />
        ) : (
          <EmptyState title={t('empty.parts')} reason={t('empty.partsReason')} />
        )}
      </Section>
    </>
  );
}

/** One product: how its keys look, which parts it takes. */
export default function ProductPage() {
  const { t } = useTranslation(['catalog', 'common']);
  const { productId } = useParams({ from: '/shell/catalog/products/$productId' });
  const { catalog, error } = useCatalog();
  const number = useNumber();
  if (error && !catalog) return <ErrorState page problem={error.problem} />;
  if (!catalog) return <ObjectSkeleton />;
  const product = catalog.products.find((one) => one.id === productId);
  if (!product) {
    return (
      <EmptyState
        page
        title={t('catalog:noProduct', { id: productId })}
        reason={t('catalog:notThereReason')}
        action={<LinkButton to="/catalog">{t('catalog:title')}</LinkButton>}
      />
    );
  }
  const agreement = catalog.agreements.find((one) => one.id === product.agreement);
  return (
    <ObjectPage
      above={<TextLink to="/catalog">{t('catalog:title')}</TextLink>}
      title={product.label}
      status={product.withdrawn ? <StatusMark status="withdrawn" /> : null}
      facts={[
        { label: t('catalog:fields.id'), value: <Copyable text={product.id} what={t('catalog:fields.id')} /> },
        { label: t('catalog:fields.parts'), value: number(product.parts.length) },
        { label: t('catalog:fields.agreement'), value: agreement?.title ?? null },
      ]}
      tabs={[{ id: 'overview', label: t('common:tabs.overview'), content: <Overview catalog={catalog} product={product} /> }]}
    />
  );
}

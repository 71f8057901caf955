import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { RowLink } from '../../components/Links.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import type { Column } from '../../components/table/index.ts';
import { formatList } from '../../lib/format.ts';
import type { Catalog } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import classes from './catalog.module.css';

export type Product = Catalog['products'][number];
export type Part = Catalog['parts'][number];
export type Feature = Catalog['features'][number];
export type OrderField = Catalog['orderFields'][number];

const Withdrawn = () => (
  <span className={classes.withdrawn}>
    <StatusMark status="withdrawn" plain />
  </span>
);

/** What one unit of a part is good for: "20 seats, V6", "maintenance for 25 devices". */
export function useGrantsText(): (part: Part) => string {
  const { i18n } = useTranslation();
  return (part) =>
    formatList(
      goodFor(part).map(({ text }) => text),
      i18n.language,
    );
}

/** What one unit grants, and what it covers. */
export const goodFor = ({ grants, covers }: Part) => (covers === null ? grants : [...grants, covers]);

/** Columns of products: name, how their keys look, how many parts they take. */
export function useProductColumns(): Column<Product>[] {
  const { t } = useTranslation('catalog');
  const number = useNumber();
  return [
    {
      id: 'name',
      header: t('fields.name'),
      width: '1.6fr',
      phone: 'title',
      cell: (row) => (
        <>
          <RowLink to="/catalog/products/$productId" params={{ productId: row.id }}>
            {row.label}
          </RowLink>
          {row.withdrawn ? <Withdrawn /> : null}
        </>
      ),
    },
    { id: 'id', header: t('fields.id'), width: '1fr', cell: (row) => <Key text={row.id} /> },
    {
      id: 'keys',
      header: t('fields.keys'),
      width: '2.4fr',
      cell: ({ keyFormats }) => (
        <span className={classes.soft}>
          {keyFormats[0]?.expected ?? t('empty.keys')}
          {keyFormats.length > 1 ? ` ${t('more', { count: keyFormats.length - 1 })}` : ''}
        </span>
      ),
    },
    {
      id: 'example',
      header: t('fields.example'),
      width: '1.2fr',
      phone: 'hidden',
      cell: (row) => <Key text={row.keyFormats[0]?.example ?? '–'} />,
    },
    { id: 'parts', header: t('fields.parts'), width: 90, align: 'right', cell: (row) => number(row.parts.length) },
  ];
}

/** Columns of parts: number, name, what one unit grants. */
export function usePartColumns(): Column<Part>[] {
  const { t } = useTranslation('catalog');
  const grants = useGrantsText();
  return [
    {
      id: 'number',
      header: t('fields.number'),
      width: '1.2fr',
      phone: 'title',
      cell: (row) => (
        <RowLink to="/catalog/parts/$number" params={{ number: row.number }}>
          <Key text={row.number} />
        </RowLink>
      ),
    },
    {
      id: 'name',
      header: t('fields.name'),
      width: '2fr',
      cell: (row) => (
        <>
          {row.label}
          {row.withdrawn ? <Withdrawn /> : null}
        </>
      ),
    },
    { id: 'grants', header: t('fields.grants'), width: '1.6fr', cell: (row) => grants(row) || '–' },
    { id: 'category', header: t('fields.category'), width: '1fr', phone: 'hidden', cell: (row) => row.category ?? '–' },
    { id: 'class', header: t('fields.class'), width: 140, phone: 'hidden', cell: (row) => t(`class.${row.class}`) },
  ];
}

export function useFeatureColumns(): Column<Feature>[] {
  const { t } = useTranslation('catalog');
  return [
    { id: 'name', header: t('fields.name'), width: '2fr', phone: 'title', cell: (row) => row.label },
    { id: 'id', header: t('fields.id'), width: '1.4fr', cell: (row) => <Key text={row.id} /> },
    { id: 'kind', header: t('fields.kind'), width: '1.4fr', cell: (row) => t(`kind.${row.kind}`) },
  ];
}

export function useOrderFieldColumns(): Column<OrderField>[] {
  const { t, i18n } = useTranslation('catalog');
  const choices = ({ choices: all }: OrderField) =>
    formatList(
      all.map((choice) => choice.label),
      i18n.language,
      'disjunction',
    );
  return [
    { id: 'name', header: t('fields.name'), width: '1.6fr', phone: 'title', cell: (row) => row.label },
    { id: 'id', header: t('fields.id'), width: '1fr', cell: (row) => <Key text={row.id} /> },
    { id: 'type', header: t('fields.type'), width: 120, cell: (row) => t(`type.${row.type}`) },
    { id: 'required', header: t('fields.required'), width: 110, cell: (row) => t(row.required ? 'yes' : 'no') },
    { id: 'choices', header: t('fields.choices'), width: '2fr', cell: (row) => choices(row) || '–' },
  ];
}

import { useTranslation } from 'react-i18next';
import { Copyable } from '../../components/Copyable.tsx';
import { TextLink } from '../../components/Links.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import type { Status } from '../../components/status-marks.ts';
import { Term } from '../../components/Term.tsx';
import { TwoLines } from '../../components/TwoLines.tsx';
import type { Column } from '../../components/table/index.ts';
import { useEnds, When } from '../../components/When.tsx';
import type { ItemOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import classes from './LicenseKeys.module.css';

export type LicenseKey = ItemOf<'list-license-keys'>;
export type KeyState = LicenseKey['state'];

const marks: Readonly<Record<KeyState, Status>> = { unredeemed: 'available', redeemed: 'active', expired: 'expired', revoked: 'revoked' };

/** Whole years as years, other terms as days. */
export function useTermText(): (of: { readonly termDays: number | null }) => string {
  const { t } = useTranslation('licenseKeys');
  const number = useNumber();
  return ({ termDays }) => {
    if (termDays === null) return t('term.forGood');
    return termDays % 365 === 0
      ? t('term.years', { count: termDays / 365 })
      : t('term.days', { count: termDays, number: number(termDays) });
  };
}

function State({ of: { state } }: { of: LicenseKey }) {
  const { t } = useTranslation('licenseKeys');
  return <StatusMark status={marks[state]} word={t(`state.${state}`)} />;
}

/** A key in a list: masked, or in clear once somebody asked to see it. */
function Code({ of, shown }: { of: LicenseKey; shown: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('licenseKeys');
  const clear = shown.get(of.id);
  return clear === undefined ? <span className={classes.key}>{of.masked}</span> : <Copyable text={clear} what={t('fields.key')} />;
}

/** By whom a key was registered, where and when. */
function useRegisteredColumns(ofProject: boolean, isTyped: boolean): Column<LicenseKey>[] {
  const { t } = useTranslation('licenseKeys');
  return [
    {
      id: 'redeemedBy',
      header: t('fields.redeemedBy'),
      width: '1fr',
      wrap: true,
      // Where a key is matters more than who registered it, and there is not room for all.
      hidden: !ofProject || isTyped,
      cell: (row) => row.redeemedBy || '–',
      csv: (row) => row.redeemedBy,
    },
    {
      id: 'project',
      header: t('fields.project'),
      width: '1fr',
      wrap: true,
      hidden: ofProject,
      phone: 'hidden',
      cell: (row) => row.project?.name ?? '–',
      csv: (row) => row.project?.name ?? '',
    },
    {
      id: 'redeemedAt',
      header: t('fields.redeemedAt'),
      width: 130,
      cell: (row) => (row.redeemedAt === null ? '–' : <When at={row.redeemedAt} />),
      csv: (row) => row.redeemedAt,
    },
  ];
}

/** The workstations that a key was typed on, and that still have what it brought. */
function useActivatedColumn(isTyped: boolean): Column<LicenseKey> {
  const { t } = useTranslation('licenseKeys');
  return {
    id: 'activatedOn',
    header: t('fields.activatedOn'),
    width: '1fr',
    wrap: true,
    hidden: !isTyped,
    phone: isTyped ? 'detail' : 'hidden',
    cell: (row) =>
      row.activatedOn.length === 0
        ? '–'
        : row.activatedOn.map(({ deviceId, name, at }) => (
            <div key={`${deviceId} ${at}`}>
              <TextLink to="/devices/$deviceId" params={{ deviceId }}>
                {name}
              </TextLink>
            </div>
          )),
    csv: (row) => row.activatedOn.map(({ name }) => name).join(', '),
  };
}

/** What a list of keys says; `ofProject` says who registered a key and when, else who it went to; `isTyped` where workstations activate them. */
export function useKeyColumns(ofProject: boolean, shown: ReadonlyMap<string, string>, isTyped: boolean): Column<LicenseKey>[] {
  const { t } = useTranslation('licenseKeys');
  const number = useNumber();
  const termText = useTermText();
  const ends = useEnds();
  const registered = useRegisteredColumns(ofProject, isTyped);
  const activated = useActivatedColumn(isTyped);
  return [
    {
      id: 'key',
      header: t('fields.key'),
      width: 296,
      wrap: true,
      phone: 'title',
      cell: (row) => <Code of={row} shown={shown} />,
      csv: (row) => row.masked,
    },
    {
      id: 'state',
      header: t('fields.state'),
      width: 140,
      phone: 'status',
      cell: (row) => <State of={row} />,
      csv: (row) => t(`state.${row.state}`),
    },
    {
      id: 'part',
      header: t('fields.licence'),
      width: '1.6fr',
      wrap: true,
      hidden: !ofProject,
      cell: (row) => <TwoLines second={row.category?.label}>{row.partLabel}</TwoLines>,
      csv: (row) => row.partLabel,
    },
    { id: 'partNumber', header: t('fields.part'), hidden: true, phone: 'hidden', cell: (row) => row.part, csv: (row) => row.part },
    // It stands below the licence; a file has it in a column of its own.
    {
      id: 'category',
      header: t('fields.category'),
      width: '1fr',
      wrap: true,
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.category?.label ?? '–',
      csv: (row) => row.category?.label ?? '',
    },
    { id: 'term', header: t('fields.term'), width: 104, cell: termText, csv: termText },
    {
      id: 'until',
      header: ends.label,
      width: 140,
      hidden: true,
      phone: 'hidden',
      cell: (row) => <Term of={row} />,
      csv: ends.dayOf,
    },
    {
      id: 'quantity',
      header: t('fields.quantity'),
      width: 76,
      align: 'right',
      cell: (row) => number(row.quantity),
      csv: (row) => row.quantity,
    },
    ...registered,
    activated,
  ];
}

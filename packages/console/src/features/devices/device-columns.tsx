import { IconCornerDownRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Copyable } from '../../components/Copyable.tsx';
import { RowLink, TextLink } from '../../components/Links.tsx';
import { TwoLines } from '../../components/TwoLines.tsx';
import type { Column } from '../../components/table/index.ts';
import { Until, useEnds, When } from '../../components/When.tsx';
import { modelName } from '../../lib/model-name.ts';
import { useLabel, useMe } from '../../lib/session.tsx';
import type { Device } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { useCatalog } from '../catalog/index.ts';
import { DeviceStatus } from './DeviceStatus.tsx';
import classes from './device-columns.module.css';
import { useKeyOrigin } from './KeyOrigin.tsx';

/** The name as the row's link; what stands below another one is marked. */
function Name({ device, second }: { device: Device; second: string | null }) {
  const { t } = useTranslation('devices');
  const link = (
    <RowLink to="/devices/$deviceId" params={{ deviceId: device.id }}>
      {device.name}
    </RowLink>
  );
  if (device.parent === null) return <TwoLines second={second}>{link}</TwoLines>;
  const below = t('devices.below', { parent: device.parent.name });
  return (
    <span className={classes.child} title={below}>
      <IconCornerDownRight size={16} stroke={1.6} role="img" aria-label={below} />
      <TwoLines second={second}>{link}</TwoLines>
    </span>
  );
}

function LicensedUntil({ of: { license }, inWords = false }: { of: Device; inWords?: boolean }) {
  const { t } = useTranslation('devices');
  if (license === null) return null;
  const { until, lastDay } = license;
  return until === null || lastDay === null ? t('fields.forGood') : <Until until={until} lastDay={lastDay} inWords={inWords} />;
}

/** By which licence and until when, together where there is little room; who has none says so. */
function useLicenceColumns({ together }: { together: boolean }): Column<Device>[] {
  const { t } = useTranslation('devices');
  const ends = useEnds();
  return [
    {
      id: 'license',
      header: t('fields.license'),
      width: '1.4fr',
      wrap: true,
      sort: 'license',
      hidden: !together,
      cell: (row) =>
        row.license === null ? '–' : <TwoLines second={together ? <LicensedUntil of={row} inWords /> : null}>{row.license.label}</TwoLines>,
      csv: (row) => row.license?.label ?? null,
    },
    {
      id: 'licensedUntil',
      header: ends.label,
      width: 140,
      sort: 'licensed-until',
      hidden: true,
      phone: 'hidden',
      cell: (row) => (row.license === null ? '–' : <LicensedUntil of={row} />),
      csv: (row) => (row.license ? ends.dayOf(row.license) : null),
    },
  ];
}

/** What else the vendor's pack has lists of devices know: site, address, firmware (A13). */
function useAttributeColumns(rows: readonly Device[]): Column<Device>[] {
  const { catalog } = useCatalog();
  return (catalog?.deviceAttributes ?? []).map(({ id, label, type }, index) => ({
    id: `attribute:${id}`,
    header: label,
    width: widthOf[type],
    sort: `attribute:${id}`,
    // The first few show where anything is known of them; the others are chosen.
    hidden: index >= shownAttributes || rows.every(({ attributes }) => !attributes[id]),
    phone: index === 0 ? 'detail' : 'hidden',
    cell: (row) => row.attributes[id] ?? '–',
    csv: (row) => row.attributes[id] ?? null,
  }));
}
const shownAttributes = 3;
/** An address or a version is as long as it is, a text takes what there is. */
const widthOf = { text: '0.8fr', 'ip-address': 132, version: 100 } as const;

/** Columns that only show when chosen. */
function useMore(): Column<Device>[] {
  const { t } = useTranslation('devices');
  const origin = useKeyOrigin();
  const number = useNumber();
  return [
    {
      id: 'variant',
      header: t('fields.variant'),
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.variantLabel ?? '–',
      csv: (row) => row.variantLabel,
    },
    {
      id: 'parent',
      header: t('fields.parent'),
      hidden: true,
      phone: 'hidden',
      cell: (row) =>
        row.parent ? (
          <TextLink to="/devices/$deviceId" params={{ deviceId: row.parent.id }}>
            {row.parent.name}
          </TextLink>
        ) : (
          '–'
        ),
      csv: (row) => row.parent?.name ?? null,
    },
    { id: 'keyOrigin', header: t('fields.keyOrigin'), hidden: true, phone: 'hidden', cell: origin, csv: origin },
    {
      id: 'reserved',
      header: t('fields.reservedUnits'),
      width: 168,
      align: 'right',
      hidden: true,
      phone: 'hidden',
      cell: (row) => number(row.reservedUnits),
      csv: (row) => row.reservedUnits,
    },
    {
      id: 'active',
      header: t('fields.activeUnits'),
      width: 168,
      align: 'right',
      hidden: true,
      phone: 'hidden',
      cell: (row) => number(row.activeUnits),
      csv: (row) => row.activeUnits,
    },
    {
      id: 'note',
      header: t('fields.referenceNote'),
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.referenceNote || '–',
      csv: (row) => row.referenceNote,
    },
    { id: 'id', header: t('fields.id'), hidden: true, phone: 'hidden', cell: (row) => row.id, csv: (row) => row.id },
  ];
}

/** Whose it is: below the name where there is little room, and nowhere for a customer's own people. */
function useCustomerColumn(hidden: boolean): Column<Device> {
  const header = useLabel('customer');
  return {
    id: 'customer',
    header,
    width: '1.2fr',
    wrap: true,
    hidden,
    cell: (row) => row.customer.name,
    csv: (row) => row.customer.name,
  };
}

/** Columns of a list of devices; on a customer's page its name goes without saying. */
export function useDeviceColumns({ withCustomer, rows }: { withCustomer: boolean; rows: readonly Device[] }): Column<Device>[] {
  const { t } = useTranslation('devices');
  const attributes = useAttributeColumns(rows);
  // A vendor whose pack has columns of its own needs the room of ours.
  const dense = attributes.length > 0;
  const licence = useLicenceColumns({ together: dense });
  const isOwn = useMe().current.organization.kind === 'customer';
  const below = withCustomer && dense && !isOwn;
  const customer = useCustomerColumn(below || isOwn);
  const more = useMore();
  return [
    {
      id: 'name',
      header: t('fields.name'),
      width: '1.3fr',
      wrap: true,
      sort: 'name',
      phone: 'title',
      cell: (row) => <Name device={row} second={below ? row.customer.name : null} />,
      csv: (row) => row.name,
    },
    {
      id: 'hardwareKey',
      header: t('fields.hardwareKey'),
      width: '1.5fr',
      wrap: true,
      sort: 'hardware-key',
      cell: (row) => <Copyable text={row.hardwareKey} what={t('fields.hardwareKey')} />,
      csv: (row) => row.hardwareKey,
    },
    // Product and model: the longest of the words, and cut they say too little.
    {
      id: 'product',
      header: t('fields.product'),
      width: dense ? '1.25fr' : '1.7fr',
      wrap: true,
      sort: 'product',
      cell: (row) => modelName(row),
      // As an import reads it: the variant has a column of its own.
      csv: (row) => row.productLabel,
    },
    ...(withCustomer ? [customer] : []),
    {
      id: 'status',
      header: t('fields.status'),
      width: 140,
      phone: 'status',
      cell: (row) => <DeviceStatus device={row} />,
      csv: (row) => row.status,
    },
    ...attributes,
    ...licence,
    {
      id: 'created',
      header: t('fields.created'),
      width: 130,
      sort: 'created',
      hidden: dense,
      phone: 'hidden',
      cell: (row) => <When at={row.createdAt} />,
      csv: (row) => row.createdAt,
    },
    ...more,
  ];
}

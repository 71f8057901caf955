import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Key } from '../../../components/Copyable.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Section } from '../../../components/Section.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import type { Device, ValueOf } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { DeviceStatus } from '../DeviceStatus.tsx';
import classes from './Family.module.css';

type Children = ValueOf<'list-child-devices'>;
type Relation = Children['relations'][number];

/** One device of the tree: the one above, this one, or one below. */
function Member({
  level,
  name,
  id,
  what,
  hardwareKey,
  device,
}: {
  level: 0 | 1 | 2;
  name: string;
  /** Left out for the device whose page this is. */
  id?: string;
  what: string;
  hardwareKey: string;
  device?: Device;
}) {
  return (
    <li className={classes.member} data-level={level} aria-current={id ? undefined : 'page'}>
      <span className={classes.name}>
        {id ? (
          <Link to="/devices/$deviceId" params={{ deviceId: id }} className={classes.link} data-row-link>
            {name}
          </Link>
        ) : (
          <strong>{name}</strong>
        )}
        <span className={classes.what}>{what}</span>
      </span>
      <Key text={hardwareKey} />
      <span className={classes.mark}>{device ? <DeviceStatus device={device} /> : null}</span>
    </li>
  );
}

/** Adds one of a kind below; where none can be added, the reason. */
function AddChild({ device, relation }: { device: Device; relation: Relation }) {
  const { t } = useTranslation('devices');
  const { closed, there, most, label } = relation;
  const reasons = {
    automatic: t('child.automatic', { child: label }),
    'too-many': t('child.tooMany', { child: label, there, most }),
    'too-late': t('child.tooLate', { child: label }),
    provisional: t('child.provisional', { child: label }),
  } as const;
  return (
    <ActButton
      permission="devices.write"
      variant="default"
      leftSection={<IconPlus size={16} aria-hidden />}
      blocked={closed === null ? null : reasons[closed]}
      link={{ to: '/devices/$deviceId/children/new', params: { deviceId: device.id }, search: { relation: relation.id } }}
    >
      {t('child.add', { child: label })}
    </ActButton>
  );
}

/** What is to come, or still missing, in words. */
function Remarks({ device, relations }: { device: Device; relations: readonly Relation[] }) {
  const { t } = useTranslation('devices');
  const remarks = relations.flatMap(({ creation, there, least, label }) => {
    if (creation === 'automatic' && there === 0 && device.provisional) return [t('child.comes', { child: label })];
    return creation === 'manual' && there < least ? [t('child.least', { child: label, least, there })] : [];
  });
  return remarks.map((remark) => (
    <p key={remark} className={classes.remark}>
      {remark}
    </p>
  ));
}

/** Parent, device and children as a tree, and what can be added below (B7). */
export function Family({ device }: { device: Device }) {
  const { t } = useTranslation('devices');
  const query = useOperation('list-child-devices', { deviceId: device.id });
  if (query.error) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <RowsSkeleton rows={2} />;
  const { items, relations } = query.data.value;
  const { parent } = device;
  const own = parent ? 1 : 0;
  const manual = relations.filter(({ creation }) => creation === 'manual');
  return (
    <Section
      title={t('family.title')}
      hint={t('family.hint')}
      actions={manual.map((relation) => <AddChild key={relation.id} device={device} relation={relation} />)}
    >
      <ul className={classes.tree}>
        {parent ? <Member level={0} name={parent.name} id={parent.id} what={t('family.above')} hardwareKey={parent.hardwareKey} /> : null}
        <Member
          level={own}
          name={device.name}
          what={parent ? parent.relationLabel : device.productLabel}
          hardwareKey={device.hardwareKey}
          device={device}
        />
        {items.map((child) => (
          <Member
            key={child.id}
            level={own === 0 ? 1 : 2}
            name={child.name}
            id={child.id}
            what={child.parent?.relationLabel ?? child.productLabel}
            hardwareKey={child.hardwareKey}
            device={child}
          />
        ))}
      </ul>
      <Remarks device={device} relations={relations} />
      {items.length > 8 ? (
        <p className={classes.remark}>
          <TextLink to="/devices" search={{ parentId: device.id }}>
            {t('family.asList')}
          </TextLink>
        </p>
      ) : null}
    </Section>
  );
}

import { Link, type LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../components/StatusMark.tsx';
import type { Status } from '../../components/status-marks.ts';
import { useLabel } from '../../lib/session.tsx';
import type { ProjectDetails } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { useCatalog } from '../catalog/index.ts';
import classes from './Counts.module.css';
import { hasUsers } from './tabs.ts';

/** One number of a card: leads to the list of what it counts. */
function Row({
  status,
  word,
  count,
  link,
}: {
  status?: Status;
  word?: string;
  count: number;
  link: Pick<LinkProps, 'to' | 'params' | 'search'>;
}) {
  const number = useNumber();
  return (
    <li>
      <Link {...link} className={classes.row}>
        {status === undefined ? <span>{word}</span> : <StatusMark status={status} {...(word === undefined ? {} : { word })} />}
        <strong>{number(count)}</strong>
      </Link>
    </li>
  );
}

interface Held {
  readonly licensed: number;
  readonly expired: number;
  readonly unlicensed: number;
  readonly expiring: number;
  /** Keys of devices that wait to be let in. */
  readonly waiting?: number;
}

function Card({ title, of, project, counts }: { title: string; of: 'devices' | 'users'; project: ProjectDetails; counts: Held }) {
  const { t } = useTranslation('projects');
  const params = { projectId: project.id };
  const list = (state: string) =>
    ({ to: of === 'devices' ? '/projects/$projectId/devices' : '/projects/$projectId/users', params, search: { state } }) as const;
  const within = Math.max(0, ...project.settings.noticeDays);
  return (
    <li className={classes.card}>
      <h2 className={classes.title}>{title}</h2>
      <ul className={classes.numbers}>
        <Row status="licensed" count={counts.licensed} link={list('licensed')} />
        {counts.expiring > 0 ? (
          <Row
            status="expiring"
            word={t('counts.expiringWithin', { count: within })}
            count={counts.expiring}
            link={{ to: '/projects/$projectId/expiry', params }}
          />
        ) : null}
        {counts.expired > 0 ? <Row status="expired" count={counts.expired} link={list('expired')} /> : null}
        <Row status="unlicensed" count={counts.unlicensed} link={list('unlicensed')} />
        {counts.waiting ? (
          <Row
            status="waiting"
            word={t('counts.waiting')}
            count={counts.waiting}
            link={{ to: '/projects/$projectId/controllers', params, search: { state: 'waiting' } }}
          />
        ) : null}
      </ul>
    </li>
  );
}

/** Devices and users, licensed and not, and what the pool has left (A5): each number leads to its list. */
export function Counts({ project }: { project: ProjectDetails }) {
  const { t } = useTranslation('projects');
  const { counts } = project;
  const { catalog } = useCatalog();
  const [devices, users, pool] = [useLabel('device', 'other'), useLabel('namedUser', 'other'), useLabel('pool')];
  return (
    <ul className={classes.counts}>
      <Card
        title={devices}
        of="devices"
        project={project}
        counts={{
          licensed: counts.devicesLicensed,
          expired: counts.devicesExpired,
          unlicensed: counts.devicesUnlicensed,
          expiring: counts.devicesExpiring,
          waiting: counts.controllersWaiting,
        }}
      />
      {hasUsers(catalog, counts) ? (
        <Card
          title={users}
          of="users"
          project={project}
          counts={{
            licensed: counts.usersLicensed,
            expired: counts.usersExpired,
            unlicensed: counts.usersUnlicensed,
            expiring: counts.usersExpiring,
          }}
        />
      ) : null}
      <li className={classes.card}>
        <h2 className={classes.title}>{pool}</h2>
        <ul className={classes.numbers}>
          <Row
            word={t('counts.free')}
            count={counts.poolUnits}
            link={{ to: '/projects/$projectId/licences', params: { projectId: project.id } }}
          />
        </ul>
      </li>
    </ul>
  );
}

import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../components/StatusMark.tsx';
import { useLabel } from '../../lib/session.tsx';
import type { ProjectDetails } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import classes from './Counts.module.css';

function Count({ title, licensed, unlicensed, expiring }: { title: string; licensed: number; unlicensed: number; expiring: number }) {
  const { t } = useTranslation('projects');
  const number = useNumber();
  return (
    <li className={classes.card}>
      <h2 className={classes.title}>{title}</h2>
      <dl className={classes.numbers}>
        <div>
          <dt>
            <StatusMark status="licensed" />
          </dt>
          <dd>{number(licensed)}</dd>
        </div>
        <div>
          <dt>
            <StatusMark status="unlicensed" />
          </dt>
          <dd>{number(unlicensed)}</dd>
        </div>
        {expiring > 0 ? (
          <div>
            <dt>
              <StatusMark status="expiring" word={t('counts.expiring')} />
            </dt>
            <dd>{number(expiring)}</dd>
          </div>
        ) : null}
      </dl>
    </li>
  );
}

/** Devices and users, licensed and not, and what the pool has left (A5). */
export function Counts({ project: { counts } }: { project: ProjectDetails }) {
  const { t } = useTranslation('projects');
  const number = useNumber();
  const [devices, users, pool] = [useLabel('device', 'other'), useLabel('namedUser', 'other'), useLabel('pool')];
  return (
    <ul className={classes.counts}>
      <Count title={devices} licensed={counts.devicesLicensed} unlicensed={counts.devicesUnlicensed} expiring={counts.devicesExpiring} />
      <Count title={users} licensed={counts.usersLicensed} unlicensed={counts.usersUnlicensed} expiring={counts.usersExpiring} />
      <li className={classes.card}>
        <h2 className={classes.title}>{pool}</h2>
        <dl className={classes.numbers}>
          <div>
            <dt>{t('counts.free')}</dt>
            <dd>{number(counts.poolUnits)}</dd>
          </div>
        </dl>
      </li>
    </ul>
  );
}

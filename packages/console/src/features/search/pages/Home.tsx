import { IconAlertCircle, IconArchive, IconChevronRight, IconClockHour4, IconHistory } from '@tabler/icons-react';
import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Key } from '../../../components/Copyable.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import { When } from '../../../components/When.tsx';
import { useLabel, useMay, useMe } from '../../../lib/session.tsx';
import type { ValueOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { EasyNavField } from '../EasyNavField.tsx';
import classes from './Home.module.css';

type HomeData = ValueOf<'get-home'>;

/** A titled list of the home page; empty, it says so in one quiet line. */
function Panel({ title, icon, empty, children }: { title: string; icon: ReactNode; empty: string; children: ReactNode[] }) {
  return (
    <section className={classes.panel}>
      <h2 className={classes.panelTitle}>
        {icon}
        {title}
      </h2>
      {children.length > 0 ? <ul className={classes.rows}>{children}</ul> : <p className={classes.none}>{empty}</p>}
    </section>
  );
}

function Tasks({ tasks }: { tasks: HomeData['tasks'] }) {
  const { t } = useTranslation('search');
  const router = useRouter();
  const number = useNumber();
  return (
    <Panel title={t('home.tasks')} icon={<IconAlertCircle size={18} stroke={1.6} aria-hidden />} empty={t('home.noTasks')}>
      {tasks.map((task) => (
        <li key={task.kind}>
          <a
            href={task.link}
            className={classes.row}
            data-row-link
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey) return;
              event.preventDefault();
              void router.navigate({ href: task.link });
            }}
          >
            <span className={classes.count}>{number(task.count)}</span>
            <span className={classes.main}>
              <strong>{task.title}</strong>
              <span className={classes.soft}>{task.detail}</span>
            </span>
            <IconChevronRight size={16} aria-hidden />
          </a>
        </li>
      ))}
    </Panel>
  );
}

function Arrivals({ arrivals }: { arrivals: HomeData['arrivals'] }) {
  const { t } = useTranslation('search');
  return (
    <Panel title={t('home.arrivals')} icon={<IconArchive size={18} stroke={1.6} aria-hidden />} empty={t('home.noArrivals')}>
      {arrivals.map((order) => (
        <li key={order.orderId}>
          <Link to="/orders/$order" params={{ order: order.orderId }} className={classes.row} data-row-link>
            <span className={classes.main}>
              <strong>{order.salesOrder}</strong>
              <span className={classes.soft}>{t('home.from', { name: order.shipper })}</span>
            </span>
            <span className={classes.end}>
              {t('home.available', { count: order.available })}
              <span className={classes.soft}>
                <When at={order.shippedAt} />
              </span>
            </span>
          </Link>
        </li>
      ))}
    </Panel>
  );
}

/** What waits: from one's own bin device by device, and for the vendor how many more there are at the partners'. */
function Waiting({ reserved }: { reserved: HomeData['reserved'] }) {
  const { t } = useTranslation('search');
  const isVendor = useMe().current.organization.kind === 'vendor';
  const all = useOperation('list-devices', isVendor ? { status: 'reserved', limit: 1 } : null);
  const withPartners = Math.max(0, (all.data?.value.total ?? 0) - reserved.length);
  if (isVendor && !all.data) return null;
  return (
    <Panel title={t('home.reserved')} icon={<IconClockHour4 size={18} stroke={1.6} aria-hidden />} empty={t('home.noReserved')}>
      {[
        ...reserved.map((device) => <WaitingDevice key={device.deviceId} device={device} />),
        ...(withPartners > 0 ? [<WaitingElsewhere key="elsewhere" count={withPartners} />] : []),
      ]}
    </Panel>
  );
}

function WaitingElsewhere({ count }: { count: number }) {
  const { t } = useTranslation('search');
  const devices = useLabel('device', count === 1 ? 'one' : 'other');
  const number = useNumber();
  return (
    <li>
      <Link to="/devices" search={{ status: 'reserved' }} className={classes.row} data-row-link>
        <span className={classes.count}>{number(count)}</span>
        <span className={classes.main}>
          <strong>{devices}</strong>
          <span className={classes.soft}>{t('home.withPartners')}</span>
        </span>
        <IconChevronRight size={16} aria-hidden />
      </Link>
    </li>
  );
}

/** A device in a list: name, customer, and what the list is about. */
function DeviceRow({
  device,
  children,
}: {
  device: Pick<HomeData['recent'][number], 'deviceId' | 'name' | 'customer'>;
  children: ReactNode;
}) {
  return (
    <li>
      <Link
        to="/devices/$deviceId"
        params={{ deviceId: device.deviceId }}
        search={{ tab: 'licences' }}
        className={classes.row}
        data-row-link
      >
        <span className={classes.main}>
          <strong>{device.name}</strong>
          <span className={classes.soft}>{device.customer}</span>
        </span>
        <span className={classes.end}>{children}</span>
      </Link>
    </li>
  );
}

function WaitingDevice({ device }: { device: HomeData['reserved'][number] }) {
  const { t } = useTranslation('search');
  return (
    <DeviceRow device={device}>
      {t('home.units', { count: device.units })}
      <span className={classes.soft}>
        <When at={device.since} />
      </span>
    </DeviceRow>
  );
}

function Recent({ recent }: { recent: HomeData['recent'] }) {
  const { t } = useTranslation('search');
  return (
    <Panel title={t('home.recent')} icon={<IconHistory size={18} stroke={1.6} aria-hidden />} empty={t('home.noRecent')}>
      {recent.map((device) => (
        <DeviceRow key={device.deviceId} device={device}>
          <Key text={device.hardwareKey} />
          <span className={classes.soft}>
            <When at={device.at} />
          </span>
        </DeviceRow>
      ))}
    </Panel>
  );
}

/** Who ships has no bin of its own to look into: what it has, it issues. */
const useHasBin = () => {
  const me = useMe();
  return useMay('bins.read') && me.current.organization.kind !== 'vendor';
};

/** The first thing one does: whoever ships, ships; everybody else attaches. */
function Acts() {
  const { t } = useTranslation('search');
  const ships = useMe().current.organization.kind === 'vendor';
  const ship = (
    <ActButton key="ship" permission="orders.ship" variant={ships ? 'filled' : 'default'} link={{ to: '/orders/new' }}>
      {t('act.shipOrder')}
    </ActButton>
  );
  const attach = (
    <ActButton key="attach" permission="licenses.attach" variant={ships ? 'default' : 'filled'} link={{ to: '/attach' }}>
      {t('home.attach')}
    </ActButton>
  );
  return (
    <>
      <ActButton permission="customers.write" variant="default" link={{ to: '/customers/new' }}>
        {t('act.newCustomer')}
      </ActButton>
      {ships ? [attach, ship] : [ship, attach]}
    </>
  );
}

function Counts({ counts }: { counts: HomeData['counts'] }) {
  const { t } = useTranslation('search');
  const number = useNumber();
  const customers = useLabel('customer', counts.customers === 1 ? 'one' : 'other');
  const devices = useLabel('device', counts.devices === 1 ? 'one' : 'other');
  const hasBin = useHasBin();
  return (
    <ul className={classes.counts}>
      {hasBin ? (
        <li>
          <Link to="/bin">
            <strong>{number(counts.binUnits)}</strong> {t('home.binUnits', { count: counts.binUnits })}
          </Link>
        </li>
      ) : null}
      <li>
        <Link to="/customers">
          <strong>{number(counts.customers)}</strong> {customers}
        </Link>
      </li>
      <li>
        <Link to="/devices">
          <strong>{number(counts.devices)}</strong> {devices}
        </Link>
      </li>
      <li>
        <Link to="/devices" search={{ status: 'unlicensed' }}>
          <strong>{number(counts.unlicensed)}</strong> {t('home.unlicensed')}
        </Link>
      </li>
    </ul>
  );
}

/** The day at one glance: where to, what needs me, what arrived, what waits, where I was. */
export default function Home() {
  const { t } = useTranslation('search');
  const hasBin = useHasBin();
  const query = useOperation('get-home', {});
  const data = query.data?.value;
  return (
    <div className={classes.home}>
      <PageHeader title={t('home.title')} actions={<Acts />} />
      <EasyNavField />
      {query.error && !data ? <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <RowsSkeleton rows={8} height={56} /> : null}
      {data ? (
        <>
          <Counts counts={data.counts} />
          <div className={classes.panels}>
            <div>
              <Tasks tasks={data.tasks} />
              <Waiting reserved={data.reserved} />
            </div>
            <div>
              {hasBin ? <Arrivals arrivals={data.arrivals} /> : null}
              <Recent recent={data.recent} />
            </div>
          </div>
        </>
      ) : null}
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../components/StatusMark.tsx';
import type { ValueOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import classes from './CapacityBars.module.css';

type Capacity = ValueOf<'list-endpoints'>['capacities'][number];

/** So many protocols have a colour of their own; more begin anew. */
const colors = 5;

/** One capacity and what uses it up, protocol by protocol: they share it. What is beyond it stands behind the mark. */
function CapacityBar({ of }: { of: Capacity }) {
  const { t } = useTranslation('controllers');
  const number = useNumber();
  const whole = Math.max(of.capacity, of.endpoints, 1);
  const parts = of.protocols.map((protocol, index) => ({ ...protocol, color: index % colors }));
  const used = t('endpoints.used', { used: number(of.endpoints), count: of.capacity, capacity: number(of.capacity) });
  const spoken = [used, ...parts.map(({ label, endpoints }) => `${label}: ${number(endpoints)}`)].join(', ');
  return (
    <div className={classes.capacity}>
      <p className={classes.head}>
        <strong>{of.label}</strong> {used}{' '}
        {of.missing > 0 ? (
          <StatusMark status="over-use" word={t('capacities.missingOf', { count: of.missing, number: number(of.missing) })} />
        ) : null}
      </p>
      <div className={classes.bar} role="img" aria-label={spoken}>
        {parts.map(({ id, endpoints, color }) =>
          endpoints === 0 ? null : <span key={id} data-color={color} style={{ width: `${(100 * endpoints) / whole}%` }} />,
        )}
        {of.missing > 0 ? <span className={classes.limit} style={{ left: `${(100 * of.capacity) / whole}%` }} /> : null}
      </div>
      <ul className={classes.legend}>
        {parts.map(({ id, label, endpoints, color }) => (
          <li key={id}>
            <span className={classes.dot} data-color={color} aria-hidden /> {label} <strong>{number(endpoints)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Every capacity of a device. */
export function CapacityBars({ of }: { of: readonly Capacity[] }) {
  return (
    <div className={classes.capacities}>
      {of.map((capacity) => (
        <CapacityBar key={capacity.feature} of={capacity} />
      ))}
    </div>
  );
}

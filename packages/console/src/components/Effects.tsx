import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Effects.module.css';

/** What an act will do, point by point, in words; what cannot be undone stands last and apart. */
export function Effects({ items, irreversible }: { items: readonly ReactNode[]; irreversible?: ReactNode }) {
  return (
    <ul className={classes.list}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: fixed sentences
        <li key={index}>
          <IconArrowRight size={16} stroke={1.8} aria-hidden />
          <span>{item}</span>
        </li>
      ))}
      {irreversible ? (
        <li data-irreversible>
          <IconAlertTriangle size={16} stroke={1.8} aria-hidden />
          <span>{irreversible}</span>
        </li>
      ) : null}
    </ul>
  );
}

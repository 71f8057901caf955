import type { ComponentType, ReactNode } from 'react';
import classes from './Note.module.css';

/** A remark about what is on the page: not a refusal, and nothing that was done. */
export function Note({
  title,
  icon: Icon,
  color = 'grey',
  children,
}: {
  title?: ReactNode;
  icon?: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  color?: 'blue' | 'amber' | 'red' | 'grey';
  children: ReactNode;
}) {
  return (
    <div className={classes.note} data-color={color} role="note">
      {Icon ? <Icon size={20} stroke={1.6} aria-hidden /> : null}
      <div className={classes.text}>
        {title ? <strong>{title}</strong> : null}
        <div>{children}</div>
      </div>
    </div>
  );
}

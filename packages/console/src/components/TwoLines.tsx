import type { ReactNode } from 'react';
import classes from './TwoLines.module.css';

/** A cell of two lines: what it is, and below it, softer, what tells it apart. */
export function TwoLines({ children, second }: { children: ReactNode; second: ReactNode }) {
  return (
    <span className={classes.lines}>
      <span>{children}</span>
      {second ? <span className={classes.second}>{second}</span> : null}
    </span>
  );
}

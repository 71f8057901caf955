import type { ReactNode } from 'react';
import classes from './TwoLines.module.css';

/** A cell of two lines: what it is, and below it, softer, what tells it apart; a sentence there wraps instead of being cut. */
export function TwoLines({ children, second, wrap = false }: { children: ReactNode; second: ReactNode; wrap?: boolean }) {
  return (
    <span className={classes.lines}>
      <span>{children}</span>
      {second ? (
        <span className={classes.second} data-wrap={wrap || undefined}>
          {second}
        </span>
      ) : null}
    </span>
  );
}

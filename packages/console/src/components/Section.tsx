import type { ReactNode } from 'react';
import classes from './Section.module.css';

/** A titled block of a page. `framed` draws the border around its content; tables bring their own. */
export function Section({
  title,
  hint,
  actions,
  framed = false,
  children,
}: {
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  framed?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <div>
          <h2 className={classes.title}>{title}</h2>
          {hint ? <p className={classes.hint}>{hint}</p> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </div>
      <div className={framed ? classes.framed : undefined}>{children}</div>
    </section>
  );
}

import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './PageHeader.module.css';

interface Props {
  readonly title: string;
  /** Beside the title: how many, or the status mark. */
  readonly mark?: ReactNode;
  /** Above the title: where this page belongs. */
  readonly above?: ReactNode;
  /** Below the title: the facts that matter. */
  readonly below?: ReactNode;
  /** On the right: the primary act last. */
  readonly actions?: ReactNode;
}

/** Title of a page. It names the window, and takes the focus after a change of page (the shell moves it there). */
export function PageHeader({ title, mark, above, below, actions }: Props) {
  useDocumentTitle(`${title} – Muniment`);
  return (
    <header className={classes.header}>
      {above ? <div className={classes.above}>{above}</div> : null}
      <div className={classes.line}>
        <div className={classes.heading}>
          <h1 className={classes.title} tabIndex={-1} data-page-title>
            {title}
          </h1>
          {mark ? <div className={classes.mark}>{mark}</div> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </div>
      {below ? <div className={classes.below}>{below}</div> : null}
    </header>
  );
}

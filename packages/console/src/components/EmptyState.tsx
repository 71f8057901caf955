import { IconInbox } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { PageTitle } from './PageTitle.tsx';
import classes from './States.module.css';

/** What belongs here, why it is empty, and the first act. */
export function EmptyState({
  title,
  reason,
  action,
  icon: Icon = IconInbox,
  compact = false,
  page = false,
}: {
  title: string;
  reason: ReactNode;
  action?: ReactNode;
  /** In one line, for a block of a page that is often empty. */
  compact?: boolean;
  /** In place of a whole page: its title is the page's. */
  page?: boolean;
  icon?: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
}) {
  return (
    <div className={compact ? classes.compact : classes.state}>
      <Icon size={compact ? 20 : 28} stroke={1.5} aria-hidden />
      {page ? <PageTitle title={title} /> : <p className={classes.title}>{title}</p>}
      <p className={classes.text}>{reason}</p>
      {action ? <div className={classes.actions}>{action}</div> : null}
    </div>
  );
}

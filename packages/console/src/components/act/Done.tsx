import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './ActPage.module.css';
import { StepHeading } from './ActPage.tsx';

/** The last step of an act: what happened, then the next likely act first, undo after it. */
export function Done({ title, children, next }: { title: string; children?: ReactNode; next: ReactNode }) {
  return (
    <div className={classes.done} role="status">
      <div className={classes.doneTitle}>
        <IconCircleCheck size={28} stroke={1.8} aria-hidden />
        <StepHeading focus>{title}</StepHeading>
      </div>
      {children}
      <div className={classes.buttons}>{next}</div>
    </div>
  );
}

import { Link, type LinkProps, useLocation } from '@tanstack/react-router';
import { type ComponentType, type ReactNode, useRef } from 'react';
import { useNumber } from '../lib/use-number.ts';
import classes from './SubNav.module.css';
import tabRow from './TabRow.module.css';
import { useCurrentInView } from './use-current-in-view.ts';

export interface SubNavItem {
  readonly to: NonNullable<LinkProps['to']>;
  /** What the address needs beside: which project, which of its lists. */
  readonly params?: LinkProps['params'];
  readonly search?: LinkProps['search'];
  readonly label: string;
  readonly count?: number | null | undefined;
  /** Where the router cannot tell: which of several lists of one page is shown. */
  readonly current?: boolean;
}

/** The router's link for a target handed down as a value, which was typed where it was written. */
const LinkTo = Link as unknown as ComponentType<Omit<LinkProps, 'children'> & { className?: string | undefined; children: ReactNode }>;

/** Lists that belong together, side by side: links, for each has its own address and filters. `small`: the lists of one tab. */
export function SubNav({ label, items, small = false }: { label: string; items: readonly SubNavItem[]; small?: boolean }) {
  const number = useNumber();
  const row = useRef<HTMLElement>(null);
  useCurrentInView(row, useLocation().pathname);
  return (
    <nav ref={row} aria-label={label} className={small ? classes.small : `${tabRow.row} ${classes.nav}`}>
      {items.map(({ label: text, count, current, ...target }) => (
        <LinkTo
          key={text}
          {...target}
          className={classes.link}
          activeOptions={{ exact: true, includeSearch: current !== undefined }}
          {...(current ? { 'aria-current': 'page' } : {})}
        >
          {text}
          {count === null || count === undefined ? null : <span className={classes.count}>{number(count)}</span>}
        </LinkTo>
      ))}
    </nav>
  );
}

import { Link, type LinkProps } from '@tanstack/react-router';
import classes from './SubNav.module.css';

export interface SubNavItem {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: string;
}

/** Lists that belong together, side by side: links, for each has its own address and filters. */
export function SubNav({ label, items }: { label: string; items: readonly SubNavItem[] }) {
  return (
    <nav aria-label={label} className={classes.nav}>
      {items.map((item) => (
        <Link key={item.to} to={item.to} className={classes.link} activeOptions={{ exact: true, includeSearch: false }}>
          {item.label}
        </Link>
      ))}
    </nav>
  );
}

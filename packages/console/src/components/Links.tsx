import { createLink } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, forwardRef } from 'react';
import classes from './Links.module.css';

const RowAnchor = forwardRef<HTMLAnchorElement, AnchorHTMLAttributes<HTMLAnchorElement>>((props, ref) => (
  <a ref={ref} {...props} data-row-link className={classes.row} />
));

/** The link of a table row: a click anywhere on the row follows it. Takes what the router's `Link` takes. */
export const RowLink = createLink(RowAnchor);

const TextAnchor = forwardRef<HTMLAnchorElement, AnchorHTMLAttributes<HTMLAnchorElement>>((props, ref) => (
  <a ref={ref} {...props} className={classes.text} />
));

/** A link in running text. */
export const TextLink = createLink(TextAnchor);

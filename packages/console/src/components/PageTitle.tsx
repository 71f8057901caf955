import { useDocumentTitle } from '@mantine/hooks';
import classes from './States.module.css';

/** Title of a page that has nothing else to show: it names the window too, and takes the focus after a change of page. */
export function PageTitle({ title }: { title: string }) {
  useDocumentTitle(`${title} – Muniment`);
  return (
    <h1 className={classes.title} tabIndex={-1} data-page-title>
      {title}
    </h1>
  );
}

import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage, languageNames, languages } from '../../lib/i18n.ts';
import { markVisited } from '../../lib/visited.ts';
import classes from './PublicPage.module.css';

/** Frame of the pages before sign-in: the name, one card, the language. */
export function PublicPage({
  title,
  intro,
  children,
  below,
}: {
  title: string;
  intro?: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}) {
  const { i18n } = useTranslation();
  useEffect(markVisited, []);
  useDocumentTitle(`${title} – Muniment`);
  return (
    <div className={classes.page}>
      <main className={classes.main}>
        <div className={classes.brand}>
          <img src="/icon.svg" alt="" width={32} height={32} />
          <span>Muniment</span>
        </div>
        <div className={classes.card}>
          <h1 className={classes.title} tabIndex={-1} data-page-title>
            {title}
          </h1>
          {intro ? <p className={classes.intro}>{intro}</p> : null}
          {children}
        </div>
        {below ? <div className={classes.below}>{below}</div> : null}
      </main>
      <footer className={classes.languages}>
        {languages.map((language) => (
          <button
            key={language}
            type="button"
            lang={language}
            aria-pressed={i18n.language === language}
            onClick={() => void changeLanguage(language)}
          >
            {languageNames[language]}
          </button>
        ))}
      </footer>
    </div>
  );
}

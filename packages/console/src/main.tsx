import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@mantine/core/styles.layer.css';
import '@fontsource-variable/inter';
import './app/global.css';
import { Providers } from './app/Providers.tsx';
import { type Language, startI18n } from './lib/i18n.ts';

/** One chunk per language; only the one that is read is fetched. */
async function loadLanguage(language: Language): Promise<Record<string, object>> {
  return language === 'de' ? (await import('./app/languages/de.ts')).de : (await import('./app/languages/en.ts')).en;
}

await startI18n(loadLanguage);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Providers />
  </StrictMode>,
);

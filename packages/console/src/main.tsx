import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@mantine/core/styles.layer.css';
import '@fontsource-variable/inter';
import './app/global.css';
import { Providers } from './app/Providers.tsx';
import { readTexts } from './app/texts.ts';
import { startI18n } from './lib/i18n.ts';

await startI18n(readTexts);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Providers />
  </StrictMode>,
);

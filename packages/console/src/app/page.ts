import { lazyRouteComponent } from '@tanstack/react-router';
import { loadTexts, type Namespace } from '../lib/i18n.ts';

/** A route's component, fetched together with the texts that it and what it shows of other features need (check `i18n`). */
export const page = <Page extends Record<string, unknown>>(load: () => Promise<Page>, ...texts: readonly Namespace[]) =>
  lazyRouteComponent(async () => (await Promise.all([load(), loadTexts(...texts)]))[0]);

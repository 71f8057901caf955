import i18next, { type FlatNamespace } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { localStore } from './store.ts';

/** Languages the console is written in. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };

const chosen = localStore<Language | null>('language', null);
/** The language of the account that was here last: a next visit need not fetch the browser's texts first. */
const followed = localStore<Language | null>('language-account', null);

const isLanguage = (value: unknown): value is Language => languages.includes(value as Language);

/** What the person chose here, else their account's, else the browser's first language we have; null where none says one. */
export function wantedLanguage(): Language | null {
  const known = chosen.get() ?? followed.get();
  if (isLanguage(known)) return known;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? null;
}

/** A feature's texts, `common` for components, `app` for the shell. */
export type Namespace = FlatNamespace;

/** Texts of the frame, which every page has; a page brings those of its features. */
const everywhere = ['common', 'app'] as const;

/** Fetches the texts of one namespace in one language. */
export type ReadTexts = (language: string, namespace: string) => Promise<object>;

/** Our own names of the roles, by language. */
const ownRoles: Record<string, Readonly<Record<string, string>>> = {};

/** Starts translation: of the language read, and of what is on the page, texts are fetched. */
export async function startI18n(read: ReadTexts): Promise<void> {
  await i18next
    .use({
      type: 'backend',
      init: () => undefined,
      read: (language: string, namespace: string, done: (error: unknown, texts: object | null) => void) =>
        void read(language, namespace).then(
          (texts) => done(null, texts),
          (error: unknown) => done(error, null),
        ),
    })
    .use(initReactI18next)
    .init({
      lng: wantedLanguage() ?? 'en',
      supportedLngs: languages,
      fallbackLng: false,
      defaultNS: 'common',
      ns: [...everywhere],
      interpolation: { escapeValue: false, defaultVariables: {} },
      react: { bindI18n: 'languageChanged' },
    });
  document.documentElement.lang = i18next.language;
}

/** The texts of these features in the language read, as `useTranslation` names them; a later change of language brings them too. */
export const loadTexts = (...namespaces: readonly Namespace[]): Promise<void> => i18next.loadNamespaces([...namespaces]);

/** Switches every text; `remember` keeps the choice for the next visit. */
export async function changeLanguage(language: Language, remember = true): Promise<void> {
  if (remember) chosen.set(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Variables every translation may use: what this vendor calls its devices and customers. */
export function setLabelVariables(variables: Record<string, string>): void {
  if (i18next.options.interpolation) i18next.options.interpolation.defaultVariables = variables;
}

/** What this vendor calls its roles, in place of our own words; those of a vendor before are gone. */
export function setRoleNames(names: Readonly<Record<string, string>>): void {
  const { language } = i18next;
  ownRoles[language] ??= { ...(i18next.getResource(language, 'common', 'roles') as Record<string, string>) };
  i18next.addResourceBundle(language, 'common', { roles: { ...ownRoles[language], ...names } }, true, true);
}

/** The account's language, where this browser was never told another. */
export async function followAccount(language: string | null): Promise<void> {
  if (chosen.get() !== null || !isLanguage(language)) return;
  followed.set(language);
  if (language !== i18next.language) await changeLanguage(language, false);
}

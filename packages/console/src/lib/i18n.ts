import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { localStore } from './store.ts';

/** Languages the console is written in. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };

const chosen = localStore<Language | null>('language', null);

const isLanguage = (value: unknown): value is Language => languages.includes(value as Language);

/** What the person chose here, else the browser's first language we have; null where neither says one. */
export function wantedLanguage(): Language | null {
  if (isLanguage(chosen.get())) return chosen.get() as Language;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? null;
}

type Load = (language: Language) => Promise<Record<string, object>>;
let load: Load = async () => ({});

/** Our own names of the roles, by language. */
const ownRoles: Record<string, Readonly<Record<string, string>>> = {};

async function add(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'common')) return;
  for (const [namespace, texts] of Object.entries(await load(language))) i18next.addResourceBundle(language, namespace, texts);
}

/** Starts translation; one file per language is fetched, and only the language read. */
export async function startI18n(loadLanguage: Load): Promise<void> {
  load = loadLanguage;
  const language = wantedLanguage() ?? 'en';
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    ns: [],
    resources: {},
    interpolation: { escapeValue: false, defaultVariables: {} },
    react: { useSuspense: false, bindI18n: 'languageChanged' },
  });
  await changeLanguage(language, false);
}

/** Switches every text; `remember` keeps the choice for the next visit. */
export async function changeLanguage(language: Language, remember = true): Promise<void> {
  await add(language);
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
  if (chosen.get() === null && isLanguage(language) && language !== i18next.language) await changeLanguage(language, false);
}

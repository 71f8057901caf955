import { createContext, type ReactNode, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { formatList } from './format.ts';
import type { Me } from './types.ts';

const Context = createContext<Me | null>(null);

/** Who is signed in, and for which organization, for everything below. */
export function SessionProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <Context value={me}>{children}</Context>;
}

/** Who is signed in. Only below the shell. */
export function useMe(): Me {
  const me = useContext(Context);
  if (!me) throw new Error('useMe is only for pages inside the shell');
  return me;
}

/**
 * Whether the person may do something here. `absent`: the role never may, so nothing is shown. `disabled`: not here, shown with
 * the reason and who could.
 */
export type Permission = { readonly state: 'allowed' | 'absent' } | { readonly state: 'disabled'; readonly reason: string };

/** The role that works for each kind of organization; everyone may also be read-only. */
const mainRole = { vendor: 'administrator', distributor: 'distributor', dealer: 'dealer', customer: 'customer' } as const;

/**
 * Reads the server's own table: `me.permissions`, and `me.grantedBy` for the roles that could. What no role of this organization
 * may is absent; what a colleague's role may is shown with the reason.
 */
export function usePermission(permission: string): Permission {
  const me = useMe();
  const { t, i18n } = useTranslation('common');
  if (me.permissions.includes(permission)) return { state: 'allowed' };
  const here = mainRole[me.current.organization.kind];
  const roles = (me.grantedBy[permission] ?? []).filter((role) => role === here);
  if (roles.length === 0) return { state: 'absent' };
  const names = formatList(
    roles.map((role) => t(`roles.${role}`)),
    i18n.language,
    'disjunction',
  );
  return { state: 'disabled', reason: t('permission.reason', { role: t(`roles.${me.current.role}`), roles: names }) };
}

export const useMay = (permission: string): boolean => usePermission(permission).state === 'allowed';

/** Nouns a vendor's pack may call otherwise; the code keeps its own word (design: Words). */
const labelWords = [
  'device',
  'hardwareKey',
  'product',
  'part',
  'feature',
  'customer',
  'project',
  'organization',
  'order',
  'salesOrder',
  'purchaseOrder',
  'licence',
  'bin',
  'licenceFile',
  'agreement',
  'licenceKey',
  'pool',
  'namedUser',
  'endpoint',
  'seat',
  'counter',
  'lease',
  'workstation',
  'activationKey',
] as const;
export type LabelWord = (typeof labelWords)[number];
type Form = 'one' | 'other';

/** As at the start of a sentence. */
export const upperFirst = (word: string) => word.charAt(0).toLocaleUpperCase() + word.slice(1);
/** "Location" → "location", but "PO number" stays. */
const lowerFirst = (word: string) => (/^\p{Lu}(?!\p{Lu})/u.test(word) ? word.charAt(0).toLocaleLowerCase() + word.slice(1) : word);

/** Name of the translation variable: `device`, `devices`, with a capital at the start of a sentence. */
const variableOf = (word: string, form: Form) => (form === 'one' ? word : `${word}s`);

/** A text of the pack in the reader's language, else in the pack's first: half of a vendor's words would be worse than a foreign one. */
const inPackLanguage = (texts: Me['labels'][string] | undefined, vendor: Me['vendor'], language: string): string | undefined =>
  texts?.[language] || texts?.[vendor.languages[0] ?? ''] || Object.values(texts ?? {}).find((text) => text !== '');

/** Names of the roles where the vendor's pack has its own. */
export function roleNames({ labels, vendor }: Pick<Me, 'labels' | 'vendor'>, language: string): Record<string, string> {
  const names = Object.entries(labels).flatMap(([word, texts]) => {
    const name = word.startsWith('role.') ? inPackLanguage(texts, vendor, language) : undefined;
    return name === undefined ? [] : [[word.slice('role.'.length), name] as const];
  });
  return Object.fromEntries(names);
}

/**
 * Words of the vendor's pack as variables of every translation: `{{Device}}`, `{{device}}`, `{{Devices}}`, `{{devices}}`.
 * German nouns keep their capital; English ones lose it inside a sentence.
 */
export function labelVariables(
  { labels, vendor }: Pick<Me, 'labels' | 'vendor'>,
  language: string,
  fallback: (name: string) => string,
): Record<string, string> {
  const inSentence = (word: string) => (language === 'de' ? word : lowerFirst(word));
  const variables: Record<string, string> = {};
  for (const word of labelWords) {
    for (const form of ['one', 'other'] as const) {
      const name = variableOf(word, form);
      const texts = labels[form === 'one' ? word : `${word}.other`] ?? (form === 'other' ? labels[name] : undefined);
      const label = inPackLanguage(texts, vendor, language) ?? fallback(name);
      variables[upperFirst(name)] = upperFirst(label);
      variables[name] = inSentence(label);
    }
  }
  return variables;
}

/** What the vendor's people call a thing, such as `useLabel('device')` → "Location" or "Standort". */
export function useLabel(word: LabelWord, form: Form = 'one'): string {
  const { i18n } = useTranslation();
  const variables = i18n.options.interpolation?.defaultVariables as Record<string, string> | undefined;
  return variables?.[upperFirst(variableOf(word, form))] ?? word;
}

/** What codes of the API mean to people, by the name of their field; a code that is not here says enough itself. */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  validUntil: { until: 'the first day without is told', 'last-day': 'the last day with is told' },
  /** Of the changes that a catalog pack brings. */
  what: {
    features: 'feature',
    categories: 'category',
    products: 'product',
    parts: 'part',
    agreements: 'agreement',
    orderFields: 'order field',
    fingerprints: 'how workstations are known (those that are there: as before)',
    vendor: 'vendor',
    labels: 'words',
    roles: 'names of roles',
    validUntil: 'which day of an end is told',
  },
};

/** Fields whose name says something else to people: there is a list of tasks, and what home tells is not it. */
const fields: Readonly<Record<string, string>> = { tasks: 'What needs you today' };

/** What a field is called where its name does not say it. */
export const fieldWords = (name: string): string | undefined => fields[name];

/** That secrets are told now and never again; `keys` are several. */
export function shownOnce(names: readonly string[]): string {
  const isOne = names.length === 1 && !names[0]!.endsWith('s');
  return `The ${names.join(' and ')} ${isOne ? 'is' : 'are'} shown this once; keep ${isOne ? 'it' : 'them'} now.`;
}

/** Of secrets that whoever may can have again: how. The batch of an answer names its keys. */
export function shownAgain(operationId: string, value: unknown): string | null {
  const { batch } = (value ?? {}) as { readonly batch?: { readonly id?: unknown } };
  return operationId === 'make-license-keys' && typeof batch?.id === 'string'
    ? `The keys are shown here once. They are given again to whoever made or holds them: muniment keys export ${batch.id}`
    : null;
}

/** A code in words where there are some, else as it is. */
export const inWords = (name: string, code: string): string => words[name]?.[code] ?? code;

/** What happens at the end of a licence (A11), in the console’s words. */
export const atEnd = {
  column: 'What happens then',
  lapse: 'Lapses',
  extend: 'Is extended',
  'not-enough': 'Not enough: nothing free to extend it',
  'activate-another': 'Ends: activate a new one before',
} as const;

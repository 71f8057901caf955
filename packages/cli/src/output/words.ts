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
    vendor: 'vendor',
    labels: 'words',
    roles: 'names of roles',
    validUntil: 'which day of an end is told',
  },
};

/** A code in words where there are some, else as it is. */
export const inWords = (name: string, code: string): string => words[name]?.[code] ?? code;

/** What codes of the API mean to people, by the name of their field; a code that is not here says enough itself. */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  validUntil: { until: 'prints the first day without', 'last-day': 'prints the last day with' },
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
    validUntil: 'which day \u201cvalid until\u201d prints',
  },
};

/** A code in words where there are some, else as it is. */
export const inWords = (name: string, code: string): string => words[name]?.[code] ?? code;

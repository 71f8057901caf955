import type { PackIssue } from './issue.ts';
import type { CatalogPack } from './pack.ts';

type Path = readonly (string | number)[];

/** Where a pack keeps texts: names of fields whose value is a text by language. */
const textFields = new Set([
  'label',
  'keyLabel',
  'description',
  'expected',
  'message',
  'nextStep',
  'title',
  'text',
  'subject',
  'waiting',
  'confirmation',
  'task',
  'one',
  'other',
]);

/** Vendor facts, and every text in every language of the pack and in no other. */
export function checkTexts(pack: CatalogPack): PackIssue[] {
  return [...checkVendor(pack), ...textsOf(pack).flatMap(({ path, languages }) => checkLanguages(pack.vendor.languages, path, languages))];
}

function checkVendor({ vendor }: CatalogPack): PackIssue[] {
  const issues: PackIssue[] = [];
  if (!isTimeZone(vendor.timeZone)) {
    issues.push({
      code: 'time-zone-unknown',
      path: ['vendor', 'timeZone'],
      facts: { timeZone: vendor.timeZone },
    });
  }
  vendor.languages.forEach((language, index) => {
    if (vendor.languages.indexOf(language) < index) {
      issues.push({ code: 'duplicate-id', path: ['vendor', 'languages', index], facts: { id: language } });
    }
  });
  return issues;
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return !/^[+-]/.test(timeZone);
  } catch {
    return false;
  }
}

/** Every text of the pack, found by the names of its fields, so that no list of places can be forgotten. */
function textsOf(pack: CatalogPack): { path: Path; languages: string[] }[] {
  const found: { path: Path; languages: string[] }[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
      const here = [...path, key];
      const isText = (typeof key === 'string' && textFields.has(key)) || (path.length === 1 && path[0] === 'roles');
      if (isText && inner !== null && typeof inner === 'object') found.push({ path: here, languages: Object.keys(inner) });
      else walk(inner, here);
    }
  };
  walk(pack, []);
  return found;
}

function checkLanguages(declared: readonly string[], path: Path, present: readonly string[]): PackIssue[] {
  const missing = declared.filter((language) => !present.includes(language));
  const extra = present.filter((language) => !declared.includes(language));
  return [
    ...missing.map((language): PackIssue => ({ code: 'language-missing', path, facts: { language } })),
    ...extra.map(
      (language): PackIssue => ({
        code: 'language-not-declared',
        path: [...path, language],
        facts: { language, languages: declared },
      }),
    ),
  ];
}

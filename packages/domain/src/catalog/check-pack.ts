import { checkLicenseKeys } from './check-license-keys.ts';
import { checkLists, checkParts } from './check-parts.ts';
import { checkProducts } from './check-products.ts';
import { checkSeats } from './check-seats.ts';
import { checkTerms } from './check-terms.ts';
import { checkTexts } from './check-texts.ts';
import type { PackIssue } from './issue.ts';
import { checkMails } from './mail-texts.ts';
import type { CatalogPack } from './pack.ts';

/**
 * Everything a schema cannot say about a pack: references, examples, overlapping keys, languages, rules, file names.
 * An empty list means the pack can be loaded. The order is that of the pack's sections.
 */
export function checkPack(pack: CatalogPack): readonly PackIssue[] {
  return [
    ...checkTexts(pack),
    ...checkLists(pack),
    ...checkProducts(pack),
    ...checkParts(pack),
    ...checkSeats(pack),
    ...checkTerms(pack),
    ...checkLicenseKeys(pack),
    ...checkMails(pack.mails),
  ];
}

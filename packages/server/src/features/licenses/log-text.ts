import type { CatalogPack, Product } from '@muniment/domain/catalog';
import { lastDayOf } from '@muniment/domain/terms';
import { inLanguage, partLabel } from '../catalog/index.ts';
import type { LoadedHolding } from '../lots/index.ts';
import type { WireEntitlement } from './device-entitlements.ts';

/** What the log of a licence file tells (B11). */
export interface LogFacts {
  readonly vendor: string;
  readonly pack: CatalogPack;
  readonly language: string;
  readonly product: Product;
  readonly hardwareKey: string;
  readonly productKey: string | null;
  /** "epoch-number". */
  readonly serial: string;
  readonly documentId: string;
  readonly kid: string;
  readonly madeAt: string;
  readonly active: readonly LoadedHolding[];
  readonly entitlements: readonly WireEntitlement[];
}

const words = {
  en: {
    title: 'Licence file',
    vendor: 'Vendor',
    product: 'Product',
    hardwareKey: 'Hardware key',
    productKey: 'Product key',
    serial: 'Serial',
    document: 'Document',
    made: 'Made',
    key: 'Signed with',
    parts: 'Licences',
    features: 'What they grant',
    until: (day: string) => `last day ${day}`,
  },
  de: {
    title: 'Lizenzdatei',
    vendor: 'Hersteller',
    product: 'Produkt',
    hardwareKey: 'Hardware-Schlüssel',
    productKey: 'Produktschlüssel',
    serial: 'Seriennummer',
    document: 'Dokument',
    made: 'Erstellt',
    key: 'Signiert mit',
    parts: 'Lizenzen',
    features: 'Was sie erlauben',
    until: (day: string) => `letzter Tag ${day}`,
  },
} as const;

const aligned = (rows: readonly (readonly [string, string])[]): string[] => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
};

/** The log as plain text, in the catalog's first language where we write it. No activation code stands in it. */
export function logText(facts: LogFacts): string {
  const { pack, language, product, active, entitlements } = facts;
  const t = inLanguage(pack, language);
  const w = words[language === 'de' ? 'de' : 'en'];
  const keyLabel = product.keyLabel ?? pack.labels.hardwareKey?.one;
  const productKeyLabel = product.productKey?.label;
  const head = aligned([
    [w.vendor, facts.vendor],
    [w.product, t(product.label)],
    [keyLabel === undefined ? w.hardwareKey : t(keyLabel), facts.hardwareKey],
    ...(facts.productKey === null ? [] : [[productKeyLabel === undefined ? w.productKey : t(productKeyLabel), facts.productKey] as const]),
    [w.serial, facts.serial],
    [w.document, facts.documentId],
    [w.made, facts.madeAt],
    [w.key, facts.kid],
  ]);
  const parts = active.map(({ lot, quantity }) => {
    const until = lot.validUntil === null ? '' : `, ${w.until(lastDayOf(lot.validUntil).toString())}`;
    const called = partLabel(pack, lot.partNumber, language);
    return `  ${quantity} x ${lot.partNumber}${called === '' ? '' : `  ${called}`}${until}`;
  });
  const features = entitlements.map(
    ({ label: name, text, lastDay }) => `  ${name}: ${text}${lastDay === null ? '' : `, ${w.until(lastDay)}`}`,
  );
  return `${[w.title, '', ...head, '', w.parts, ...parts, '', w.features, ...features].join('\n')}\n`;
}

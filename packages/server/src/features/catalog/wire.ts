import type { catalog } from '@muniment/contract';
import {
  type CatalogPack,
  type Feature,
  findFeature,
  findPart,
  findProduct,
  type Grant,
  type Noun,
  type Part,
} from '@muniment/domain/catalog';
import type { z } from 'zod';
import { packMistakeText } from '../../core/problems/pack-issues.ts';
import { daysIn } from '../../core/spelling.ts';
import type { ReadIssue } from './read-pack.ts';
import { settingsOf } from './settings-wire.ts';
import { inLanguage, languageFor } from './words.ts';

type Catalog = z.output<typeof catalog>;

/** A noun for a count: "1 seat", "20 seats". */
function counted(pack: CatalogPack, language: string, quantity: number, noun: Noun | undefined): string {
  if (noun === undefined) return String(quantity);
  return `${quantity} ${inLanguage(pack, language)(quantity === 1 ? noun.one : noun.other)}`;
}

/** What a grant gives, in words: "20 seats", "6", or the feature's own name for a flag. */
function grantText(pack: CatalogPack, language: string, grant: Grant, feature: Feature | undefined): string {
  const label = feature === undefined ? grant.feature : inLanguage(pack, language)(feature.label);
  if (grant.version !== undefined) return `${label} ${grant.version}`;
  if (grant.quantity === undefined) return label;
  const unit = feature !== undefined && 'unit' in feature ? feature.unit : undefined;
  return unit === undefined ? `${grant.quantity} × ${label}` : counted(pack, language, grant.quantity, unit);
}

/** What one unit of a part is called. */
export function unitOf(pack: CatalogPack, language: string, part: Part | undefined): string {
  return part?.unit === undefined ? '' : inLanguage(pack, language)(part.unit.other);
}

/** What maintenance takes care of, in words: "maintenance for 25 devices". */
function coverText(pack: CatalogPack, language: string, covers: NonNullable<Part['covers']>): string {
  const what = grantText(pack, language, covers, findFeature(pack, covers.feature));
  return language === 'de' ? `Wartung für ${what}` : `maintenance for ${what}`;
}

/** What one unit of a part is good for: what it grants, and what it covers. */
export function grantTexts(pack: CatalogPack, language: string, part: Part): string[] {
  const grants = part.grants.map((grant) => grantText(pack, language, grant, findFeature(pack, grant.feature)));
  return part.covers === undefined ? grants : [...grants, coverText(pack, language, part.covers)];
}

/** What so many units of parts are good for together: what is counted of it, summed by feature. */
export function sumTexts(
  pack: CatalogPack,
  language: string,
  holdings: readonly { readonly part: Part; readonly units: number }[],
): string[] {
  const sum = (countedOf: (part: Part) => readonly Pick<Grant, 'feature' | 'quantity'>[]) => {
    const sums = new Map<string, number>();
    for (const { part, units } of holdings) {
      for (const { feature, quantity } of countedOf(part)) {
        if (quantity !== undefined) sums.set(feature, (sums.get(feature) ?? 0) + quantity * units);
      }
    }
    return [...sums].map(([feature, quantity]) => ({ feature, quantity }));
  };
  return [
    ...sum(({ grants }) => grants).map((grant) => grantText(pack, language, grant, findFeature(pack, grant.feature))),
    ...sum(({ covers }) => (covers === undefined ? [] : [covers])).map((covers) => coverText(pack, language, covers)),
  ];
}

export function toCatalog(version: number, pack: CatalogPack, language: string): Catalog {
  const t = inLanguage(pack, language);
  const featureOf = new Map(pack.features.map((feature) => [feature.id, feature]));
  return {
    version,
    packVersion: pack.version,
    vendorName: pack.vendor.name,
    timeZone: pack.vendor.timeZone,
    languages: [...pack.vendor.languages],
    labels: Object.fromEntries(Object.entries(pack.labels).map(([word, noun]) => [word, t(noun!.one)])),
    products: pack.products.map((product) => ({
      id: product.id,
      label: t(product.label),
      withdrawn: product.withdrawn,
      ...settingsOf(pack, product, language),
      variants: product.variants.map((variant) => ({
        id: variant.id,
        label: t(variant.label),
        withdrawn: product.withdrawn || variant.withdrawn,
        ...settingsOf(pack, findProduct(pack, product.id, variant.id)!, language),
      })),
    })),
    parts: pack.parts.map((part) => ({
      number: part.number,
      label: t(part.label),
      unit: unitOf(pack, language, part),
      class: part.class,
      category: part.category ?? null,
      term: part.term === undefined ? null : { runs: part.term.runs, days: part.term.days },
      assignedTo: part.assignedTo,
      floating: part.floating,
      grants: part.grants.map((grant) => {
        const feature = featureOf.get(grant.feature);
        return {
          feature: grant.feature,
          featureLabel: feature === undefined ? grant.feature : t(feature.label),
          text: grantText(pack, language, grant, feature),
        };
      }),
      covers:
        part.covers === undefined
          ? null
          : {
              feature: part.covers.feature,
              featureLabel: t(featureOf.get(part.covers.feature)!.label),
              quantity: part.covers.quantity,
              text: coverText(pack, language, part.covers),
            },
      withdrawn: part.withdrawn,
    })),
    licenseKeys: pack.licenseKeys !== undefined,
    categories: pack.categories.map(({ id, label }) => ({ id, label: t(label) })),
    features: pack.features.map((feature) => ({
      id: feature.id,
      label: t(feature.label),
      kind: feature.kind,
      seats: feature.kind === 'quantity' && feature.seats !== undefined,
    })),
    agreements: pack.agreements.map((item) => toAgreement(pack, item, language)),
    deviceAttributes: pack.deviceAttributes.map(({ id, label, type }) => ({ id, label: t(label), type })),
    orderFields: pack.orderFields.map((field) => ({
      id: field.id,
      label: t(field.label),
      type: field.type,
      required: field.required,
      choices: (field.choices ?? []).map((choice) => ({ value: choice.value, label: t(choice.label) })),
    })),
  };
}

function toAgreement(pack: CatalogPack, agreement: CatalogPack['agreements'][number], language: string) {
  const t = inLanguage(pack, language);
  return { id: agreement.id, version: agreement.version, title: t(agreement.title), text: t(agreement.text), language };
}

/** A part's label for a reader of a language. */
export function partLabel(pack: CatalogPack, number: string, language: string | null): string {
  const part = findPart(pack, number);
  return part === undefined ? '' : inLanguage(pack, languageFor(pack, language))(part.label);
}

/**
 * What a licence is called: as its part is; but one whose days are no longer the part's, since it was put together, taken off
 * or split, by its category and its days, for "1 year" of a licence of 1,825 days would be wrong.
 */
export function licenceLabel(
  pack: CatalogPack,
  { label, category, term }: Part,
  termDays: number | null | undefined,
  language: string,
): string {
  const t = inLanguage(pack, languageFor(pack, language));
  if (termDays == null || term?.runs !== 'while-assigned' || termDays === term.days) return t(label);
  return `${categoryLabel(pack, category, language) ?? t(label)}, ${daysIn(language, termDays)}`;
}

/** A category's label for a reader of a language; null where there is none. */
export function categoryLabel(pack: CatalogPack, id: string | undefined, language: string): string | null {
  const category = pack.categories.find((one) => one.id === id);
  return category === undefined ? null : inLanguage(pack, languageFor(pack, language))(category.label);
}

/** Mistakes of a pack with their sentences, for a reader of a language. */
export function toIssues(issues: readonly ReadIssue[], language: string | null) {
  return issues.map((issue) => ({ ...issue, facts: { ...issue.facts }, message: packMistakeText(issue, language) }));
}

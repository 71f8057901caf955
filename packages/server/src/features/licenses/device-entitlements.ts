import type { coverage as coverageSchema, entitlement } from '@muniment/contract';
import { type CatalogPack, findFeature, findProduct } from '@muniment/domain/catalog';
import {
  type ActiveLot,
  allSteps,
  type CoverageChange,
  coverage,
  coverageChanges,
  coverageValues,
  coveredFeatures,
  type Entitlement,
  type EntitlementInput,
  entitlements,
  explain,
  explainCoverage,
  type Step,
} from '@muniment/domain/entitlements';
import { toId } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import { inLanguage } from '../catalog/index.ts';
import type { LoadedHolding } from '../lots/index.ts';

export type WireEntitlement = z.output<typeof entitlement>;
export type WireCoverage = z.output<typeof coverageSchema>;

/** Holdings as the lots that entitlements are computed from: grants by the part version each was issued under. */
export function toActiveLots(holdings: readonly LoadedHolding[]): ActiveLot[] {
  return holdings.map(({ lot, part, quantity }) => ({
    lotId: lot.id,
    partNumber: lot.partNumber,
    quantity,
    grants: part.grants,
    ...(part.covers === undefined ? {} : { covers: part.covers }),
    validFrom: lot.validFrom,
    validUntil: lot.validUntil,
    demo: lot.origin === 'demo',
  }));
}

/** What a device is, as far as its entitlements depend on it. */
export interface Model {
  readonly product: string;
  readonly variant: string | null;
}

/** What the rules of entitlement are asked with. */
export function entitlementInput(
  pack: CatalogPack,
  { product, variant }: Model,
  lots: readonly ActiveLot[],
  today: Temporal.PlainDate,
): EntitlementInput {
  return { lots, features: pack.features, maxima: findProduct(pack, product, variant)?.maxima ?? [], today };
}

function unitWords(pack: CatalogPack, language: string, featureId: string): { unit(count: number): string } | undefined {
  const feature = findFeature(pack, featureId);
  if (feature === undefined || !('unit' in feature) || feature.unit === undefined) return undefined;
  const { one, other } = feature.unit;
  return { unit: (count) => inLanguage(pack, language)(count === 1 ? one : other) };
}

const yes: Readonly<Record<string, string>> = { en: 'yes', de: 'ja' };

/** A value in words: "120 seats", "V6", "yes"; nothing granted is "–". */
function valueText(pack: CatalogPack, language: string, featureId: string, value: Entitlement['value'] | undefined): string {
  if (value === undefined) return '–';
  if (value === true) return yes[language] ?? 'yes';
  if (typeof value === 'string') return value;
  const unit = unitWords(pack, language, featureId)?.unit(value);
  const number = new Intl.NumberFormat(language === 'de' ? 'de' : 'en').format(value);
  return unit === undefined ? number : `${number} ${unit}`;
}

function toStep(pack: CatalogPack, language: string, featureId: string, step: Step): WireEntitlement['steps'][number] {
  return {
    lotId: toId('lot', step.lotId),
    part: step.partNumber,
    quantity: step.quantity,
    adds: valueText(pack, language, featureId, step.total),
    counted: step.counted,
    reason: step.reason,
  };
}

export function whyTexts(
  pack: CatalogPack,
  language: string,
  found: Parameters<typeof explain>[0] & Pick<Entitlement, 'feature'>,
): string[] {
  return [...explain(found, language, unitWords(pack, language, found.feature))];
}

/** What is left of a feature once its present value has ended, in words. */
function afterwards(pack: CatalogPack, language: string, input: EntitlementInput, found: Entitlement | undefined): string | null {
  if (found === undefined || found.validUntil === null) return null;
  const left = entitlements({ ...input, today: found.validUntil }).find(({ feature }) => feature === found.feature);
  return left === undefined ? null : valueText(pack, language, left.feature, left.value);
}

/** Every feature the lots speak of, with its value today and why; features whose licences ended are told with nothing. */
export function toEntitlements(pack: CatalogPack, language: string, input: EntitlementInput): WireEntitlement[] {
  const t = inLanguage(pack, language);
  const current = new Map(entitlements(input).map((found) => [found.feature, found]));
  return allSteps(input).map(({ feature: id, steps }) => {
    const feature = findFeature(pack, id)!;
    const found = current.get(id);
    const none = feature.kind === 'flag' ? false : feature.kind === 'version' ? '' : 0;
    return {
      feature: id,
      label: t(feature.label),
      kind: feature.kind,
      value: found?.value ?? none,
      text: valueText(pack, language, id, found?.value),
      validFrom: found?.validFrom?.toString() ?? null,
      until: found?.validUntil?.toString() ?? null,
      lastDay: found?.lastDay?.toString() ?? null,
      afterwards: afterwards(pack, language, input, found),
      why: whyTexts(pack, language, found ?? { feature: id, kind: feature.kind, value: 0, maximum: null, steps, lastDay: null }),
      steps: steps.map((step) => toStep(pack, language, id, step)),
    };
  });
}

/** The capacities of a device that maintenance must cover. */
function featuresToCover(pack: CatalogPack, { product, variant }: Model): readonly string[] {
  const model = findProduct(pack, product, variant);
  return model === undefined ? [] : coveredFeatures(pack, model);
}

/** What maintenance covers of each capacity of a device, said before an upgrade is tried (E7). */
export function toCoverage(pack: CatalogPack, language: string, model: Model, { lots, today }: EntitlementInput): WireCoverage[] {
  const t = inLanguage(pack, language);
  return coverage(lots, featuresToCover(pack, model), today).map((found) => ({
    feature: found.feature,
    label: t(findFeature(pack, found.feature)!.label),
    capacity: found.capacity,
    covered: found.covered,
    missing: found.missing,
    until: found.until?.toString() ?? null,
    lastDay: found.lastDay?.toString() ?? null,
    ...explainCoverage(found, language, unitWords(pack, language, found.feature)),
  }));
}

/** The same from today on, as a licence file carries it; empty where no maintenance is sold for the product. */
export function datedCoverage(pack: CatalogPack, model: Model, { lots, today }: EntitlementInput): readonly CoverageChange[] {
  const features = featuresToCover(pack, model);
  if (features.length === 0) return [];
  return [{ on: today, values: coverageValues(coverage(lots, features, today)) }, ...coverageChanges(lots, features, today)];
}

/** What an act changes for a device, feature by feature. */
export function compareEntitlements(pack: CatalogPack, language: string, before: EntitlementInput, after: EntitlementInput) {
  const t = inLanguage(pack, language);
  const was = new Map(entitlements(before).map((found) => [found.feature, found]));
  const will = new Map(entitlements(after).map((found) => [found.feature, found]));
  return pack.features.flatMap((feature) => {
    const old = was.get(feature.id);
    const found = will.get(feature.id);
    if (old === undefined && found === undefined) return [];
    return [
      {
        feature: feature.id,
        label: t(feature.label),
        before: valueText(pack, language, feature.id, old?.value),
        after: valueText(pack, language, feature.id, found?.value),
        why: found === undefined ? [] : whyTexts(pack, language, found),
      },
    ];
  });
}

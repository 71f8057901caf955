import { duplicates } from './check-parts.ts';
import type { PackIssue } from './issue.ts';
import type { CatalogPack, EndpointRules, Product, ProductVersion, Variant } from './pack.ts';

type Path = readonly (string | number)[];

/** What a product or a variant itself says of its firmware and of what stands behind it (E4, E5, E7). */
export function checkController(pack: CatalogPack, { versions, endpoints }: Product | Variant, path: Path): PackIssue[] {
  return [
    ...checkReleases(versions ?? [], [...path, 'versions']),
    ...(endpoints === undefined ? [] : checkEndpoints(pack, endpoints, [...path, 'endpoints', 'protocols'])),
  ];
}

/** The order of the list is that of the releases; several may come on one day. */
function checkReleases(versions: readonly ProductVersion[], path: Path): PackIssue[] {
  const backwards = versions.flatMap(({ version, released }, index): PackIssue[] => {
    const before = versions[index - 1];
    if (before === undefined || before.released <= released) return [];
    const facts = { version, released, before: before.version, earlier: before.released };
    return [{ code: 'versions-not-in-order', path: [...path, index, 'released'], facts }];
  });
  return [...duplicates(versions, ({ version }) => version, path, 'version'), ...backwards];
}

/** Several protocols may use up one capacity. */
function checkEndpoints(pack: CatalogPack, { protocols }: EndpointRules, path: Path): PackIssue[] {
  return [
    ...duplicates(protocols, ({ id }) => id, path, 'id'),
    ...protocols.flatMap(({ feature: id }, index): PackIssue[] => {
      const feature = pack.features.find((one) => one.id === id);
      const at = [...path, index, 'feature'];
      if (feature === undefined) return [{ code: 'feature-unknown', path: at, facts: { feature: id } }];
      return feature.kind === 'capacity'
        ? []
        : [{ code: 'protocol-without-capacity', path: at, facts: { feature: id, kind: feature.kind } }];
    }),
  ];
}

/** A device that fetches its licences itself proves itself by a hardware key that it knows, and takes the signed document (E1, E2). */
export function checkEnrolment({ enrolment, keyFormats, licenseFile }: Product, path: Path): PackIssue[] {
  if (enrolment === undefined) return [];
  const reason = keyFormats.length === 0 ? 'key' : licenseFile.format === 'external' ? 'file' : null;
  return reason === null ? [] : [{ code: 'enrolment-not-possible', path: [...path, 'enrolment'], facts: { reason } }];
}

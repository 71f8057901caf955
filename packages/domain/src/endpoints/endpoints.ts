import { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import type { CapacityOrder, Endpoint, EndpointProtocol } from './types.ts';

/** How many endpoints each feature allows; a feature that is missing allows none. */
export type Capacities = Readonly<Record<string, number>>;

/** Of everything a licence grants, what is a number: only that can be used up. */
export function capacitiesOf(entitlements: Readonly<Record<string, unknown>>): Capacities {
  return Object.fromEntries(Object.entries(entitlements).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}

const featuresOf = (protocols: readonly EndpointProtocol[]): ReadonlyMap<string, string> =>
  new Map(protocols.map(({ id, feature }) => [id, feature]));

const capacityOf = (capacities: Capacities, feature: string): number => (Object.hasOwn(capacities, feature) ? capacities[feature]! : 0);

/** By age, then by id: of two that came in the same moment it is always the same one that keeps its capacity. */
function byAge(endpoints: readonly Endpoint[]): Endpoint[] {
  return endpoints
    .map((endpoint) => ({ endpoint, since: Temporal.Instant.from(endpoint.since) }))
    .sort((a, b) => Temporal.Instant.compare(a.since, b.since) || (a.endpoint.id < b.endpoint.id ? -1 : 1))
    .map(({ endpoint }) => endpoint);
}

/** The ids of those that there is capacity for. */
function coveredBy(
  endpoints: readonly Endpoint[],
  capacities: Capacities,
  features: ReadonlyMap<string, string>,
  order: CapacityOrder,
): ReadonlySet<string> {
  const covered = new Set<string>();
  const used = new Map<string, number>();
  const aged = byAge(endpoints);
  for (const { id, protocol } of order === 'oldest-first' ? aged : aged.reverse()) {
    const feature = features.get(protocol);
    if (feature === undefined) continue;
    const before = used.get(feature) ?? 0;
    if (before >= capacityOf(capacities, feature)) continue;
    used.set(feature, before + 1);
    covered.add(id);
  }
  return covered;
}

/**
 * What becomes of endpoints where a device has these capacities (E4, E5). Those over capacity are unlicensed; those that come
 * within it again are unprovisioned, for somebody has to set them up; all others stay as they are, and as the same object. The
 * order of the list is kept, and doing it again changes nothing.
 */
export function applyCapacity(
  endpoints: readonly Endpoint[],
  capacities: Capacities,
  protocols: readonly EndpointProtocol[],
  order: CapacityOrder,
): readonly Endpoint[] {
  const covered = coveredBy(endpoints, capacities, featuresOf(protocols), order);
  return endpoints.map((endpoint) => {
    if (!covered.has(endpoint.id)) return endpoint.state === 'unlicensed' ? endpoint : { ...endpoint, state: 'unlicensed' };
    return endpoint.state === 'unlicensed' ? { ...endpoint, state: 'unprovisioned' } : endpoint;
  });
}

/** Sets an endpoint up: by hand, and only where there is capacity for it (E4). One that is set up stays so. */
export function provision(endpoint: Endpoint): Decision<Endpoint, 'endpoint-unlicensed'> {
  if (endpoint.state === 'unlicensed') return refuse('endpoint-unlicensed', { endpointId: endpoint.id, name: endpoint.name });
  return accept(endpoint.state === 'provisioned' ? endpoint : { ...endpoint, state: 'provisioned' });
}

/** How far a feature's capacity goes. */
export interface FeatureCoverage {
  readonly feature: string;
  readonly capacity: number;
  /** Endpoints that need it, whether or not they have it. */
  readonly endpoints: number;
  /** Those that there is no capacity for. */
  readonly lacking: number;
}

/** The same in numbers, feature by feature in the order of the protocols: what people are told before they buy more (E5). */
export function coverageOf(
  endpoints: readonly Endpoint[],
  capacities: Capacities,
  protocols: readonly EndpointProtocol[],
): readonly FeatureCoverage[] {
  const features = featuresOf(protocols);
  return [...new Set(features.values())].map((feature) => {
    const needing = endpoints.filter(({ protocol }) => features.get(protocol) === feature).length;
    const capacity = capacityOf(capacities, feature);
    return { feature, capacity, endpoints: needing, lacking: Math.max(0, needing - capacity) };
  });
}

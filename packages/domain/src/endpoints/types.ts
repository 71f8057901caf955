/**
 * What an endpoint may do. `unlicensed`: the device has no capacity left for it; it is not spoken to. `unprovisioned`: there is
 * capacity, and somebody has yet to set it up by hand. `provisioned`: it works.
 */
export type EndpointState = 'unlicensed' | 'unprovisioned' | 'provisioned';

/** Which endpoints keep their capacity where there is not enough for all: those that were there first, or those that came last. */
export type CapacityOrder = 'oldest-first' | 'newest-first';

/** A way to speak to endpoints, as the product's catalog says; endpoints of a protocol use up the capacity of its feature. */
export interface EndpointProtocol {
  readonly id: string;
  /** Id of a feature; several protocols may share one, and then share its capacity. */
  readonly feature: string;
}

/** A thing behind a device that uses up one unit of capacity while it works (E4). */
export interface Endpoint {
  readonly id: string;
  /** Id of its protocol; one that the product does not know has no capacity. */
  readonly protocol: string;
  readonly name: string;
  /** Where the protocol finds it, in the protocol's own words. */
  readonly address: string;
  /** When it was added, RFC 3339. */
  readonly since: string;
  readonly state: EndpointState;
}

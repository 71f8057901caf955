import type { Signer } from '@muniment/documents/self';
import type { Actor, Context, OrganizationFacts } from '../../core/context.ts';
import type { Demo } from './demo-file.ts';

/** A step that is refused is a mistake in the file: the whole demo is left out, with the reason. */
export function must<T>(
  what: string,
  result:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly refusal: { readonly code: string; readonly facts: object } },
): T {
  if (result.ok) return result.value;
  throw new Error(`demo: ${what}: ${result.refusal.code} ${JSON.stringify(result.refusal.facts)}`);
}

/** A device that is there; `id` as the API writes it. */
export interface Placed {
  readonly id: string;
  readonly product: string;
  readonly variant: string | null;
  readonly hardwareKey: string;
}

/** A seat that is away, as whoever borrowed it knows of it. */
export interface Away {
  /** The lease as the API writes it. */
  readonly leaseId: string;
  readonly project: string;
  readonly signer: Signer;
  readonly until: string;
  /** Of its newest document. */
  readonly number: number;
}

/** A workstation with a key of its own, as it knows itself. */
export interface Machine {
  readonly signer: Signer;
  readonly product: string;
  readonly hardwareKey: string;
  readonly name: string;
  /** Parts that are no longer those of the beginning. */
  readonly changed: readonly string[];
  /** Of its newest licence file. */
  readonly serial: { readonly epoch: number; readonly number: number };
}

/** Everything that was made so far, by the names the file gives it, and the way to act as somebody some days ago. */
export interface Stage {
  readonly demo: Demo;
  /** Of the password that everybody has. */
  readonly passwordHash: string;
  readonly organizations: Map<string, OrganizationFacts>;
  readonly actors: Map<string, Actor>;
  readonly devices: Map<string, Placed>;
  /** Ids as the API writes them; a customer's first project has the customer's name. */
  readonly projects: Map<string, string>;
  readonly users: Map<string, string>;
  /** Licence keys of a set that nobody has registered yet, in clear. */
  readonly keys: Map<string, string[]>;
  /** Those of a set that were registered, and that no workstation has typed yet. */
  readonly registered: Map<string, string[]>;
  /** By the names of leases and devices. */
  readonly away: Map<string, Away>;
  readonly machines: Map<string, Machine>;
  /** Who takes seats of a project: its programs, with their key. */
  readonly programs: Map<string, Actor>;
  /** The customer that a project belongs to, by its name in the file. */
  customerOf(project: string): string;
  /** Files made elsewhere that devices wait for, by the device's name. */
  readonly awaited: Map<string, string>;
  as(actor: Actor, daysAgo: number): Context;
}

export function named<T>(map: ReadonlyMap<string, T>, id: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`demo: nothing is called ${id}`);
  return found;
}

/** What a use case is given beside its context. */
export const input = <P, B>(params: P, body: B) => ({ params, query: {}, body });

import { randomBytes } from 'node:crypto';
import { type Endpoint, provision as provisionOne } from '@muniment/client/endpoints';
import { instantText } from '@muniment/client/machine';
import { accept, type Outcome, refuse } from '../../../outcome.ts';
import type { Controller } from '../controller.ts';
import type { Answer, ControllerRefusal } from '../refusals.ts';
import { type Described, readImport } from './read-import.ts';

/** No controller has more; the cloud takes no longer list. */
const mostEndpoints = 10_000;

/** Whose turn it is: those with these ids, or every one. */
export type Selection = { readonly ids: readonly string[] } | { readonly all: true };

/** An id that is the same whenever the same endpoint is described again; a random one where it has no address. */
function idFor({ id, protocol, address }: Described): string {
  if (id !== undefined) return id;
  const known = `${protocol}:${address}`;
  return address === '' || known.length > 100 ? `endpoint-${randomBytes(8).toString('hex')}` : known;
}

function check({ identity }: Controller, { id, protocol, name, address }: Described): Outcome<null, ControllerRefusal> {
  const known = identity.protocols.map((one) => one.id);
  if (!known.includes(protocol)) return refuse('protocol-unknown', { protocol, known });
  const fits = name.trim() !== '' && name.length <= 200 && address.length <= 200 && (id === undefined || (id !== '' && id.length <= 100));
  return fits ? accept(null) : refuse('endpoint-not-valid', { name, address });
}

/**
 * A new endpoint has nothing; whether there is capacity for it is the rule's to say. Of several that come together each is a
 * moment younger than the one before, so that the order of a list is the order of age.
 */
const newEndpoint = (described: Described, since: number): Endpoint => ({
  id: idFor(described),
  protocol: described.protocol,
  name: described.name.trim(),
  address: described.address.trim(),
  since: instantText(since),
  state: 'unlicensed',
});

/** Adds an endpoint (E4). */
export async function addEndpoint(controller: Controller, described: Described): Promise<Answer<Endpoint>> {
  const checked = check(controller, described);
  if (!checked.ok) return checked;
  const { endpoints } = controller.state();
  const added = newEndpoint(described, controller.clock.time().now);
  if (endpoints.some(({ id }) => id === added.id)) return refuse('endpoint-exists', { endpointId: added.id });
  if (endpoints.length >= mostEndpoints) return refuse('too-many-endpoints', { most: mostEndpoints });
  await controller.change({ endpoints: [...endpoints, added] });
  return accept(controller.endpoints().find(({ id }) => id === added.id)!);
}

/** What a file of endpoints brought. */
export interface Imported {
  readonly added: number;
  /** Known ones that have another name or address now. */
  readonly changed: number;
  readonly unchanged: number;
}

/** Adds every endpoint of a file that is not there yet, and takes over new names and addresses. It removes none; all or nothing. */
export async function importEndpoints(controller: Controller, text: string): Promise<Answer<Imported>> {
  const read = readImport(text);
  if (!read.ok) return read;
  const mistakes = read.value.flatMap((described, index) => {
    const checked = check(controller, described);
    return checked.ok ? [] : [{ line: index + 1, reason: checked.refusal.code }];
  });
  if (mistakes.length > 0) return refuse('import-not-valid', { mistakes: mistakes.slice(0, 20) });
  const all = new Map(controller.state().endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const count = { added: 0, changed: 0, unchanged: 0 };
  const { now } = controller.clock.time();
  for (const [index, described] of read.value.entries()) {
    const made = newEndpoint(described, now + index);
    const known = all.get(made.id);
    const isSame = known !== undefined && known.name === made.name && known.address === made.address && known.protocol === made.protocol;
    count[known === undefined ? 'added' : isSame ? 'unchanged' : 'changed'] += 1;
    const { protocol, name, address } = made;
    all.set(made.id, known === undefined ? made : { ...known, protocol, name, address });
  }
  if (all.size > mostEndpoints) return refuse('too-many-endpoints', { most: mostEndpoints });
  await controller.change({ endpoints: [...all.values()] });
  return accept(count);
}

/** The endpoints chosen; refuses where one is not there. */
function chosen(controller: Controller, selection: Selection): Outcome<readonly Endpoint[], 'endpoint-not-found'> {
  const endpoints = controller.endpoints();
  if ('all' in selection) return accept(endpoints);
  const missing = selection.ids.find((id) => !endpoints.some((endpoint) => endpoint.id === id));
  return missing === undefined
    ? accept(endpoints.filter(({ id }) => selection.ids.includes(id)))
    : refuse('endpoint-not-found', { endpointId: missing });
}

/** Removes endpoints; those that were over capacity move up. */
export async function removeEndpoints(controller: Controller, selection: Selection): Promise<Answer<{ readonly removed: number }>> {
  const found = chosen(controller, selection);
  if (!found.ok) return found;
  const gone = new Set(found.value.map(({ id }) => id));
  await controller.change({ endpoints: controller.state().endpoints.filter(({ id }) => !gone.has(id)) });
  return accept({ removed: gone.size });
}

/** What provisioning came to. */
export interface Provisioned {
  readonly provisioned: number;
  /** Those left out because they are unlicensed; only where all were meant. */
  readonly unlicensed: number;
}

/** Provisions endpoints, by hand as the source wants it (E4): named ones must be licensed, of all it takes those that are. */
export async function provisionEndpoints(controller: Controller, selection: Selection): Promise<Answer<Provisioned>> {
  const found = chosen(controller, selection);
  if (!found.ok) return found;
  const done = new Map<string, Endpoint>();
  let unlicensed = 0;
  for (const endpoint of found.value) {
    const decided = provisionOne(endpoint);
    if (decided.ok) done.set(endpoint.id, decided.value);
    else if ('all' in selection) unlicensed += 1;
    else return decided;
  }
  await controller.change({ endpoints: controller.endpoints().map((endpoint) => done.get(endpoint.id) ?? endpoint) });
  return accept({ provisioned: found.value.length - unlicensed, unlicensed });
}

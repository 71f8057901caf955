import { exitCodes, UsageError } from '@muniment/cli';
import { type CommonOptions, type Here, tell, tellFailure } from './context.ts';
import { readText } from './offline.ts';

interface AddOptions extends CommonOptions {
  readonly protocol: string;
  readonly name: string;
  readonly address?: string;
  readonly id?: string;
}

interface AllOptions extends CommonOptions {
  readonly all?: boolean;
}

/** Those that are named, or all: one of the two must be said. */
function selectionOf({ all }: AllOptions, ids: readonly string[]): { all: true } | { ids: string[] } {
  if ((ids.length === 0) === (all !== true)) throw new UsageError('Name the endpoints by their ids, or give --all.');
  return all ? { all } : { ids: [...ids] };
}

const count = (number: number): string => `${number} ${number === 1 ? 'endpoint' : 'endpoints'}`;

/** `muniment controller add-endpoint`. */
export async function addEndpoint(here: Here, { protocol, name, address = '', id }: AddOptions): Promise<number> {
  const added = await here.agent.perform(here, 'add-endpoint', { protocol, name, address, ...(id === undefined ? {} : { id }) });
  if (!added.ok) return tellFailure(here, added);
  tell(here, added.value, `${added.value.name} is there and ${added.value.state}: ${added.value.id}`);
  return exitCodes.ok;
}

/** `muniment controller remove-endpoints`. */
export async function removeEndpoints(here: Here, options: AllOptions, ids: readonly string[]): Promise<number> {
  const removed = await here.agent.perform(here, 'remove-endpoints', selectionOf(options, ids));
  if (!removed.ok) return tellFailure(here, removed);
  tell(here, removed.value, `${count(removed.value.removed)} removed.`);
  return exitCodes.ok;
}

/** `muniment controller provision-endpoints`. */
export async function provisionEndpoints(here: Here, options: AllOptions, ids: readonly string[]): Promise<number> {
  const done = await here.agent.perform(here, 'provision-endpoints', selectionOf(options, ids));
  if (!done.ok) return tellFailure(here, done);
  const { provisioned, unlicensed } = done.value;
  const left = unlicensed === 0 ? '' : ` ${count(unlicensed)} left out: there is no capacity.`;
  tell(here, done.value, `${count(provisioned)} provisioned.${left}`);
  return exitCodes.ok;
}

/** `muniment controller import-endpoints FILE`. */
export async function importEndpoints(here: Here, _: CommonOptions, path: string): Promise<number> {
  const done = await here.agent.perform(here, 'import-endpoints', { text: readText(path) });
  if (!done.ok) return tellFailure(here, done);
  const { added, changed, unchanged } = done.value;
  tell(here, done.value, `${count(added)} added, ${changed} changed, ${unchanged} as before.`);
  return exitCodes.ok;
}

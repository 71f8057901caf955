import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Io } from '@muniment/cli';
import type { Agent, CommonOptions, Here } from './context.ts';

/** Workstations of this user that the command line may mean. */
export interface Found {
  readonly places: ReturnType<Agent['placesOf']>;
  readonly known: ReturnType<Agent['listWorkstations']>;
  /** Those of the vendor and product that are named. */
  readonly meant: ReturnType<Agent['listWorkstations']>;
}

export type Which = Pick<CommonOptions, 'vendor' | 'product'>;

export const namesNone = ({ vendor, product }: Which): boolean => vendor === undefined && product === undefined;

const whichOf = ({ vendor, product }: Which) => ({
  ...(vendor === undefined ? {} : { vendor }),
  ...(product === undefined ? {} : { product }),
});

/** Looks where this user's workstations are; null where the command line or the environment names the folder. */
export function findWorkstations(agent: Agent, { env }: Io, options: CommonOptions): Found | null {
  if (options.data !== undefined || env['MUNIMENT_WORKSTATION_DATA']) return null;
  const places = agent.placesOf({ env, home: homedir(), platform: process.platform });
  const known = agent.listWorkstations(places);
  return { places, known, meant: agent.chooseWorkstations(known, whichOf(options)) };
}

/** The folder that is meant as far as it can be told: the one that is named, the only one that fits, or where one would be. */
export function folderMeant(agent: Agent, { env }: Io, { data, vendor, product }: CommonOptions, found: Found | null): string {
  if (found === null) return resolve(data ?? env['MUNIMENT_WORKSTATION_DATA']!);
  const [only, another] = found.meant;
  if (only !== undefined && another === undefined) return only.folder;
  if (only === undefined && vendor !== undefined && product !== undefined) return agent.newFolderFor(found.places, { vendor, product });
  return found.places.first;
}

/** The same, in another folder. */
export const inFolder = (here: Here, folder: string): Here => ({ ...here, folder, place: { ...here.place, folder } });

/** Of several nobody can tell which. */
export const severalMeant = (workstations: Found['meant']) => ({
  ok: false as const,
  refusal: { code: 'several-workstations' as const, facts: { workstations } },
});

/** A command for one workstation, of a user who may have several: what is meant, or why that cannot be told. */
export function oneMeant(here: Here, options: CommonOptions) {
  const { found } = here;
  const { vendor, product } = options;
  if (found === null) {
    // A folder that is named and another's is told apart before anything in it is used.
    const expected = whichOf({ vendor, product });
    return { ok: true as const, value: { ...here, place: { ...here.place, expected } } };
  }
  const { meant, known } = found;
  if (meant.length > 1) return severalMeant(meant);
  const isNamedNowhere = meant.length === 0 && known.length > 0;
  if (isNamedNowhere)
    return { ok: false as const, refusal: { code: 'not-set-up' as const, facts: { folder: here.folder, workstations: known } } };
  return { ok: true as const, value: here };
}

/** A file that was carried here says whose it is, where the command line does not; it is judged there as every other. */
export function oneOfFile(here: Here, options: CommonOptions, bytes: Uint8Array) {
  const several = here.found?.meant ?? [];
  const fitting = several.length > 1 ? here.agent.fittingFile(several, bytes) : [];
  const [only, another] = fitting;
  if (only !== undefined && another === undefined) return { ok: true as const, value: inFolder(here, only.folder) };
  return another === undefined ? oneMeant(here, options) : severalMeant(fitting);
}

/**
 * The folder of seats. One in which such a seat is borrowed is meant before any other. A program with a key has no product: its seats lie in
 * the folder that is no product's.
 */
export async function forSeats(here: Here, options: CommonOptions, isWanted: (seat: Borrowed) => boolean) {
  const { agent, io, found, place } = here;
  if (found === null || !namesNone(options)) return oneMeant(here, options);
  const { first } = found.places;
  const folders = [...new Set([...found.meant.map(({ folder }) => folder), first])];
  for (const folder of folders) {
    const borrowed = await agent.borrowedHere({ ...place, folder });
    if (borrowed.ok && borrowed.value.seats.some(isWanted)) return { ok: true as const, value: inFolder(here, folder) };
  }
  const hasKey = Boolean(io.env['MUNIMENT_API_KEY'] || io.env['MUNIMENT_API_KEY_FILE']);
  return hasKey ? { ok: true as const, value: inFolder(here, first) } : oneMeant(here, options);
}

type Borrowed = Extract<Awaited<ReturnType<Agent['borrowedHere']>>, { ok: true }>['value']['seats'][number];

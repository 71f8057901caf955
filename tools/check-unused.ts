/** Unused: no file, export or dependency that nothing uses, and no import of a package that is not declared. Knip, as knip.json says. */
import { foldersIn } from './lib/files.ts';
import { type Finding, tell } from './lib/report.ts';
import { runTool } from './lib/tool.ts';

interface Issue {
  readonly name?: string;
  readonly line?: number;
}
type FileIssues = { readonly file: string } & Readonly<Record<string, readonly Issue[] | string>>;

const says: Readonly<Record<string, string>> = {
  files: 'is used by nothing',
  dependencies: 'is a dependency that nothing imports',
  devDependencies: 'is a dependency that nothing imports',
  optionalPeerDependencies: 'is an optional peer that is imported',
  unlisted: 'is imported but not declared in package.json',
  unresolved: 'is imported but does not exist',
  exports: 'is exported but only this file uses it',
};

await tell(async () => {
  const { out, err } = await runTool('knip', ['--reporter', 'json', '--no-progress', '--no-config-hints']);
  if (!out.trimStart().startsWith('{')) return { findings: [{ at: 'knip.json', says: (out + err).trim() }], looked: 1, noun: 'packages' };
  const { issues } = JSON.parse(out) as { issues: readonly FileIssues[] };
  const findings: Finding[] = issues.flatMap((entry) =>
    Object.entries(says).flatMap(([kind, text]) => {
      const list = entry[kind];
      return Array.isArray(list)
        ? (list as readonly Issue[]).map(({ name, line }) => ({
            at: line ? `${entry.file}:${line}` : entry.file,
            says: `${name ?? 'the file'} ${text}`,
          }))
        : [];
    }),
  );
  return { findings, looked: foldersIn('packages').length, noun: 'packages' };
});

/** Types: TypeScript finds no error in any project, and every file of code belongs to a project. */
import { allCode, exists, foldersIn } from './lib/files.ts';
import { type Finding, tell } from './lib/report.ts';
import { relativeToRoot, runTool } from './lib/tool.ts';

const projects = ['tsconfig.json', ...foldersIn('packages').map((name) => `packages/${name}/tsconfig.json`)].filter(exists);

interface Checked {
  readonly findings: readonly Finding[];
  /** Every file the project takes in. */
  readonly files: readonly string[];
}

async function check(project: string): Promise<Checked> {
  const { code, out, err } = await runTool('tsc', ['-p', project, '--noEmit', '--pretty', 'false', '--listFiles']);
  const lines = out.split('\n');
  const findings = lines.flatMap((line) => {
    const error = line.match(/^(?:(.+)\((\d+),\d+\): )?error (TS\d+: .*)$/);
    return error ? [{ at: error[1] ? `${relativeToRoot(error[1])}:${error[2]}` : project, says: error[3] ?? '' }] : [];
  });
  const silent = code !== 0 && findings.length === 0 ? [{ at: project, says: (out + err).trim() }] : [];
  return { findings: [...findings, ...silent], files: lines.map(relativeToRoot) };
}

await tell(async () => {
  const checked = await Promise.all(projects.map(check));
  const listed = new Set(checked.flatMap(({ files }) => files));
  const typed = allCode().filter((path) => !path.endsWith('.mjs'));
  const outside = typed
    .filter((path) => !listed.has(path))
    .map((path) => ({ at: path, says: 'belongs to no tsconfig.json, so nobody checks its types' }));
  return { findings: [...checked.flatMap(({ findings }) => findings), ...outside], looked: typed.length - outside.length, noun: 'files' };
});

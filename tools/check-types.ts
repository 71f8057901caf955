/** Types: TypeScript finds no error in any project, and every file of code belongs to a project. */
import { allCode, exists, foldersIn } from './lib/files.ts';
import { type Finding, tell } from './lib/report.ts';
import { relativeToRoot, runTool } from './lib/tool.ts';

const projects = ['tsconfig.json', ...foldersIn('packages').map((name) => `packages/${name}/tsconfig.json`)].filter(exists);

async function errorsOf(project: string): Promise<Finding[]> {
  const { code, out, err } = await runTool('tsc', ['-p', project, '--noEmit', '--pretty', 'false']);
  const findings = out.split('\n').flatMap((line) => {
    const error = line.match(/^(?:(.+)\((\d+),\d+\): )?error (TS\d+: .*)$/);
    return error ? [{ at: error[1] ? `${relativeToRoot(error[1])}:${error[2]}` : project, says: error[3] ?? '' }] : [];
  });
  return code !== 0 && findings.length === 0 ? [{ at: project, says: (out + err).trim() }] : findings;
}

async function filesOf(project: string): Promise<string[]> {
  const { out } = await runTool('tsc', ['-p', project, '--listFilesOnly']);
  return out.split('\n').map(relativeToRoot);
}

await tell(async () => {
  const listed = new Set((await Promise.all(projects.map(filesOf))).flat());
  const typed = allCode().filter((path) => !path.endsWith('.mjs'));
  const outside = typed
    .filter((path) => !listed.has(path))
    .map((path) => ({ at: path, says: 'belongs to no tsconfig.json, so nobody checks its types' }));
  const errors = (await Promise.all(projects.map(errorsOf))).flat();
  return { findings: [...errors, ...outside], looked: typed.length - outside.length, noun: 'files' };
});

/** Sizes that keep it readable: files under 400 lines, functions under 70. Tests, generated files and texts are left out. */
import { isTexts, read, sourcesBelow } from './lib/files.ts';
import { type Finding, tell } from './lib/report.ts';
import { type Node, parse, type Syntax, walk } from './lib/syntax.ts';

const fileLines = 400;
const functionLines = 70;

const functions = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'Constructor',
  'MethodProperty',
  'GetterProperty',
  'SetterProperty',
]);

/** What people call the function: its own name, else that of what it is given to. */
function nameOf(node: Node, parents: readonly Node[]): string {
  const holder = parents.at(-1);
  const candidates = [node['identifier'], node['key'], holder?.['id'], holder?.['key']] as (Node | null | undefined)[];
  return (candidates.find((candidate) => typeof candidate?.['value'] === 'string')?.['value'] as string | undefined) ?? 'a function';
}

function longFunctions(path: string, syntax: Syntax): Finding[] {
  const findings: Finding[] = [];
  walk(syntax.body, (node, parents) => {
    if (!functions.has(node.type)) return;
    const first = syntax.firstLine(node);
    const lines = syntax.lastLine(node) - first + 1;
    if (lines >= functionLines)
      findings.push({
        at: `${path}:${first}`,
        says: `${nameOf(node, parents)} has ${lines} lines; a function stays under ${functionLines}`,
      });
  });
  return findings;
}

await tell(() => {
  const files = ['packages', 'tools', 'bench', 'examples'].flatMap(sourcesBelow).filter((path) => !isTexts(path));
  const findings = files.flatMap((path) => {
    const lines = read(path).trimEnd().split('\n').length;
    const long = lines >= fileLines ? [{ at: path, says: `has ${lines} lines; a file stays under ${fileLines}` }] : [];
    return [...long, ...longFunctions(path, parse(path))];
  });
  return { findings, looked: files.length, noun: 'files' };
});

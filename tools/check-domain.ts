/**
 * Domain purity: the same input gives the same decision, whenever and wherever. No clock, randomness, process, network, promise or
 * class, and no state that outlives a call. Imports are held by check-dependencies.
 */
import { sourcesBelow } from './lib/files.ts';
import { type Finding, tell } from './lib/report.ts';
import { globalName, type Node, parse, walk } from './lib/syntax.ts';

const forbidden: Readonly<Record<string, string>> = {
  Date: 'reads a clock or counts in milliseconds: pass `now`, use Temporal',
  process: 'is the outside world',
  fetch: 'is the outside world',
  console: 'is the outside world',
  performance: 'reads a clock',
  crypto: 'is randomness: pass ids in',
  globalThis: 'reaches everything that is forbidden here',
  setTimeout: 'waits',
  setInterval: 'waits',
  setImmediate: 'waits',
  queueMicrotask: 'waits',
  Promise: 'waits: load first, decide then',
  eval: 'runs text',
  Function: 'runs text',
  require: 'imports unseen',
};

const isMember = (node: Node, object: string, property: string): boolean =>
  node.type === 'MemberExpression' &&
  (node['object'] as Node)['value'] === object &&
  (node['object'] as Node).type === 'Identifier' &&
  (node['property'] as Node)['value'] === property;

/** What is impure about a node by itself, or null. */
function impurity(node: Node, parents: readonly Node[]): string | null {
  const name = globalName(node);
  if (name !== null && Object.hasOwn(forbidden, name)) return `${name} ${forbidden[name]}`;
  if (isMember(node, 'Math', 'random')) return 'Math.random is randomness: pass what was drawn';
  if (isMember(node, 'Temporal', 'Now')) return 'Temporal.Now reads a clock: pass `now`';
  if (node['async'] === true) return 'an async function waits: load first, decide then';
  if (node.type === 'AwaitExpression') return 'await waits: load first, decide then';
  if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') return 'a class hides state: use plain data and functions';
  const isModuleLevel = parents.every((parent) => parent.type === 'ExportDeclaration');
  if (node.type === 'VariableDeclaration' && node['kind'] !== 'const' && isModuleLevel)
    return 'a module variable is state that outlives a call';
  return null;
}

await tell(() => {
  const files = sourcesBelow('packages/domain/src');
  const findings = files.flatMap((path): Finding[] => {
    const syntax = parse(path);
    const found: Finding[] = [];
    walk(syntax.body, (node, parents) => {
      const says = impurity(node, parents);
      if (says !== null) found.push({ at: `${path}:${syntax.firstLine(node)}`, says });
    });
    return found;
  });
  return { findings, looked: files.length, noun: 'files' };
});

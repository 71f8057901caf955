/**
 * Dependencies: imports go in the design's directions (.dependency-cruiser.mjs), features and packages make no circle, and the
 * tool saw every file and understood imports from package to package; it once passed on nothing.
 */
import { pathToFileURL } from 'node:url';
import { foldersIn, sourcesBelow } from './lib/files.ts';
import { type Finding, root, tell } from './lib/report.ts';
import { runTool } from './lib/tool.ts';

interface Cruise {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly { readonly resolved: string }[] }[];
  readonly summary: { readonly violations: readonly Violation[] };
}

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
  readonly comment?: string;
  readonly cycle?: readonly { readonly name: string }[];
  readonly via?: readonly { readonly name: string }[];
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

const folders = ['packages', 'test', 'bench', 'examples'].filter((folder) => sourcesBelow(folder).length > 0);

async function cruise(): Promise<Cruise> {
  const { out, err } = await runTool('depcruise', ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...folders]);
  if (!out.startsWith('{')) throw new Error(`dependency-cruiser did not answer: ${out}${err}`);
  return JSON.parse(out) as Cruise;
}

/** A circle of modules that runs through features only is one finding as a circle of features, not one for each of its modules. */
function isNotOfFeatures({ rule, cycle = [] }: Violation): boolean {
  const features = new Set(cycle.map(({ name }) => featureOf(name) ?? ruleFeatureOf(name)));
  return rule.name !== 'no-cycles' || features.size < 2 || features.has(null);
}

function broken({ summary }: Cruise, comments: ReadonlyMap<string, string>): Finding[] {
  return summary.violations.filter(isNotOfFeatures).map(({ from, to, rule, cycle, via }) => {
    const path = (cycle ?? via ?? [{ name: to }]).map(({ name }) => name).join(' -> ');
    return { at: from, says: `${rule.name}: -> ${path}. ${comments.get(rule.name) ?? ''}` };
  });
}

/** The graph of larger things (packages, features) that the imports of modules make. */
function graphOf({ modules }: Cruise, nameOf: (path: string) => string | null): Graph {
  const graph = new Map<string, Set<string>>();
  for (const { source, dependencies } of modules) {
    const from = /\.test\.tsx?$/.test(source) ? null : nameOf(source);
    for (const { resolved } of dependencies) {
      const to = nameOf(resolved);
      if (from === null || to === null || from === to) continue;
      graph.set(from, (graph.get(from) ?? new Set()).add(to));
    }
  }
  return graph;
}

/** One circle through `start`, the shortest, or null. */
function circleThrough(graph: Graph, start: string): string[] | null {
  const paths = [[start]];
  const seen = new Set<string>();
  for (let path = paths.shift(); path; path = paths.shift()) {
    for (const next of graph.get(path.at(-1) ?? '') ?? []) {
      if (next === start) return [...path, start];
      if (!seen.has(next)) paths.push([...path, next]);
      seen.add(next);
    }
  }
  return null;
}

function circles(graph: Graph, kind: string): Finding[] {
  const known = new Set<string>();
  return [...graph.keys()].flatMap((start) => {
    const circle = known.has(start) ? null : circleThrough(graph, start);
    for (const name of circle ?? []) known.add(name);
    return circle ? [{ at: start, says: `${kind} in a circle: ${circle.join(' -> ')}. Move the shared rule to the domain.` }] : [];
  });
}

const featureOf = (path: string): string | null => path.match(/^packages\/[^/]+\/src\/features\/[^/]+/)?.[0] ?? null;
const ruleFeatureOf = (path: string): string | null => path.match(/^packages\/(?:domain|platform)\/src\/[^/]+(?=\/)/)?.[0] ?? null;
const packageOf = (path: string): string | null => path.match(/^packages\/[^/]+(?=\/(?:src|bin)\/)/)?.[0] ?? null;

/** What must be true for the rules above to have meant anything. */
function blindness({ modules }: Cruise, known: readonly string[]): Finding[] {
  const seen = new Set(modules.map(({ source }) => source));
  const unseen = folders.flatMap(sourcesBelow).filter((path) => !seen.has(path));
  const strangers = foldersIn('packages').filter((name) => !known.includes(name));
  return [
    ...unseen.map((path) => ({ at: path, says: 'was not seen by dependency-cruiser, so no rule holds for it' })),
    ...strangers.map((name) => ({ at: `packages/${name}`, says: 'has no direction in .dependency-cruiser.mjs: say what it may import' })),
  ];
}

await tell(async () => {
  const config = (await import(pathToFileURL(`${root}/.dependency-cruiser.mjs`).href)) as {
    default: { forbidden: readonly { name: string; comment: string }[] };
    directions: Record<string, readonly string[]>;
  };
  const seen = await cruise();
  const comments = new Map(config.default.forbidden.map(({ name, comment }) => [name, comment]));
  const packages = graphOf(seen, packageOf);
  const findings = [
    ...broken(seen, comments),
    ...circles(packages, 'packages'),
    ...circles(graphOf(seen, featureOf), 'features'),
    ...circles(graphOf(seen, ruleFeatureOf), 'features'),
    ...blindness(seen, Object.keys(config.directions)),
  ];
  // Imports between packages that resolve to no source would make every direction rule silent.
  if (packages.size === 0) findings.push({ at: 'packages', says: 'no import from one package to another was understood' });
  return { findings, looked: seen.modules.filter(({ source }) => !source.includes('node_modules/')).length, noun: 'modules' };
});

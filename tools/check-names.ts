/**
 * Names: an operation's id is also its use case's file, its row in routes.ts and a word in some test; and no use case exists that the
 * contract does not declare. Search one word, see the whole feature.
 */
import { loadOperations, type OperationFacts } from './lib/contract.ts';
import { allCode, exists, filesBelow, isTest, read } from './lib/files.ts';
import { type Finding, tell } from './lib/report.ts';

const home = 'packages/contract/src';
const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const featureFolder = (feature: string): string => `packages/server/src/features/${feature}`;

/** What two operations may not share, by what it is called. */
const unique: Readonly<Record<string, (operation: OperationFacts) => string | null>> = {
  id: ({ id }) => id,
  'method and path': ({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`,
  command: ({ cli }) => ('noun' in cli ? `${cli.noun} ${cli.verb}` : null),
};

function shared(operations: readonly OperationFacts[]): Finding[] {
  return Object.entries(unique).flatMap(([what, take]) => {
    const first = new Map<string, string>();
    return operations.flatMap((operation) => {
      const value = take(operation);
      if (value === null) return [];
      const other = first.get(value);
      first.set(value, operation.id);
      return other === undefined ? [] : [{ at: home, says: `${operation.id} has the ${what} of ${other}: ${value}` }];
    });
  });
}

function spelling({ id, feature, refusals }: OperationFacts): Finding[] {
  return [id, feature, ...refusals]
    .filter((word) => !kebab.test(word))
    .map((word) => ({ at: home, says: `${id}: "${word}" is not kebab-case` }));
}

function places({ id, feature }: OperationFacts, tests: string): Finding[] {
  const file = `${featureFolder(feature)}/operations/${id}.ts`;
  const routes = `${featureFolder(feature)}/routes.ts`;
  const table = exists(routes) ? read(routes) : '';
  const word = new RegExp(`(?<![\\w-])${id}(?![\\w-])`);
  const findings: Finding[] = [];
  if (!exists(file)) findings.push({ at: file, says: `is missing: the use case of ${id}` });
  if (!word.test(table)) findings.push({ at: routes, says: `does not mount ${id}` });
  if (!word.test(tests)) findings.push({ at: home, says: `no test mentions ${id}` });
  return findings;
}

function strays(operations: readonly OperationFacts[]): Finding[] {
  const expected = new Set(operations.map(({ id, feature }) => `${featureFolder(feature)}/operations/${id}.ts`));
  return filesBelow('packages/server/src/features')
    .filter((path) => /\/operations\/[^/]+\.ts$/.test(path) && !isTest(path) && !expected.has(path))
    .map((path) => ({ at: path, says: 'is the use case of no operation of this feature in the contract' }));
}

await tell(async () => {
  const operations = await loadOperations();
  const tests = allCode()
    .filter((path) => isTest(path) && !path.startsWith('tools/'))
    .map(read)
    .join('\n');
  const findings = [
    ...shared(operations),
    ...operations.flatMap(spelling),
    ...operations.flatMap((operation) => places(operation, tests)),
    ...strays(operations),
  ];
  return { findings, looked: operations.length, noun: 'operations' };
});

import type { Case, Files, Plant } from './tree.ts';

const config = new URL('../../.dependency-cruiser.mjs', import.meta.url).href;
const { directions } = (await import(config)) as { directions: Readonly<Record<string, readonly string[]>> };
const packages = Object.keys(directions);
const feature = (name: string): string => `packages/server/src/features/${name}`;

/** A package.json that opens everything below src, and declares what the planted files may import. */
function manifest(name: string): string {
  const dependencies = {
    zod: '4',
    kysely: '0',
    'temporal-polyfill': '1',
    ...Object.fromEntries(packages.map((other) => [`@muniment/${other}`, '*'])),
  };
  const exports = {
    '.': './src/index.ts',
    './issue': './src/issue/index.ts',
    './verify': './src/verify/index.ts',
    './operation': './src/operation.ts',
  };
  return JSON.stringify({
    name: name === 'muniment' ? name : `@muniment/${name}`,
    type: 'module',
    exports,
    dependencies,
    devDependencies: { jose: '6' },
  });
}

/** Packages of others: stand-ins, since what is asked is where an import goes, not what it finds. */
const strangers: Files = Object.fromEntries(
  ['zod', 'kysely', 'pg', 'temporal-polyfill', 'jose', 'vitest'].flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' })],
    [`node_modules/${name}/index.js`, ''],
  ]),
);

const clean: Files = {
  ...strangers,
  ...Object.fromEntries(
    packages.flatMap((name) => [
      [`packages/${name}/package.json`, manifest(name)],
      [`packages/${name}/src/index.ts`, 'export {};\n'],
    ]),
  ),
  'packages/contract/src/operation.ts': "import { z } from 'zod';\n\nexport const schema = z.object({});\n",
  'packages/documents/src/issue/index.ts': "export * from '../sign.ts';\n",
  'packages/documents/src/sign.ts': "import { sign } from 'node:crypto';\n\nexport { sign };\n",
  'packages/documents/src/verify/index.ts': 'export {};\n',
  'packages/domain/src/terms/index.ts': "import { Temporal } from 'temporal-polyfill';\n\nexport { Temporal };\n",
  'packages/domain/src/ledger/index.ts': "export * from './days.ts';\n",
  'packages/domain/src/ledger/days.ts': "export { Temporal } from '../terms/index.ts';\n",
  'packages/domain/src/ledger/days.test.ts':
    "import '@muniment/testkit';\nimport { readFileSync } from 'node:fs';\n\nexport const read = readFileSync;\n",
  'packages/platform/src/http/index.ts': "export type * from '@muniment/contract/operation';\n",
  [`${feature('a')}/index.ts`]: "export * from './store.ts';\n",
  [`${feature('a')}/store.ts`]: "import { sql } from 'kysely';\n\nexport const a = sql;\n",
  [`${feature('b')}/index.ts`]:
    "import { a } from '../a/index.ts';\nimport '@muniment/documents/issue';\nimport type { late } from './late.ts';\n\nexport const b = a;\nexport type Late = typeof late;\n",
  [`${feature('b')}/late.ts`]: "import type { b } from './index.ts';\n\nexport const late = (of: typeof b) => of;\n",
  'packages/server/src/compose.ts': "export * from './features/b/index.ts';\n",
  'packages/console/src/components/Mark.tsx': 'export const Mark = () => <b />;\n',
  'packages/console/src/features/f/index.ts': 'export const f = 1;\n',
  'packages/console/src/features/f/locales/en.ts': "export default { f: 'F' };\n",
  'packages/console/src/features/f/pages/Page.tsx':
    "import { Mark } from '../../../components/Mark.tsx';\n\nexport const Page = () => <Mark />;\n",
  'packages/console/src/app/router.tsx':
    "import '../features/f/index.ts';\nimport '../features/f/locales/en.ts';\n\nexport const page = () => import('../features/f/pages/Page.tsx');\n",
  'packages/site/src/verify.ts': "import '@muniment/documents/verify';\n",
  'packages/domain/src/endpoints/index.ts': 'export {};\n',
  'packages/client/src/endpoints.ts': "export * from '../../domain/src/endpoints/index.ts';\n",
  'packages/client/src/machine/index.ts': "import { readFileSync } from 'node:fs';\n\nexport { readFileSync };\n",
  'packages/client/src/vendor/index.ts': "export * from '../machine/index.ts';\n",
  'test/scenarios/main.test.ts': "import '../../packages/testkit/src/index.ts';\nimport '../../packages/server/src/features/a/store.ts';\n",
};

/** For every package, an import of one that it may not import. */
const wrongWays: readonly Plant[] = Object.entries(directions)
  .filter(([name]) => name !== 'testkit')
  .map(([name, allowed]) => {
    const other = packages.find((candidate) => candidate !== name && !allowed.includes(candidate)) ?? 'testkit';
    const path = `packages/${name}/src/planted-wrong-way.ts`;
    return {
      breaks: `${name} importing ${other}`,
      files: { [path]: `import '@muniment/${other}';\n`.replace('@muniment/muniment', 'muniment') },
      finds: new RegExp(`^${path} {2}direction-${name}: -> packages/${other}/src/index\\.ts`),
    };
  });

/** A file that breaks a rule by what it imports. */
function imports(rule: string, path: string, ...lines: readonly string[]): Plant {
  return { breaks: rule, files: { [path]: `${lines.join('\n')}\n` }, finds: new RegExp(`^${path.replaceAll('.', '\\.')} {2}${rule}: `) };
}

const inFeature = `${feature('a')}/operations/planted.ts`;

const rules: readonly Plant[] = [
  {
    breaks: 'a circle of modules',
    files: { 'packages/cli/src/x.ts': "import './y.ts';\n", 'packages/cli/src/y.ts': "import './x.ts';\n" },
    finds: /^packages\/cli\/src\/[xy]\.ts {2}no-cycles: /,
  },
  imports('domain-is-pure', 'packages/domain/src/terms/file.ts', "import 'node:fs';"),
  imports('domain-is-pure', 'packages/domain/src/terms/hoisted.ts', "import 'zod';"),
  imports('direction-domain', 'packages/domain/src/terms/relative.ts', "import '../../../server/src/compose.ts';"),
  imports('contract-stands-alone', 'packages/contract/src/planted.ts', "import 'temporal-polyfill';"),
  imports('platform-knows-no-business', 'packages/platform/src/http/planted.ts', "import type {} from '@muniment/contract';"),
  imports('feature-front-door', inFeature, "import '../../b/late.ts';"),
  imports('feature-front-door-from-outside', 'packages/server/src/planted-compose.ts', "import './features/a/store.ts';"),
  imports('app-front-door', 'packages/console/src/app/planted.tsx', "import '../features/f/pages/Page.tsx';"),
  imports('rule-front-door', 'packages/domain/src/terms/planted.ts', "import '../ledger/days.ts';"),
  imports('client-hands-on-doors', 'packages/client/src/planted-rules.ts', "import '../../domain/src/ledger/index.ts';"),
  imports('sql-only-in-store', `${feature('a')}/operations/sql.ts`, "import { sql } from 'kysely';", 'export { sql };'),
  imports('sql-only-in-store', `${feature('a')}/wire.ts`, "import type { Pool } from 'pg';", 'export type P = Pool;'),
  imports('store-behind-operations', `${feature('a')}/routes.ts`, "import './store.ts';"),
  imports('only-server-issues', 'packages/muniment/src/planted-sign.ts', "import '@muniment/documents/issue';"),
  imports('only-server-issues', 'packages/agent/src/planted-sign.ts', "import '@muniment/documents/issue';"),
  imports('documents-by-door', 'packages/server/src/planted-door.ts', "import '../../documents/src/sign.ts';"),
  imports('components-know-no-feature', 'packages/console/src/components/Planted.tsx', "import '../features/f/index.ts';"),
  imports('features-know-no-app', 'packages/console/src/features/f/planted.ts', "import '../../app/router.tsx';"),
  imports('console-runs-in-a-browser', 'packages/client/src/planted-node.ts', "import 'node:os';"),
  imports('client-machine-doors', 'packages/client/src/planted-machine.ts', "import './machine/index.ts';"),
  imports('client-machine-doors', 'packages/console/src/features/f/planted-machine.ts', "import '../../../../client/src/vendor/index.ts';"),
  imports('testkit-only-in-tests', 'packages/server/src/planted-kit.ts', "import '@muniment/testkit';"),
  imports('no-test-in-product', 'packages/domain/src/ledger/planted-test.ts', "import './days.test.ts';"),
  imports('resolvable', 'packages/server/src/planted-gone.ts', "import './gone.ts';"),
  imports('declared', 'packages/server/src/planted-undeclared.ts', "import 'vitest';"),
  imports('not-from-dev', 'packages/server/src/planted-dev.ts', "import 'jose';"),
  {
    breaks: 'the site reaching the signing code through another package',
    files: {
      'packages/site/src/planted-reach.ts': "import '@muniment/platform/planted';\n",
      'packages/platform/src/planted/index.ts': "import '../../../documents/src/issue/index.ts';\n",
      'packages/platform/package.json': manifest('platform').replace('"./issue"', '"./planted":"./src/planted/index.ts","./issue"'),
    },
    finds:
      /^packages\/site\/src\/planted-reach\.ts {2}site-cannot-issue: -> .*platform\/src\/planted\/index\.ts -> packages\/documents\/src\/issue\/index\.ts/,
  },
  {
    breaks: 'the agent reaching the signing code through the client',
    files: {
      'packages/agent/src/planted-reach.ts': "import '@muniment/client/issue';\n",
      'packages/client/src/issue/index.ts': "import '@muniment/documents/issue';\n",
    },
    finds:
      /^packages\/agent\/src\/planted-reach\.ts {2}site-cannot-issue: -> .*client\/src\/issue\/index\.ts -> packages\/documents\/src\/issue\/index\.ts/,
  },
  {
    breaks: 'two features in a circle by their front doors, though no modules are',
    files: {
      [`${feature('c')}/index.ts`]: 'export const c = 1;\n',
      [`${feature('c')}/act.ts`]: "import '../d/index.ts';\n",
      [`${feature('d')}/index.ts`]: "import '../c/index.ts';\n",
    },
    finds: /features in a circle: .*features\/[cd] -> .*features\/[cd]/,
  },
  {
    breaks: 'a package without directions',
    files: { 'packages/stranger/src/index.ts': 'export {};\n' },
    finds: /^packages\/stranger {2}has no direction/,
  },
];

/** The rules over imports: the tree has every package of the design, those to come included. */
export const directionCase: Case = {
  check: 'dependencies',
  copies: ['.dependency-cruiser.mjs'],
  installed: 'ours',
  clean,
  plants: [...wrongWays, ...rules],
};

// Who may import whom (docs/design.md, "Directions"). tools/check-dependencies.ts runs this and adds what a rule over single
// imports cannot say. Patterns match groups of names, so that a package's new feature is covered the day it appears.

/**
 * Doors of the domain that the client hands on, so that devices and the console decide by the server's own rules. Each is small,
 * and pure as all of the domain.
 */
const handedOn = ['endpoints', 'license-keys', 'clock', 'fingerprint', 'patterns', 'refusal'];

/** Folders of the client for programs on a machine: they need Node, and whatever a browser loads stays out of them. */
const onMachines = '^packages/client/src/(machine|vendor|workstation)/';

/** Packages of ours that each package may import. A package that is not here may not exist: check-dependencies looks. */
export const directions = {
  domain: [],
  contract: [],
  documents: ['domain'],
  platform: ['contract'],
  leasing: ['domain', 'contract', 'documents', 'platform'],
  server: ['domain', 'contract', 'documents', 'platform', 'leasing'],
  site: ['domain', 'contract', 'documents', 'leasing', 'platform'],
  client: ['contract', 'documents', 'domain'],
  agent: ['client', 'contract', 'documents'],
  cli: ['client', 'contract'],
  console: ['client', 'contract'],
  muniment: ['domain', 'contract', 'documents', 'platform', 'leasing', 'server', 'site', 'client', 'agent', 'cli', 'console'],
  testkit: ['domain', 'contract', 'documents', 'platform', 'leasing', 'server', 'site', 'client', 'agent', 'cli', 'console', 'muniment'],
};

/** Tests, and what exists for them only: these may reach further than the product. */
const tests = '\\.test\\.tsx?$|^packages/[^/]+/test/|^packages/testkit/|^(test|bench|tools|examples)/';

/** What only the server holds: the door that signs with the vendor's key. */
const issueDoor = '^packages/documents/src/issue/';

const directionRules = Object.entries(directions).map(([name, allowed]) => ({
  name: `direction-${name}`,
  severity: 'error',
  comment: `${name} may import ${allowed.join(', ') || 'no package of ours'}.`,
  from: { path: `^packages/${name}/(src|bin)/`, pathNot: tests },
  to: { path: '^(packages|tools|test|bench|examples|catalogs)/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
}));

export default {
  forbidden: [
    ...directionRules,
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Modules in a circle can only be understood, tested and loaded all together. (Types alone may: nothing is loaded.)',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'The rules know dates, CEL and linear-time patterns, nothing else: no I/O, no clock, no randomness.',
      from: { path: '^packages/domain/', pathNot: tests },
      to: { pathNot: '^packages/domain/src/|(^|/)node_modules/(temporal-polyfill|temporal-spec|@bufbuild/cel|@bufbuild/cel-spec|re2js)/' },
    },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      comment: 'The contract is data over Zod, so that every other part can read it.',
      from: { path: '^packages/contract/src/', pathNot: tests },
      to: { pathNot: '^packages/contract/src/|(^|/)node_modules/zod/' },
    },
    {
      name: 'platform-knows-no-business',
      severity: 'error',
      comment: 'Platform knows the type of an operation and no operation.',
      from: { path: '^packages/platform/src/', pathNot: tests },
      to: { path: '^packages/contract/src/', pathNot: '^packages/contract/src/operation\\.ts$' },
    },
    {
      name: 'feature-front-door',
      severity: 'error',
      comment: 'A feature is imported through its index.ts only; what is behind it may change freely.',
      from: { path: '^packages/([^/]+)/src/features/([^/]+)/' },
      to: { path: '^packages/$1/src/features/', pathNot: '^packages/$1/src/features/($2/|[^/]+/index\\.tsx?$)' },
    },
    {
      name: 'feature-front-door-from-outside',
      severity: 'error',
      comment: 'Whoever composes features enters by the front door too.',
      from: { path: '^packages/', pathNot: `^packages/[^/]+/src/features/|^packages/console/src/app/|${tests}` },
      to: { path: '^packages/[^/]+/src/features/', pathNot: '^packages/[^/]+/src/features/[^/]+/index\\.tsx?$' },
    },
    {
      name: 'app-front-door',
      severity: 'error',
      comment: 'The app of the console enters features by the front door, loads their texts, and loads a page when somebody opens it.',
      from: { path: '^packages/console/src/app/', pathNot: tests },
      to: {
        path: '^packages/console/src/features/',
        pathNot: '^packages/console/src/features/[^/]+/(index\\.tsx?$|locales/)',
        dependencyTypesNot: ['dynamic-import'],
      },
    },
    {
      name: 'rule-front-door',
      severity: 'error',
      comment: 'Features of the domain and folders of the platform meet at their index.ts too.',
      from: { path: '^packages/(domain|platform)/src/([^/]+)/', pathNot: tests },
      to: { path: '^packages/$1/src/[^/]+/', pathNot: '^packages/$1/src/($2/|[^/]+/index\\.ts$)' },
    },
    {
      name: 'client-hands-on-doors',
      severity: 'error',
      comment: 'The client hands on the doors of the domain that devices decide by, and is no second way to the rest of it.',
      from: { path: '^packages/client/src/', pathNot: tests },
      to: { path: '^packages/domain/src/', pathNot: `^packages/domain/src/(${handedOn.join('|')})/index\\.ts$` },
    },
    {
      name: 'sql-only-in-store',
      severity: 'error',
      comment: "A feature's SQL stands in its store.ts, where one reader can see all of it.",
      from: {
        path: '^packages/',
        pathNot: `/[a-z-]*store\\.ts$|^packages/platform/src/(postgres|jobs)/|^packages/server/migrations/|${tests}`,
      },
      to: { path: '(^|/)node_modules/(pg|kysely|pg-[^/]+|graphile-worker|@types/pg)/' },
    },
    {
      name: 'store-behind-operations',
      severity: 'error',
      comment: "A feature's tables of routes and jobs say what is mounted; they ask no database.",
      from: { path: '^packages/[^/]+/src/features/[^/]+/(routes|jobs)\\.ts$' },
      to: { path: '/[a-z-]*store\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-server-issues',
      severity: 'error',
      comment: "Documents in the vendor's name are signed by the server and nobody else.",
      from: { path: '^packages/', pathNot: `^packages/(server|documents)/|${tests}` },
      to: { path: issueDoor },
    },
    {
      name: 'site-cannot-issue',
      severity: 'error',
      comment: "A customer's machine reaches the vendor's signing code by no path, however long.",
      from: { path: '^packages/(site|leasing|client|agent|cli|console)/', pathNot: tests },
      to: { path: issueDoor, reachable: true },
    },
    {
      name: 'documents-by-door',
      severity: 'error',
      comment: 'Signed documents have three doors; what is behind them is theirs.',
      from: { path: '^packages/', pathNot: `^packages/documents/|${tests}` },
      to: { path: '^packages/documents/src/', pathNot: '^packages/documents/src/(verify|self|issue)/index\\.ts$' },
    },
    {
      name: 'components-know-no-feature',
      severity: 'error',
      comment: 'Components are words of the page; features are sentences. Only the app composes.',
      from: { path: '^packages/console/src/(components|lib)/', pathNot: tests },
      to: { path: '^packages/console/src/(features|app)/' },
    },
    {
      name: 'features-know-no-app',
      severity: 'error',
      comment: 'The app composes features; a feature that reaches back could not be composed otherwise.',
      from: { path: '^packages/console/src/features/', pathNot: tests },
      to: { path: '^packages/console/src/app/' },
    },
    {
      name: 'console-runs-in-a-browser',
      severity: 'error',
      comment: 'Nothing that needs Node may be bundled for a browser, and the client runs in both.',
      from: { path: '^packages/(console|client|contract|domain)/src/', pathNot: `${onMachines}|${tests}` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'client-machine-doors',
      severity: 'error',
      comment: 'What the client has for programs on a machine needs Node: neither the console nor the rest of the client may load it.',
      from: { path: '^packages/(console|client)/src/', pathNot: `${onMachines}|${tests}` },
      to: { path: onMachines },
    },
    {
      name: 'testkit-only-in-tests',
      severity: 'error',
      comment: 'What makes tests short must not be shipped.',
      from: { path: '^packages/', pathNot: tests },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'no-test-in-product',
      severity: 'error',
      comment: 'A test is nobody else’s library.',
      from: { pathNot: '\\.test\\.tsx?$' },
      to: { path: '\\.test\\.tsx?$' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that finds nothing is an error waiting for its first run; rules cannot see through it either.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual|vite)(:|/)' },
    },
    {
      name: 'declared',
      severity: 'error',
      comment: 'What a package imports it declares: hoisting would hide it until somebody installs the package alone.',
      from: { path: '^packages/', pathNot: `${tests}|^packages/[^/]+/(scripts|vite\\.config\\.ts)` },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'not-from-dev',
      severity: 'error',
      comment: 'A program that runs needs a dependency that is installed; the console alone is bundled beforehand.',
      from: { path: '^packages/', pathNot: `^packages/console/|/scripts/|${tests}` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    // TypeScript 7 has no API for this tool: with its own parser it would pass on 0 modules.
    parser: 'swc',
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|test-output)/|\\.(css|svg|woff2?|wasm)(\\?|$)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};

import { readFileSync } from 'node:fs';
import { type Extend, exitCodes, type Io, machineHeading, nounCommand, UsageError } from '@muniment/cli';
import type { OperatorParts } from '@muniment/server/operator';
import type { Command } from 'commander';
import own from '../package.json' with { type: 'json' };
import { demoCommands } from './controller/demo.ts';
import { controllerCommands } from './controller/index.ts';
import { lmcCommands } from './lmc/index.ts';
import { workstationCommands } from './workstation/index.ts';

/** What the operator's commands reach: the installation on this machine, opened for one command. */
export interface Operator {
  readonly io: Io;
  acts(): Promise<Acts>;
  /** Opens the installation, or attaches to the server that runs on it, for as long as `work` takes. */
  with<T>(work: (parts: OperatorParts, acts: Acts) => Promise<T>): Promise<T>;
  /** Address of the server that runs on the installation; null where none does. Nothing is opened for it. */
  serverUrl(): Promise<string | null>;
  /** Runs the server until it is told to end; answers the exit code. */
  serve(): Promise<number>;
}

type Acts = typeof import('./acts.ts');
type Finish = (code: number) => void;
const heading = 'Operating an installation:';

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${(error as Error).message}`);
  }
}

const wantsJson = (command: Command): boolean => command.optsWithGlobals<{ json?: boolean }>().json === true;

interface Issue {
  readonly code: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly line: number | null;
  readonly column: number | null;
}

interface Refusal {
  readonly code: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** What the YAML reader stumbles over within a line of the last mistake is mostly its consequence; indentation is mostly the cause. */
function withoutConsequences(issues: readonly Issue[]): Issue[] {
  const kept: Issue[] = [];
  let last: number | null = null;
  for (const issue of issues) {
    const follows = issue.code === 'yaml-not-valid' && last !== null && issue.line !== null && Math.abs(issue.line - last) <= 1;
    if (!follows) kept.push(issue);
    else {
      const first = kept.pop()!;
      kept.push(first.message.endsWith(atIndentation) ? first : { ...first, message: first.message + atIndentation });
    }
    last = issue.line;
  }
  return kept;
}

const atIndentation = ' (look at the indentation)';

/** YAML reads `1.0` and `yes` as something else than a text. */
const hintFor = ({ facts }: Issue): string =>
  facts.expected === 'string' && /^(number|boolean|null)$/.test(String(facts.received)) ? ' (quote the value)' : '';

/** `pack.yaml:12:3: code: …`, as editors and people can follow it; docs/catalog-packs.md explains each code. */
function issueLines(file: string, issues: readonly Issue[]): string[] {
  return issues.map(
    (issue) =>
      `${[file, issue.line, issue.column].filter((part) => part !== null && part !== undefined).join(':')}: ${issue.code}: ${issue.message}${hintFor(issue)}`,
  );
}

/** Tells the mistakes of a pack, each with its place, and the last line says how many. */
function tellIssues(io: Io, json: boolean, file: string, issues: readonly Issue[], more: number): number {
  const shown = withoutConsequences(issues);
  const counted = `${shown.length + more} ${shown.length + more === 1 ? 'mistake' : 'mistakes'}`;
  const last = more === 0 ? counted : `${counted}; the first ${shown.length} are shown`;
  if (json) io.stdout.write(`${JSON.stringify({ ok: false, file, issues, ...(more === 0 ? {} : { more }) })}\n`);
  else io.stderr.write(`${[...issueLines(file, shown), last].join('\n')}\n`);
  return exitCodes.problem;
}

async function refused({ io, acts }: Operator, json: boolean, file: string, refusal: Refusal): Promise<number> {
  const issues = refusal.facts?.issues;
  if (refusal.code === 'pack-not-valid' && Array.isArray(issues))
    return tellIssues(io, json, file, issues as Issue[], Number(refusal.facts?.more ?? 0));
  (await acts()).tellRefusal(io, json, refusal);
  return exitCodes.problem;
}

/** The pack is loaded already: a script that loads it wanted just that. */
async function unchanged({ io, acts }: Operator, json: boolean, { facts }: Refusal): Promise<number> {
  const version = facts?.version ?? null;
  (await acts()).tell(io, json, { unchanged: true, version }, [
    `Nothing to load. It says the same as version ${version}, the current one.`,
  ]);
  return exitCodes.ok;
}

/** Short names of vendors are small letters, however they are typed; the API takes them so too. */
const slugOf = (typed: string): string => typed.trim().toLowerCase();

/** The vendor's own address where this machine is all that people reach: there every name below localhost leads here. */
function addressOf(publicUrl: string | null, slug: string): string | null {
  const base = publicUrl === null || !URL.canParse(publicUrl) ? null : new URL(publicUrl);
  if (base === null || !/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(base.hostname)) return null;
  return `${base.protocol}//${slug}.localhost${base.port === '' ? '' : `:${base.port}`}`;
}

const vendorOf = ({ vendor }: { readonly vendor?: string }): string | null => (vendor === undefined ? null : slugOf(vendor));

function addVendor(program: Command, operator: Operator, finish: Finish): void {
  const { io } = operator;
  nounCommand(program, 'vendor', heading)
    .command('create <slug>')
    .description('make a vendor with its catalog and first administrator; prints an invitation link and an API key')
    .requiredOption('--catalog <file>', 'its catalog pack (YAML or JSON)')
    .requiredOption('--admin <email>', 'its first administrator')
    .option('--json', 'print the exact answer as JSON')
    .action(async (slug: string, options: { catalog: string; admin: string }, command: Command) => {
      const json = wantsJson(command);
      const catalog = readText(options.catalog);
      const made = await operator.with(async (parts, acts) => {
        const answer = await acts.createVendor(parts, { slug: slugOf(slug), catalog, admin: options.admin });
        return answer.ok ? { ...answer, address: addressOf(parts.services.publicUrl, answer.value.vendor.slug) } : answer;
      });
      if (!made.ok) return finish(await refused(operator, json, options.catalog, made.refusal));
      const { tell } = await operator.acts();
      const { vendor, invitation, apiKey } = made.value;
      const value = {
        vendor: { slug: vendor.slug, name: vendor.name },
        admin: options.admin,
        ...(made.address === null ? {} : { address: made.address }),
        invitation,
        apiKey,
      };
      const lines = [
        `Made the vendor ${vendor.name} (${vendor.slug}).`,
        ...(made.address === null ? [] : ['', 'Its address:', `  ${made.address}`]),
        '',
        `Invitation for ${options.admin}:`,
        `  ${invitation}`,
        '',
        'API key, shown this once:',
        `  ${apiKey}`,
      ];
      tell(io, json, value, lines);
      return finish(exitCodes.ok);
    });
}

function addResetAdministrator(program: Command, operator: Operator, finish: Finish): void {
  const { io } = operator;
  nounCommand(program, 'vendor', heading)
    .command('reset-administrator <slug>')
    .description('let an administrator back in who lost the password, or invite the first one again; prints a link that is good once')
    .requiredOption('--email <email>', 'whom the link is for')
    .option('--json', 'print the exact answer as JSON')
    .action(async (slug: string, { email }: { email: string }, command: Command) => {
      const json = wantsJson(command);
      const made = await operator.with((parts, acts) => acts.resetAdministrator(parts, { vendor: slugOf(slug), email }));
      const { tell, tellRefusal } = await operator.acts();
      if (!made.ok) {
        tellRefusal(io, json, made.refusal);
        return finish(exitCodes.problem);
      }
      const { vendor, kind, link, expiresAt } = made.value;
      const value = { vendor: { slug: vendor.slug, name: vendor.name }, email, kind, link, expiresAt: expiresAt.toString() };
      const what = kind === 'invitation' ? `Invitation for ${email} as administrator of` : `New password for ${email} of`;
      tell(io, json, value, [`${what} ${vendor.name} (${vendor.slug}), good once until ${expiresAt}:`, `  ${link}`]);
      return finish(exitCodes.ok);
    });
}

interface Change {
  readonly kind: string;
  readonly what: string;
  readonly id: string;
}

/** "1 product", "2 products". */
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Name under which `catalog load` is found when it is the operator's: see `asOperator`. */
const operatorLoad = 'load-catalog-here';

function addCatalog(program: Command, operator: Operator, finish: Finish): void {
  const { io } = operator;
  const catalog = nounCommand(program, 'catalog', heading);
  catalog
    .command('check <file>')
    .description('look for mistakes in a catalog pack, each with line and column; needs no server')
    .option('--json', 'print the exact answer as JSON')
    .action(async (file: string, _: unknown, command: Command) => {
      const json = wantsJson(command);
      const { checkCatalog, tell } = await operator.acts();
      const checked = await checkCatalog(readText(file));
      if (!checked.ok) return finish(await refused(operator, json, file, checked.refusal));
      if (!checked.value.ok) return finish(tellIssues(io, json, file, checked.value.issues, checked.value.more));
      const { vendorName, products, parts, version } = checked.value.summary;
      tell(io, json, { ok: true, file, version, products, parts }, [
        `${file} is in order: ${vendorName}, version ${version}, ${counted(products, 'product')}, ${counted(parts, 'part')}.`,
      ]);
      return finish(exitCodes.ok);
    });
  program
    .command(`${operatorLoad} <file>`, { hidden: true })
    .option('--vendor <slug>')
    .option('--dry-run')
    .option('--json')
    .action(async (file: string, options: { vendor?: string; dryRun?: boolean }, command: Command) => {
      const json = wantsJson(command);
      const pack = readText(file);
      const dryRun = options.dryRun === true;
      const loaded = await operator.with((parts, acts) => acts.loadCatalog(parts, { vendor: vendorOf(options), pack, dryRun }));
      if (!loaded.ok && loaded.refusal.code === 'pack-unchanged') return finish(await unchanged(operator, json, loaded.refusal));
      if (!loaded.ok) return finish(await refused(operator, json, file, loaded.refusal));
      const { tell } = await operator.acts();
      const { vendor, version, changes } = loaded.value;
      const lines = (changes as readonly Change[]).map(({ kind, what, id }) => `  ${kind} ${what} ${id}`);
      const said = `version ${version.packVersion} for ${vendor} (number ${version.version})`;
      tell(io, json, loaded.value, [dryRun ? `Preview: nothing has changed. Would load ${said}:` : `Loaded ${said}.`, ...lines]);
      return finish(exitCodes.ok);
    });
  catalog.commands
    .find((one) => one.name() === 'load')
    ?.addHelpText(
      'after',
      '\nOn the machine of an installation, without an API key: muniment catalog load FILE [--vendor SLUG] [--dry-run]',
    );
}

/**
 * `catalog load FILE` is two commands: over the API by whoever holds a credential for it, and on the installation's own
 * machine by its operator, who needs none. An address or key, by option or environment, says that the first is meant.
 */
export function asOperator(argv: readonly string[], env: Io['env']): readonly string[] {
  const isLoad = argv[0] === 'catalog' && argv[1] === 'load';
  const remote = env.MUNIMENT_API_KEY || env.MUNIMENT_URL || argv.some((one) => /^(--url|--as|--help|-h|--input)(=|$)/.test(one));
  const local = argv.some((one) => /^--vendor(=|$)/.test(one));
  return isLoad && (local || !remote) ? [operatorLoad, ...argv.slice(2)] : argv;
}

function addAudit(program: Command, operator: Operator, finish: Finish): void {
  const { io } = operator;
  program
    .command('audit')
    .helpGroup(heading)
    .description('recompute the whole ledger from its postings; exits 1 with the first difference')
    .option('--json', 'print the exact report as JSON')
    .action(async (_: unknown, command: Command) => {
      const { tell } = await operator.acts();
      const report = await operator.with((parts, acts) => acts.auditLedger(parts));
      const lines = report.lines.map(({ vendor, says, looked, ok, difference }) =>
        ok ? `ok    ${vendor}: ${says} (${looked})` : `WRONG ${vendor}: ${says}: ${JSON.stringify(difference)}`,
      );
      const last = report.ok ? 'The ledger is in order.' : 'The ledger contradicts itself.';
      tell(io, wantsJson(command), report, [...lines, last]);
      finish(report.ok ? exitCodes.ok : exitCodes.problem);
    });
}

function addClock(program: Command, operator: Operator, finish: Finish): void {
  const { io } = operator;
  const clock = nounCommand(program, 'clock', heading);
  const add = (
    name: string,
    description: string,
    work: (parts: OperatorParts, acts: Acts, given: string) => ReturnType<Acts['moveClock']>,
  ) =>
    clock
      .command(name)
      .description(description)
      .option('--json', 'print the exact answer as JSON')
      .action(async (...given: unknown[]) => {
        const command = given.at(-1) as Command;
        const json = wantsJson(command);
        const { tell, tellRefusal } = await operator.acts();
        const moved = await operator.with((parts, acts) => work(parts, acts, String(given[0])));
        if (moved.ok) tell(io, json, { now: moved.now.toString() }, [moved.now.toString()]);
        else tellRefusal(io, json, moved.refusal);
        finish(moved.ok ? exitCodes.ok : exitCodes.problem);
      });
  add('show', 'what time it is for this installation', async ({ clock: one }) => ({ ok: true, now: await one.now() }));
  add('advance <period>', 'let time pass on a test installation, such as P40D or PT2H', ({ pool }, acts, advance) =>
    acts.moveClock(pool, { advance }),
  );
  add('set <instant>', 'let it become a later instant on a test installation', ({ pool }, acts, set) => acts.moveClock(pool, { set }));
}

/** Adds the commands that need the server's code to those of the API. */
export function operatorCommands(operator: Operator): Extend {
  return (program, finish, io) => {
    program.version(own.version, '--version', 'print the version');
    program
      .command('serve')
      .helpGroup(machineHeading)
      .description('run the server: API, console and background jobs')
      .action(async () => finish(await operator.serve()));
    lmcCommands(program, finish, io);
    controllerCommands(program, finish, io);
    workstationCommands(program, finish, io);
    demoCommands(operator)(program, finish, io);
    addVendor(program, operator, finish);
    addResetAdministrator(program, operator, finish);
    addCatalog(program, operator, finish);
    addAudit(program, operator, finish);
    addClock(program, operator, finish);
  };
}

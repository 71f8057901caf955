import { Command, Option } from 'commander';
import { addCompletion, completionName } from './completion.ts';
import { type ApiCommand, apiCommands } from './generated/commands.ts';
import type { Io } from './io.ts';
import { frameOf, mistakeIn } from './output/frame.ts';
import { addVerify } from './verify-command.ts';

/** Headings of `muniment --help`, by feature, in the order of daily work. */
const headings: Readonly<Record<string, string>> = {
  channel: 'Orders and licences:',
  licenses: 'Orders and licences:',
  'external-files': 'Orders and licences:',
  demos: 'Orders and licences:',
  imports: 'Orders and licences:',
  projects: 'Projects and their pools:',
  terms: 'Projects and their pools:',
  'named-users': 'Projects and their pools:',
  transfers: 'Projects and their pools:',
  enrolment: 'Projects and their pools:',
  controllers: 'Projects and their pools:',
  seats: 'Projects and their pools:',
  devices: 'Customers and devices:',
  batches: 'Customers and devices:',
  search: 'Finding:',
  tasks: 'Finding:',
  history: 'History:',
  ledger: 'History:',
  audit: 'History:',
  catalog: 'Catalog and organizations:',
  organizations: 'Catalog and organizations:',
  identity: 'People and access:',
  mail: 'People and access:',
};

/** Heading of the commands that act on this machine and have no noun. */
export const machineHeading = 'On this machine:';

const after = `
Exit codes: 0 done; 1 refused, or the answer is no; 2 the command line is not right; 3 the server cannot be reached; 130 interrupted.

Environment:
  MUNIMENT_URL           the server; else the one running on MUNIMENT_DATA or ./.muniment, else http://127.0.0.1:7070
  MUNIMENT_API_KEY       an API key; else the session kept by: muniment session sign-in
  MUNIMENT_CONFIG_HOME   where sessions are kept (else XDG_CONFIG_HOME/muniment)
  MUNIMENT_LANGUAGE      language of all the server says, labels too (else the locale, else the account\u2019s);
                         table heads of the API\u2019s answers and --help are English

Wherever an id is wanted, part of a name does: a hardware key, a customer, an e-mail. At a terminal, whatever changes something shows what
will happen and asks (--yes does not); elsewhere it acts at once. --dry-run only shows, --json prints the exact answer. Long work is
waited for; --no-wait only begins it.`;

/** The command of a noun, made when it is first asked for; bare programs add their own verbs to it. */
export function nounCommand(program: Command, name: string, heading: string): Command {
  const known = program.commands.find((one) => one.name() === name);
  return known ?? program.command(name).helpGroup(heading).helpCommand(false);
}

/** The verbs of a noun are its description; a noun with one verb needs none said. */
function describeNouns(program: Command): void {
  for (const noun of program.commands) {
    if (noun.commands.length > 0 && noun.description() === '') noun.description(noun.commands.map((verb) => verb.name()).join(', '));
  }
}

/**
 * Describes the commands that a command line may mean: those of the nouns that stand in it, all of them where completion is asked for. To read
 * the whole contract takes longer than most commands do, so that one of this machine does without.
 */
async function describing(
  argv: readonly string[],
  io: Io,
  finish: (code: number) => void,
): Promise<(command: Command, api: ApiCommand) => void> {
  const words = new Set(argv);
  const isMeant = ({ noun }: ApiCommand) => words.has(noun) || words.has(completionName);
  if (!apiCommands.some(isMeant)) return () => {};
  const { describeOperation } = await import('./operation-command.ts');
  return (command, api) => {
    if (isMeant(api)) describeOperation(command, api.id, io, finish);
  };
}

/** A command line, and with what it is carried out. */
interface Given {
  readonly argv: readonly string[];
  readonly io: Io;
  /** Is given the exit code. */
  readonly finish: (code: number) => void;
  readonly extend?: (program: Command) => void;
}

/**
 * Every command of the API, and those of this machine that need no server code. Commands of the API that the command line cannot mean are
 * names only.
 */
export async function buildProgram({ argv, io, finish, extend }: Given): Promise<Command> {
  const program = new Command('muniment').description('The open system of record for software and device licences');
  program.exitOverride().enablePositionalOptions().showHelpAfterError(frameOf(io).help);
  program.configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
    outputError: (text, write) => write(mistakeIn(io, text)),
    getOutHelpWidth: () => (io.stdout.isTTY ? (io.stdout.columns ?? 80) : 100),
    getErrHelpWidth: () => 100,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  program.addHelpText('after', after);
  program.addHelpCommand(new Command('help').argument('[command]').description('what a command does and takes').helpGroup(machineHeading));
  // Before the command they do as well as after it, where help names them.
  for (const flags of ['--json', '--as <organization>', '--url <address>']) program.addOption(new Option(flags).hideHelp());
  const describe = await describing(argv, io, finish);
  for (const api of apiCommands.toSorted((a, b) => rank(a.feature) - rank(b.feature))) {
    const noun = nounCommand(program, api.noun, headings[api.feature] ?? 'Other:');
    describe(noun.command(api.verb, { isDefault: api.isDefault === true }), api);
  }
  addVerify(program, io, finish);
  addCompletion(program, io, finish);
  extend?.(program);
  describeNouns(program);
  return program;
}

const rank = (feature: string): number => {
  const index = Object.keys(headings).indexOf(feature);
  return index < 0 ? Number.MAX_SAFE_INTEGER : index;
};

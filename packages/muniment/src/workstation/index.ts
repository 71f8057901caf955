import { type Extend, type Io, machineHeading } from '@muniment/cli';
import type { Command } from 'commander';
import { type CommonOptions, type Here, openHere, tellFailure } from './context.ts';
import { importFile, request } from './offline.ts';
import { activate, deactivate, renew } from './online.ts';
import { borrow, giveBack } from './seats/borrow.ts';
import { type CheckoutOptions, checkout } from './seats/checkout.ts';
import { doctor, status } from './show.ts';
import { forSeats, oneMeant } from './whose.ts';

/** What a command does: with the folder and the way to answer, its options, and its argument. */
type Work<O, A> = (here: Here, options: O, argument: A) => Promise<number>;

const dataHelp = 'the folder of the workstation (else MUNIMENT_WORKSTATION_DATA, else this user\u2019s for the vendor and product)';

/** Of a user who has several workstations here. */
const withWhose = (command: Command): Command =>
  command
    .option('--vendor <slug>', 'whose licences, where this user has those of several vendors')
    .option('--product <product>', 'which product, where this user has several');

/** One workstation is meant; where that cannot be told nothing is done. */
const forOne =
  <O extends CommonOptions, A>(work: Work<O, A>): Work<O, A> =>
  async (here, options, argument) => {
    const one = oneMeant(here, options);
    return one.ok ? work(one.value, options, argument) : tellFailure(here, one);
  };

/** The workstation, or the folder beside all of them, whose seats are meant. */
const forSeatsOf =
  <O extends CommonOptions, A>(work: Work<O, A>, isWanted: (argument: A) => Parameters<typeof forSeats>[2]): Work<O, A> =>
  async (here, options, argument) => {
    const one = await forSeats(here, options, isWanted(argument));
    return one.ok ? work(one.value, options, argument) : tellFailure(here, one);
  };

/** Adds bare commands: they act on this machine. Each has the folder and the exact answer as options. */
function adding(program: Command, io: Io, finish: (code: number) => void) {
  return <O extends CommonOptions, A = undefined>(name: string, description: string, work: Work<O, A>): Command =>
    program
      .command(name)
      .helpGroup(machineHeading)
      .description(description)
      .option('--data <folder>', dataHelp)
      .option('--json', 'print the exact answer as JSON')
      .action(async (...given: unknown[]) => {
        const options = (given.at(-1) as Command).opts<O>();
        finish(await work(await openHere(io, name.split(' ')[0]!, options), options, given[0] as A));
      });
}

/** Whose licences are meant, where the folder is not set up yet. */
const withSetUp = (command: Command): Command =>
  command
    .option('--server <address...>', 'the vendor\u2019s server, or several, the first first (else MUNIMENT_URL)')
    .option('--vendor <slug>', 'which vendor, where the server or this machine has several')
    .option('--product <product>', 'which product, where several are locked to machines')
    .option('--variant <variant>', 'which model, where the product has several')
    .option('--setup <file>', 'without a network: what the vendor\u2019s server says, saved by workstations setup --json')
    .option('--id <id>', 'the workstation\u2019s id in the vendor\u2019s form; drawn if left out')
    .option('--customer-id <id>', 'the project, where nobody registered the key yet')
    .option('--name <name>', 'what people are to call this workstation');

/** For whom seats are taken, and where. */
const withSeats = (command: Command): Command =>
  command
    .option('--seats <number>', 'how many; one if left out')
    .option('--user <name>', 'for whom; who is signed in at this computer if left out')
    .option('--host <name>', 'the computer, as people call it; its own name if left out')
    .option('--group <name...>', 'groups of the user, for seats that are kept for one')
    .option('--queue', 'wait for a seat where none is free')
    .option('--server <address...>', 'the server, or several, the first first (else MUNIMENT_URL, else the workstation\u2019s own)')
    .option('--customer-id <id>', 'the project, for a workstation that has no licence of its own');

const seatsHelp = `
Who asks: an API key of the scope seats in MUNIMENT_API_KEY, or in the file that MUNIMENT_API_KEY_FILE names; else this workstation by its own token.
A seat that is borrowed here is used without a network.`;

const checkoutHelp = `${seatsHelp}

Exit code: that of COMMAND (128 and its number where a signal ended it; 126, 127 where it cannot be run). Without a seat COMMAND is not run: 1 where
the answer is no, 2 for a wrong command line, 3 where no server can be reached, 130 where the waiting was interrupted. 124: the seat was lost, and
COMMAND was stopped (--on-lost stop).`;

const ofFeature =
  (wanted: string) =>
  ({ feature }: { readonly feature: string }) =>
    feature === wanted;
const ofLease =
  (wanted: string | undefined) =>
  ({ leaseId }: { readonly leaseId: string }) =>
    wanted === undefined || leaseId === wanted;

/** Whether something stands before the `--`: what stands after it is the command, and no feature. */
function isFeatureNamed({ parent }: Command, argv: readonly string[]): boolean {
  const { rawArgs } = parent as unknown as { readonly rawArgs: readonly string[] };
  const end = rawArgs.indexOf('--');
  return end === -1 || argv.length >= rawArgs.length - end - 1;
}

/** Adds `muniment checkout`, `borrow` and `return`: seats of a network licence, here (C3, C7). */
function addSeats(program: Command, io: Io, finish: (code: number) => void, add: ReturnType<typeof adding>): void {
  const checkoutCommand = program
    .command('checkout <feature> [command...]')
    .helpGroup(machineHeading)
    .description('run a command while a seat is held: muniment checkout FEATURE -- COMMAND')
    .option('--data <folder>', dataHelp)
    .option('--json', 'print why there is no seat as JSON')
    .option(
      '--on-lost <what>',
      'when the seat is lost: warn says so and lets the command go on, as unsaved work is worth more than a seat; stop ends it (SIGTERM, after 30 seconds SIGKILL)',
      'warn',
    )
    .action(async (feature: string, argv: readonly string[], options: CheckoutOptions, command: Command) => {
      const words = { argv, isFeatureNamed: isFeatureNamed(command, argv) };
      finish(
        await forSeatsOf((here, given: CheckoutOptions, wanted: string) => checkout(here, given, wanted, words), ofFeature)(
          await openHere(io, 'checkout', options),
          options,
          feature,
        ),
      );
    });
  withSeats(withWhose(checkoutCommand)).addHelpText('after', checkoutHelp);
  withSeats(
    withWhose(add('borrow <feature>', 'borrow a seat, to work without a network; again, for another end', forSeatsOf(borrow, ofFeature))),
  )
    .option('--until <when>', 'a day, its end is meant, or a time of this computer: 2027-01-31, 2027-01-31T17:00')
    .option('--days <number>', 'for so many days of 24 hours from now')
    .addHelpText('after', seatsHelp);
  withWhose(add('return [lease]', 'give a borrowed seat back before its time', forSeatsOf(giveBack, ofLease)))
    .option('--file <receipt>', 'without a network: into a receipt file for whoever looks after the seats')
    .option('--server <address...>', 'the server, or several (else the one it was borrowed from)')
    .addHelpText('after', seatsHelp);
}

/** Adds `muniment activate`, `request`, `import`, `renew`, `status`, `deactivate` and `doctor`: a licence that is locked to this machine, and seats (C3–C7, C9, C11, F14). */
export const workstationCommands: Extend = (program, finish, io) => {
  const add = adding(program, io, finish);
  withSetUp(add('activate <key>', 'activate a licence on this machine with a licence key; - reads it from the standard input', activate))
    .option('--accept <id:version...>', 'an agreement that was read')
    .option('--forget', 'give up an activation with another key whose answer never came')
    .option('--repair <reason>', 'this machine had the licence, and was installed anew: its earlier installation is gone');
  withSetUp(add('request [key]', 'without a network: make a request file for the portal', request))
    .option('--renew', 'for the licence that is here, made anew')
    .option('--repair <reason>', 'the same, for the machine as it is after a repair; with the key, after it was installed anew')
    .option('-o, --output <file>', 'where to put it');
  withWhose(
    add(
      'import <file>',
      'without a network: install the licence file that answers the request, or the list of what was revoked',
      importFile,
    ),
  );
  withWhose(add('renew', 'fetch the licence file of this machine anew', forOne(renew))).option(
    '--repair <reason>',
    'what of the machine was repaired',
  );
  withWhose(add('status', 'say what is licensed on this machine, and until when', status)).option(
    '--offline',
    'do not fetch a file that is due',
  );
  withWhose(add('deactivate', 'give the licence of this machine back', forOne(deactivate)))
    .option('--receipt <file>', 'without a network: into a receipt file for the portal')
    .option('--yes', 'do not ask');
  withWhose(add('doctor', 'look at everything that licences on this machine depend on, and say what to do', doctor));
  addSeats(program, io, finish, add);
};

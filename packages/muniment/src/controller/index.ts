import { type Extend, type Io, machineHeading } from '@muniment/cli';
import type { Command } from 'commander';
import { type CommonOptions, type Here, openHere } from './context.ts';
import { addEndpoint, importEndpoints, provisionEndpoints, removeEndpoints } from './endpoints.ts';
import { init } from './init.ts';
import { install, receipt, request, reset } from './offline.ts';
import { activate, customer, download, enrol, sync, transfer } from './online.ts';
import { defaultPort, serve } from './serve.ts';
import { endpoints, status } from './show.ts';
import { upgrade } from './upgrade.ts';

const after = `
Exit codes as of every command; status answers 1 while nothing is licensed.

Environment:
  MUNIMENT_CONTROLLER_DATA    the folder of the controller, where --data does not say; else one for this user
  MUNIMENT_TEST_CLOCK_SHIFT   moves the clock of a controller for tests, such as P40D`;

/** What a command does: with the folder and the way to answer, its options, and its arguments. */
type Work<O, A> = (here: Here, options: O, argument: A) => Promise<number>;

/** Adds commands below `controller`; each has the folder and the exact answer as options. */
function adding(controller: Command, io: Io, finish: (code: number) => void) {
  return <O extends CommonOptions, A = undefined>(name: string, description: string, work: Work<O, A>): Command =>
    controller
      .command(name)
      .description(description)
      .option('--data <folder>', 'the folder of the controller')
      .option('--json', 'print the exact answer as JSON')
      .action(async (...given: unknown[]) => {
        const options = (given.at(-1) as Command).opts<O>();
        finish(await work(await openHere(io, options), options, given[0] as A));
      });
}

type Add = ReturnType<typeof adding>;

function addSettings(add: Add): void {
  add('init', 'make a controller with a key of its own', init)
    .requiredOption('--install-code <code>', 'what is printed on the controller: its hardware key')
    .requiredOption('--product <product>', 'which product of the vendor it is')
    .option('--variant <variant>', 'which model, where the product has several')
    .option('--name <name>', 'what people call it')
    .option('--server <address>', 'the vendor\u2019s server; its keys are read once')
    .option('--vendor <slug>', 'which vendor of that server, where it has several')
    .option(
      '--keys <file>',
      'where the server cannot be reached from here: its /.well-known/jwks.json?vendor=SLUG, saved in a file; with --vendor',
    )
    .option('--customer-id <id>', 'the project it belongs to')
    .option('--protocol <id=feature...>', 'a way to speak to endpoints, and the licensed feature they use up')
    .option('--newest-first', 'where capacity is short, the newest endpoints keep theirs')
    .option('--accept-test', 'for tests: take documents of test installations, and no others');
  add('serve', 'run the controller: exchange with the cloud, and a page to manage its licences', serve).option(
    '--port <number>',
    'the port on 127.0.0.1; 0 takes a free one',
    defaultPort,
  );
  add('status', 'say what is licensed, for how many endpoints, and what is the matter', status);
  add('customer [id]', 'show the customer id, or save another one', customer);
  add('upgrade <version>', 'upgrade the firmware, where maintenance covers all that is licensed', upgrade)
    .option('--dry-run', 'only say whether it may be')
    .option('--yes', 'do not ask');
  add('reset', 'delete key, licence, endpoints and settings, as a factory reset does', reset).option('--yes', 'do not ask');
}

function addLicences(add: Add): void {
  add('enrol', 'ask to be a controller of the project; once it is one, fetch its licences', enrol)
    .option('--code <code>', 'an enrolment code: nobody need approve')
    .option('--new-key', 'with a new key, where the one before is worth nothing any more');
  add('download', 'list the licences that wait in the cloud', download);
  add('activate [licences...]', 'activate licences that wait in the cloud', activate)
    .option('--all', 'everything that waits')
    .option('--accept <id:version>', 'the agreement that was read');
  add('transfer', 'give all licences back to the cloud', transfer).option('--yes', 'do not ask');
  add('sync', 'exchange with the cloud once, now', sync);
  add('request [licences...]', 'without a network: make a request file for the portal', request).option(
    '-o, --output <file>',
    'where to put it',
  );
  add('install <file>', 'without a network: install the licence file that answers the request', install);
  add('receipt', 'without a network: remove the licence and make a receipt file for the portal', receipt)
    .option('-o, --output <file>', 'where to put it')
    .option('--yes', 'do not ask');
}

function addEndpoints(add: Add): void {
  add('endpoints', 'list the endpoints and their states', endpoints);
  add('add-endpoint', 'add an endpoint', addEndpoint)
    .requiredOption('--protocol <id>', 'how it is spoken to')
    .requiredOption('--name <name>', 'what people call it')
    .option('--address <address>', 'where the protocol finds it')
    .option('--id <id>', 'its id; made from protocol and address if left out');
  add('import-endpoints <file>', 'add the endpoints of a JSON or CSV file', importEndpoints);
  add('provision-endpoints [ids...]', 'set licensed endpoints up', provisionEndpoints).option('--all', 'every licensed one');
  add('remove-endpoints [ids...]', 'remove endpoints', removeEndpoints).option('--all', 'every one');
}

/** Adds `muniment controller …`, a device that fetches its licences itself (E1–E8). */
export const controllerCommands: Extend = (program, finish, io) => {
  const controller = program
    .command('controller')
    .helpGroup(machineHeading)
    .helpCommand(false)
    .description('a controller: fetch licences from the cloud and give them back, and see which endpoints they are enough for')
    .addHelpText('after', after);
  const add = adding(controller, io, finish);
  addSettings(add);
  addLicences(add);
  addEndpoints(add);
};

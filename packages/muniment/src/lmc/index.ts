import { type Extend, type Io, machineHeading } from '@muniment/cli';
import type { Command } from 'commander';
import { type Lmc, openLmc } from './context.ts';
import { type InitOptions, init } from './init.ts';
import { fetchNewest, type InstallOptions, install } from './install.ts';
import { defaultPort, serve } from './serve.ts';
import { key, status } from './status.ts';

const asJson = ['--json', 'print the exact answer as JSON'] as const;

const after = `
Exit codes as of every command; status answers 1 while nothing is licensed.

Environment:
  MUNIMENT_LMC_DATA           the folder of key and licence file; else one for this user
  MUNIMENT_API_KEY            the API key that fetch uses
  MUNIMENT_TEST_CLOCK_SHIFT   moves the clock of a folder for tests, such as P40D`;

/** A command of the licence manager: its work is done with the folder, the language and the way to answer. */
function add<O extends { readonly json?: boolean }>(
  lmc: Command,
  { io, finish }: { readonly io: Io; readonly finish: (code: number) => void },
  [name, description]: readonly [string, string],
  work: (one: Lmc, options: O, argument: string) => Promise<number>,
): Command {
  return lmc
    .command(name)
    .description(description)
    .option(...asJson)
    .action(async (...given: unknown[]) => {
      const command = given.at(-1) as Command;
      const options = command.opts<O>();
      finish(await work(await openLmc(io, options.json), options, String(given[0])));
    });
}

/** Adds `muniment lmc …`, the licence manager client (B30). */
export const lmcCommands: Extend = (program, finish, io) => {
  const lmc = program
    .command('lmc')
    .helpGroup(machineHeading)
    .helpCommand(false)
    .description('licence manager client: hold a hardware key and licence file for the applications of this computer')
    .addHelpText('after', after);
  const to = { io, finish };
  add<InitOptions>(lmc, to, ['init', 'decide the hardware key, once, and whose licence files are believed'], init)
    .option('--hardware-key <key>', 'the PBX\u2019s key, as the vendor\u2019s portal shows it')
    .option('--child-key <key>', 'the key licence files are made for, where the portal shows another one below the PBX\u2019s')
    .option('--own-key', 'make a key of 30 characters, where there is no PBX')
    .option('--key-prefix <text>', 'how a key made here begins (default: LM)')
    .option('--product <product>', 'refuse licence files of other products')
    .option('--server <address>', 'the vendor\u2019s server: its keys are read once')
    .option('--vendor <slug>', 'which vendor of that server, where it has several')
    .option('--keys <file>', 'the vendor\u2019s published key set, saved from /.well-known/jwks.json')
    .option('--accept-test', 'for tests: take documents of test installations, and no others');
  add(lmc, to, ['key', 'print the key to give to the dealer'], key);
  add<InstallOptions>(lmc, to, ['install <file>', 'install a licence file, or a zip that holds it'], (one, options, file) =>
    install(one, file, options),
  ).option('--dry-run', 'only check the file');
  add<InstallOptions>(lmc, to, ['fetch', 'download the newest licence file from the vendor\u2019s server and install it'], fetchNewest)
    .option('--server <address>', 'the server (else MUNIMENT_URL, else the one init was told)')
    .option('--dry-run', 'only check the file');
  add(lmc, to, ['status', 'say what is licensed, until when, and what is the matter'], status);
  add<{ port: string; json?: boolean }>(lmc, to, ['serve', 'answer the applications of this computer'], serve).option(
    '--port <number>',
    'the port on 127.0.0.1; 0 takes a free one',
    defaultPort,
  );
};

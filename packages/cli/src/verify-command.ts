import type { Command } from 'commander';
import type { Io } from './io.ts';
import type { Options } from './verify.ts';

/** Adds `muniment verify FILE`: whether a licence file is genuine and for this device, without asking a server about it. */
export function addVerify(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program.command('verify').helpGroup('On this machine:');
  command
    .description('verify a licence file offline, or every one in a zip')
    .argument('<file>', 'the licence file, or the zip with several; - reads the standard input')
    .option('--key-set <file>', 'the vendor\u2019s keys: a published key set (RFC 7517) or the signed one')
    .option(
      '--jwks <address>',
      'the published key set at an address, or saved in a file; else the server\u2019s, of the vendor the file names',
    )
    .option('--hardware-key <key>', 'refuse a file for another device')
    .option('--product <product>', 'refuse a file for another product')
    .option('--at <instant>', 'judge dates as of this instant instead of now')
    .option('--json', 'print the result as JSON')
    .option('--url <address>', 'the server to ask for keys where none are given (MUNIMENT_URL)')
    .action(async (file: string, options: Options) => {
      // What reads signatures is loaded when one is to be read.
      const { verify } = await import('./verify.ts');
      finish(await verify(io, file, options));
    });
}

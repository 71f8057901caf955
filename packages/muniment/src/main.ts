import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Io, run } from '@muniment/cli';
import type { Config } from '@muniment/platform/config';
import { asOperator, type Operator, operatorCommands } from './commands.ts';
import { StartError } from './start-error.ts';

/** In a checkout `.muniment` lies at its root, from whichever folder a command is given; elsewhere in the current one. */
function homeDirectory(): string {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
  const inCheckout = existsSync(join(root, 'package-lock.json')) && `${process.cwd()}/`.startsWith(`${root}/`);
  return inCheckout ? root : process.cwd();
}

/** What needs the server's code is loaded when a command needs it: one over the API starts in a third of the time. */
async function configOf(env: Io['env']): Promise<Config> {
  const { readConfig } = await import('@muniment/platform/config');
  const read = readConfig(env, homeDirectory());
  if (!read.ok) throw new StartError(read.errors.join('\n'));
  return read.config;
}

function createOperator(io: Io): Operator {
  return {
    io,
    acts: () => import('./acts.ts'),
    async serverUrl() {
      const config = await configOf(io.env);
      const { findHolder } = await import('./installation.ts');
      const holder = await findHolder(config);
      if ('runtime' in holder) return holder.runtime.url;
      holder.lock.release();
      return null;
    },
    async serve() {
      const config = await configOf(io.env);
      const { startServing } = await import('./serve.ts');
      return await startServing(config, io);
    },
    async with(work) {
      const config = await configOf(io.env);
      const acts = await import('./acts.ts');
      return await acts.withInstallation(
        config,
        (line) => void io.stderr.write(`${line}\n`),
        (parts) => work(parts, acts),
      );
    },
  };
}

/** Runs one command line; answers the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  // The API's commands look for a running server in the same place.
  const env = { ...process.env, MUNIMENT_DATA: process.env.MUNIMENT_DATA || join(homeDirectory(), '.muniment') };
  const io: Io = { stdout: process.stdout, stderr: process.stderr, stdin: process.stdin, env };
  try {
    return await run(asOperator(argv, env), io, operatorCommands(createOperator(io)));
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));

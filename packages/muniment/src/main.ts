import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Io, run } from '@muniment/cli';
import { type Config, readConfig } from '@muniment/platform/config';
import { createLogger } from '@muniment/platform/log';
import { createServices } from '@muniment/server';
import { asOperator, type Operator, operatorCommands } from './commands.ts';
import { openForOperator, StartError } from './installation.ts';
import { serve } from './serve.ts';

/** In a checkout `.muniment` lies at its root, from whichever folder a command is given; elsewhere in the current one. */
function homeDirectory(): string {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
  const inCheckout = existsSync(join(root, 'package-lock.json')) && `${process.cwd()}/`.startsWith(`${root}/`);
  return inCheckout ? root : process.cwd();
}

function configOf(env: Io['env']): Config {
  const read = readConfig(env, homeDirectory());
  if (!read.ok) throw new StartError(read.errors.join('\n'));
  return read.config;
}

function createOperator(io: Io): Operator {
  return {
    io,
    serve() {
      const config = configOf(io.env);
      const print = (line: string) => void io.stdout.write(`${line}\n`);
      const warn = (line: string) => void io.stderr.write(`${line}\n`);
      return serve({ config, logger: createLogger(config.logLevel), print, warn });
    },
    async with(work) {
      const config = configOf(io.env);
      const installation = await openForOperator({ config, logger: createLogger(config.logLevel) });
      try {
        const publicUrl = config.publicUrl ?? installation.url ?? `http://${config.host}:${config.port || 7070}`;
        return await work({ ...installation, services: createServices({ ...installation, publicUrl }) });
      } finally {
        await installation.close();
      }
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

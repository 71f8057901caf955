import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Io } from '@muniment/cli';
import type { Config } from '@muniment/platform/config';
import { createLogger, type Logger } from '@muniment/platform/log';
import { createMailer } from '@muniment/platform/mail';
import { compose, createServices } from '@muniment/server';
import { hasVendor } from '@muniment/server/operator';
import { type Demos, demoLines, ensureDemo } from './demo.ts';
import { findHolder, type Installation, openOwn } from './installation.ts';
import { removeRuntime, writeRuntime } from './runtime-file.ts';
import { StartError } from './start-error.ts';
import { waitForEnd } from './wait-for-end.ts';

interface ServeOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly print: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** The console as the build left it; null before the first build, when the server is an API only. */
function consoleDirectory(): string | null {
  const directory = join(dirname(fileURLToPath(import.meta.resolve('@muniment/console/package.json'))), 'dist');
  return existsSync(join(directory, 'index.html')) ? directory : null;
}

/** Links in mails need the port before the server listens, so a free one is looked for first. */
async function choosePort({ host, port }: Config): Promise<number> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(port, host, resolve));
    return (probe.address() as { port: number }).port;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new StartError(`Another program listens on port ${port} of ${host}. Set PORT to another one.`);
    if (code === 'EACCES') throw new StartError(`This user may not listen on port ${port}. Set PORT to one above 1023.`);
    throw new StartError(`Cannot listen on ${host}:${port}: ${message}. HOST must be an address of this machine.`);
  } finally {
    await new Promise((resolve) => probe.close(resolve));
  }
}

/** Everything that must be undone, in the order of undoing. */
class Shutdown {
  readonly #steps: (() => unknown)[] = [];
  #done: Promise<void> | null = null;

  /** A step may answer a promise; the next waits for it. */
  add(step: () => unknown): void {
    this.#steps.unshift(step);
  }

  run(): Promise<void> {
    this.#done ??= (async () => {
      for (const step of this.#steps) await step();
    })();
    return this.#done;
  }
}

/** What an installation holds once it serves. */
interface Filled {
  readonly demos: Demos;
  /** No vendor yet. */
  readonly empty: boolean;
}

function greet({ print }: ServeOptions, url: string, installation: Installation, { demos, empty }: Filled): void {
  print(`Muniment runs at ${url}`);
  if (installation.clock.isTestClock) print('This installation has a test clock: nothing it issues is for real use.');
  const [demo] = demos.ready;
  if (demo) print(`\nDemo sign-ins, all with the password ${demo.password}:\n\n${demoLines(demos.ready, url).join('\n')}`);
  if (demos.coming > 0) print(`\n${demos.coming} more vendors of the demo are being loaded; their sign-ins follow.`);
  if (empty) print('\nThere is no vendor yet. Make one: npx muniment vendor create SLUG --catalog FILE --admin EMAIL');
  print('\nPress Ctrl-C to stop; everything is kept.');
}

/** Where people reach the server, for links in mails. */
function addressOf({ config }: ServeOptions, port: number): string {
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  return config.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Builds the server, fills a new installation, and only then listens: the first visitor finds everything. */
async function startServer(
  options: ServeOptions,
  installation: Installation,
  shutdown: Shutdown,
): Promise<Filled & { readonly url: string }> {
  const { config, logger } = options;
  const port = await choosePort(config);
  const parts = { ...installation, publicUrl: addressOf(options, port) };
  const mailer = createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom });
  shutdown.add(() => mailer.close());
  const server = await compose({
    ...parts,
    logger,
    mailer,
    rateLimits: config.rateLimits,
    trustProxy: config.trustProxy,
    metricsToken: config.metricsToken,
    consoleDirectory: consoleDirectory(),
  });
  shutdown.add(() => server.settle());
  const operator = { ...parts, services: createServices(parts) };
  const demos = await ensureDemo(operator, config.demo, options.warn);
  const empty = !(await hasVendor(operator));
  const jobs = await server.startJobs();
  shutdown.add(() => jobs.stop());
  const url = await server.http.listen({ host: config.host, port });
  shutdown.add(() => server.http.close());
  return { url, demos, empty };
}

/** Runs the installation until it is told to end; answers the exit code. */
async function serve(options: ServeOptions): Promise<number> {
  const { config, logger, print } = options;
  const holder = await findHolder(config);
  if ('runtime' in holder) {
    throw new StartError(`Muniment already runs on ${config.dataDirectory}: ${holder.runtime.url} (process ${holder.runtime.pid}).`);
  }
  removeRuntime(config.dataDirectory);
  // Before a database is made, which takes a while and would be left behind.
  await choosePort(config).catch((error) => {
    holder.lock.release();
    throw error;
  });
  const shutdown = new Shutdown();
  let fail: (message: string) => void = () => undefined;
  const ended = waitForEnd(new Promise<string>((resolve) => (fail = resolve)));
  try {
    const installation = await openOwn({ config, logger, onFatal: (message) => fail(message) }, holder.lock);
    shutdown.add(() => installation.close());
    const { url, ...filled } = await startServer(options, installation, shutdown);
    writeRuntime(config.dataDirectory, { pid: process.pid, url, connection: installation.connection });
    shutdown.add(() => removeRuntime(config.dataDirectory));
    greet(options, url, installation, filled);
    const giveUp = new AbortController();
    const loading = filled.demos.load(giveUp.signal, (demo) => print(`\n${demoLines([demo], url).join('\n')}`));
    shutdown.add(() => loading);
    shutdown.add(() => giveUp.abort());
    const { failed } = await ended;
    if (!failed) print('Stopping…');
    return failed ? 1 : 0;
  } finally {
    await shutdown.run();
  }
}

/** `muniment serve` for a process: prints for people, logs as configured. */
export function startServing(config: Config, io: Io): Promise<number> {
  const print = (line: string) => void io.stdout.write(`${line}\n`);
  const warn = (line: string) => void io.stderr.write(`${line}\n`);
  return serve({ config, logger: createLogger(config.logLevel), print, warn });
}

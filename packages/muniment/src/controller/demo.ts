import { join } from 'node:path';
import { type Extend, exitCodes, machineHeading, UsageError } from '@muniment/cli';
import type { DemoController } from '@muniment/server/operator';
import type { Operator } from '../commands.ts';
import { StartError } from '../start-error.ts';
import { waitForEnd } from '../wait-for-end.ts';
import { addDemoWorkstations } from '../workstation/demo.ts';
import { openHere, tellFailure } from './context.ts';

/** Where the controllers of the demo are, and who they talk to. */
interface Beside {
  readonly url: string;
  /** The installation's documents are for tests. */
  readonly isTest: boolean;
  readonly controllers: readonly DemoController[];
}

/** Looks which controllers the demo has; needs the server, which they fetch their licences from. */
async function findControllers(operator: Operator): Promise<Beside> {
  const url = await operator.serverUrl();
  if (url === null) throw new StartError('Start the server first: the controllers of the demo fetch their licences from it.');
  return await operator.with(async (parts, acts) => {
    const controllers = await acts.demoControllers(parts, acts.demoDirectories);
    if (controllers.length === 0) throw new StartError('The demo is not loaded, or not to its end: there is no controller to run.');
    return { url, isTest: parts.clock.isTestClock, controllers };
  });
}

type Here = Awaited<ReturnType<typeof openHere>>;

/** What stands behind a controller, as it is imported: names that people read. */
function endpointsOf({ endpoints }: DemoController): string {
  const list = Object.entries(endpoints).flatMap(([protocol, count]) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${protocol}-${index + 1}`,
      protocol,
      name: `${protocol.toUpperCase()} ${index + 1}`,
      address: `${index + 1}`,
    })),
  );
  return JSON.stringify(list);
}

/** Sets a folder up once, as somebody at the controller would: enrol, connect what stands behind it, activate, provision. */
async function getReady(here: Here, controller: DemoController, { url, isTest }: Beside): Promise<number> {
  const { agent, folder } = here;
  const { vendor, installCode, product, name, protocols, order, customerId, activate, endpoints } = controller;
  const trust = await agent.vendorFromServer(url, vendor);
  if (!trust.ok) return tellFailure(here, trust);
  const settings = { installCode, product, variant: null, name, protocols, order, isTest, server: url, customerId };
  const made = await agent.setUpFolder(folder, { ...settings, trust: trust.value });
  if (!made.ok) return made.refusal.code === 'set-up-already' ? exitCodes.ok : tellFailure(here, made);
  const enrolled = await agent.perform(here, 'enrol', { newKey: false });
  if (!enrolled.ok) return tellFailure(here, enrolled);
  if (Object.keys(endpoints).length > 0) {
    const imported = await agent.perform(here, 'import-endpoints', { text: endpointsOf(controller) });
    if (!imported.ok) return tellFailure(here, imported);
  }
  return activate.length === 0 ? exitCodes.ok : await takeLicences(here, activate);
}

/** One unit of each part, where it waits, and what its capacity covers is put into service. */
async function takeLicences(here: Here, parts: readonly string[]): Promise<number> {
  const waiting = await here.agent.perform(here, 'download', {});
  if (!waiting.ok) return tellFailure(here, waiting);
  const { items, agreement } = waiting.value;
  const lotIds = parts.flatMap((part) => items.find((one) => one.part === part && one.quantity === 1)?.lotId ?? []);
  if (lotIds.length === 0) return exitCodes.ok;
  const accepted = agreement === null ? undefined : { id: agreement.id, version: agreement.version };
  const done = await here.agent.perform(here, 'activate', { licenses: lotIds.map((lotId) => ({ lotId })), agreement: accepted });
  if (!done.ok) return tellFailure(here, done);
  const provisioned = await here.agent.perform(here, 'provision-endpoints', { all: true });
  return provisioned.ok ? exitCodes.ok : tellFailure(here, provisioned);
}

/** Runs them side by side until it is told to end; each is what `muniment controller serve` runs. */
async function run(operator: Operator, firstPort: number): Promise<number> {
  const { io } = operator;
  const beside = await findControllers(operator);
  const ended = waitForEnd(new Promise(() => undefined));
  const running: Awaited<ReturnType<typeof start>>[] = [];
  for (const [index, controller] of beside.controllers.entries()) {
    const folder = join(io.env.MUNIMENT_DATA!, 'demo-controllers', controller.installCode);
    const here = await openHere(io, { data: folder });
    await getReady(here, controller, beside);
    running.push(await start(here, controller, firstPort === 0 ? 0 : firstPort + index));
  }
  const services = running.filter((one) => one !== null);
  if (services.length === 0) return exitCodes.problem;
  io.stdout.write(`\nPress Ctrl-C to stop them; each can be run alone: npx muniment controller serve --data FOLDER\n`);
  await ended;
  io.stdout.write('Stopping\u2026\n');
  await Promise.all(services.map((stop) => stop()));
  return exitCodes.ok;
}

/** Starts one; null where it does not start, which is told and keeps no other from running. */
async function start(here: Here, { name, installCode }: DemoController, port: number): Promise<(() => Promise<void>) | null> {
  const { agent, folder, io } = here;
  const onFault = (error: unknown) => void io.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  const serving = await agent.startServing(folder, io.env, { port, onFault });
  if (!serving.ok) {
    tellFailure(here, serving);
    return null;
  }
  io.stdout.write(`${name} (${installCode}): ${serving.value.url}\n  ${folder}\n`);
  return serving.value.stop;
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_500) return Number(text);
  throw new UsageError(`--port must be a number from 0 to 65500, not \u201c${text}\u201d.`);
}

/** Adds `muniment demo controllers` and `muniment demo workstations`: what a demo has that must run to be looked at. */
export function demoCommands(operator: Operator): Extend {
  return (program, finish) => {
    const demo = program.command('demo').helpGroup(machineHeading).helpCommand(false).description('what can be run beside the demo');
    demo
      .command('controllers')
      .description('run controllers of the demo: one licensed, one with nothing yet, one that waits for approval')
      .option('--port <number>', 'the first port on 127.0.0.1; 0 takes free ones', '7091')
      .action(async ({ port }: { port: string }) => finish(await run(operator, portOf(port))));
    addDemoWorkstations(demo, operator, finish);
  };
}

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { exitCodes, type Io, machineHeading } from '@muniment/cli';
import { type Client, createClient } from '@muniment/client';
import type { DemoPrograms } from '@muniment/server/operator';
import type { Command } from 'commander';
import type { Operator } from '../commands.ts';
import { StartError } from '../start-error.ts';
import { waitForEnd } from '../wait-for-end.ts';

/** A program that wants a seat, and what became of it so far. */
interface Program {
  readonly feature: string;
  readonly label: string;
  readonly user: string;
  readonly host: string;
  readonly waits: boolean;
  leaseId: string;
  isHeld: boolean;
  /** What was said of it last: nothing is said twice. */
  said: string;
}

/** A customer of the demo whose programs run here: asked with a key of their own, as any program asks. */
interface Office {
  readonly client: Client;
  readonly programs: readonly Program[];
  /** Gives seats and key back. */
  close(): Promise<void>;
}

const newLease = (): string => `lse_${randomUUID()}`;
/** So long a program waits that was told no, or not answered. */
const againSeconds = 15;

type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: { readonly code: string } };

function must<T>(answer: Answer<T>, what: string): T {
  if (answer.ok) return answer.value;
  throw new StartError(`The demo cannot be used as it was loaded: ${what}: ${answer.problem.code}.`);
}

const keyName = 'muniment demo workstations';

/** Signs in as the customer's licence manager, and makes the key that programs take seats with. */
async function open(baseUrl: string, { vendor, email, password, programs }: DemoPrograms): Promise<Office> {
  const { token } = must(await createClient({ baseUrl }).signIn({ email, password, vendor }), email);
  const person = createClient({ baseUrl, credential: token });
  const [project] = must(await person.listProjects({ sort: 'created' }), 'projects').items;
  if (project === undefined) throw new StartError(`${email} has no project.`);
  const labels = new Map(
    must(await person.listCounters({ projectId: project.id }), 'counters').items.map((one) => [one.feature, one.label]),
  );
  const made = must(await person.createApiKey({ name: keyName, scopes: ['seats'], projectId: project.id }), 'a key');
  const client = createClient({ baseUrl, credential: made.secret });
  const wanted = programs.map(
    (one): Program => ({ ...one, label: labels.get(one.feature) ?? one.feature, leaseId: newLease(), isHeld: false, said: '' }),
  );
  return {
    client,
    programs: wanted,
    async close() {
      // Whoever waits leaves the queue so, too. All at once: who pressed Ctrl-C waits for it, and the key goes only then.
      await Promise.all(wanted.map(({ leaseId }) => client.releaseSeat({ leaseId })));
      await person.revokeApiKey({ apiKeyId: made.apiKey.id });
      await person.signOut({});
    },
  };
}

/** A program says that it is still there; answers the seconds until it must again, null once its seat is lost. */
async function beat(
  client: Client,
  program: Program,
  heartbeatSeconds: number,
): Promise<{ readonly seconds: number; readonly says: string }> {
  const answer = await client.heartbeatSeats({ leases: [{ leaseId: program.leaseId }] });
  // Who is not answered keeps the seat, and says so again soon.
  if (!answer.ok) return { seconds: Math.min(againSeconds, heartbeatSeconds), says: `nobody answers (${answer.problem.code})` };
  const [told] = answer.value.leases;
  if (told?.held === true) return { seconds: heartbeatSeconds, says: 'has a seat' };
  Object.assign(program, { isHeld: false, leaseId: newLease() });
  return { seconds: 1, says: `lost its seat (${told?.code ?? 'lost'}${told?.reason ? `: ${told.reason}` : ''})` };
}

/** A program asks for a seat. */
async function ask(client: Client, program: Program): Promise<{ readonly seconds: number; readonly says: string }> {
  const { leaseId, feature, user, host, waits } = program;
  const answer = await client.checkOutSeat({ leaseId, feature, user, host, queue: waits });
  if (!answer.ok) return { seconds: againSeconds, says: `nobody answers (${answer.problem.code})` };
  const { code, position, askAgainSeconds, heartbeatSeconds, seats, used } = answer.value;
  if (code === 'granted') {
    program.isHeld = true;
    return { seconds: heartbeatSeconds ?? againSeconds, says: 'has a seat' };
  }
  if (code === 'waiting') return { seconds: askAgainSeconds ?? againSeconds, says: `waits in line, place ${position}` };
  return { seconds: againSeconds, says: `has none: ${code}${seats === null ? '' : ` (${used} in use, there are ${seats})`}` };
}

/** One program, from its first question until it is told to end. */
async function live({ client }: Office, program: Program, io: Io, signal: AbortSignal): Promise<void> {
  const tell = (says: string) => {
    if (says === program.said) return;
    program.said = says;
    io.stdout.write(`${program.label}: ${program.user} on ${program.host} ${says}\n`);
  };
  for (let period = againSeconds; !signal.aborted; ) {
    const wasHeld = program.isHeld;
    const { seconds, says } = wasHeld ? await beat(client, program, period) : await ask(client, program);
    if (!wasHeld && program.isHeld) period = seconds;
    tell(says);
    await pause(seconds * 1000, undefined, { signal }).catch(() => undefined);
  }
}

/** Runs the programs of the demos that are there, until it is told to end. */
async function run(operator: Operator): Promise<number> {
  const { io } = operator;
  const url = await operator.serverUrl();
  if (url === null) throw new StartError('Start the server first: the programs of the demo take seats from it.');
  const found = await operator.with((parts, acts) => acts.demoPrograms(parts, acts.demoDirectories));
  if (found.length === 0) throw new StartError('The demo is not loaded, or not to its end: there is no program to run.');
  const ended = waitForEnd(new Promise(() => undefined));
  const stop = new AbortController();
  const offices = await Promise.all(found.map((one) => open(url, one)));
  const lives = offices.flatMap((office) => office.programs.map((program) => live(office, program, io, stop.signal)));
  io.stdout.write('Programs of the demo take seats and keep them. Press Ctrl-C to give them back.\n\n');
  await ended;
  io.stdout.write('Stopping\u2026\n');
  stop.abort();
  await Promise.all(lives);
  await Promise.all(offices.map((office) => office.close()));
  return exitCodes.ok;
}

/** Adds `muniment demo workstations`: programs of the demo that take seats, wait in line and are one too many. */
export function addDemoWorkstations(demo: Command, operator: Operator, finish: (code: number) => void): void {
  demo
    .command('workstations')
    .helpGroup(machineHeading)
    .description('run programs of the demo that take seats and keep them: one is beyond what there is, one waits in line')
    .action(async () => finish(await run(operator)));
}

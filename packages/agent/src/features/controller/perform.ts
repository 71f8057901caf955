import { holdFolder, orNotStored } from '@muniment/client/machine';
import type { Language, Problem } from '../../loopback/words.ts';
import { type Outcome, refuse } from '../../outcome.ts';
import { type Act, type ActName, actOf, type InputOf, type ResultOf } from './acts.ts';
import { type Controller, openController } from './controller.ts';
import { clear, readFile } from './folder.ts';
import type { Answer, ControllerRefusal } from './refusals.ts';
import { type SetUpRequest, setUp } from './set-up.ts';
import type { Identity } from './state.ts';
import { type Status, statusOf } from './status.ts';
import { settle } from './synchronise.ts';
import { problemIn, problemOf } from './words/index.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where and how a command is carried out. */
export interface Command {
  readonly folder: string;
  readonly env: Environment;
  readonly language: Language;
}

/** What an act came to, as the service and a command tell it alike. */
export type Told<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** An act waits for the cloud at most so long; milliseconds. */
const answerMilliseconds = 600_000;

/** How often a service that does not answer is asked before it is told to hang. */
const mostDeliveries = 2;

/** Carries an act out on an open controller, one after another. */
export function runAct<N extends ActName>(
  controller: Controller,
  name: N,
  input: InputOf<N>,
  language: Language,
): Promise<Answer<ResultOf<N>>> {
  return controller.inTurn(() =>
    orNotStored(controller.folder, async () => {
      controller.speak(language);
      controller.clock.note();
      await settle(controller);
      const act: Act<InputOf<N>, ResultOf<N>> = actOf(name);
      return await act.run(controller, input);
    }),
  );
}

/** Asks the service that has the folder; null if it has ended meanwhile. */
async function deliver<T>(url: string, path: string, language: Language, body?: unknown): Promise<Told<T> | null> {
  try {
    const answer = await fetch(`${url}/v1/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: { 'Accept-Language': language, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      signal: AbortSignal.timeout(answerMilliseconds),
    });
    const said: unknown = await answer.json();
    return answer.ok ? { ok: true, value: said as T } : { ok: false, problem: said as Problem };
  } catch {
    return null;
  }
}

/** Carries an act out for a command: through the service where one runs on the folder, else by itself. */
export async function perform<N extends ActName>(
  { folder, env, language }: Command,
  name: N,
  input: InputOf<N>,
): Promise<Told<ResultOf<N>>> {
  const refused = (code: ControllerRefusal, facts: Readonly<Record<string, unknown>>): Told<never> => ({
    ok: false,
    problem: problemOf({ code, facts }, language),
  });
  // A folder that is not there is not made by asking about it.
  if (readFile(folder, 'identity').state === 'missing') return refused('not-set-up', { folder });
  for (let deliveries = 1; ; deliveries++) {
    const held = await holdFolder(folder);
    if (!held.ok) return { ok: false, problem: problemOf(held.refusal, language) };
    if (!('lock' in held.value)) {
      const delivered = await deliver<ResultOf<N>>(held.value.url, name, language, input);
      if (delivered !== null) return delivered;
      if (deliveries < mostDeliveries) continue;
      return refused('folder-in-use', { folder, ...held.value });
    }
    try {
      const controller = await openController(folder, env);
      if (!controller.ok) return { ok: false, problem: problemOf(controller.refusal, language) };
      const done = await runAct(controller.value, name, input, language);
      return done.ok ? done : { ok: false, problem: problemIn(done, language) };
    } finally {
      held.value.lock.release();
    }
  }
}

/** Where a controller stands, for a command: as the service says that has the folder, else as the folder says. */
export async function readStatus({ folder, env, language }: Command): Promise<Told<Status>> {
  const controller = await openController(folder, env);
  if (!controller.ok) return { ok: false, problem: problemOf(controller.refusal, language) };
  const held = await holdFolder(folder);
  if (held.ok && !('lock' in held.value)) {
    const said = await deliver<Status>(held.value.url, 'status', language);
    if (said !== null) return said;
  }
  if (held.ok && 'lock' in held.value) held.value.lock.release();
  return { ok: true, value: statusOf(controller.value, language) };
}

/** Holds the folder for a moment, for what no service may be running for. */
async function alone<T>(folder: string, work: () => Outcome<T, ControllerRefusal>): Promise<Outcome<T, ControllerRefusal>> {
  const held = await holdFolder(folder);
  if (!held.ok) return held;
  if (!('lock' in held.value)) return refuse('folder-in-use', { folder, ...held.value });
  try {
    return await orNotStored(folder, work);
  } finally {
    held.value.lock.release();
  }
}

/** Sets a controller up, for a command. */
export function setUpFolder(folder: string, request: SetUpRequest): Promise<Outcome<Identity, ControllerRefusal>> {
  return alone(folder, () => setUp(folder, request, Date.now()));
}

/** Resets a controller, for a command: nothing is left but an empty folder. What it had is booked in the cloud, and comes back from there (E8). */
export async function resetFolder(folder: string): Promise<Outcome<{ readonly installCode: string | null }, ControllerRefusal>> {
  const identity = readFile(folder, 'identity');
  if (identity.state === 'missing') return refuse('not-set-up', { folder });
  return await alone(folder, () => {
    clear(folder);
    return { ok: true, value: { installCode: identity.state === 'read' ? identity.content.installCode : null } };
  });
}

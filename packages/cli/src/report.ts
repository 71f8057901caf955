import type { FileAnswer, Problem } from '@muniment/client';
import type { Operation } from '@muniment/contract';
import type { Context, Values } from './context.ts';
import { followBatch, type StartedBatch } from './conveniences/follow-batch.ts';
import { answerNext, fileIn, withoutText } from './conveniences/request-file.ts';
import { saveFile } from './conveniences/save-file.ts';
import { exitCodes } from './io.ts';
import { reportProblem } from './output/problem.ts';
import { render, renderPreview } from './output/render.ts';
import { paint } from './output/style.ts';
import { shortText } from './output/table.ts';
import { shownAgain, shownOnce } from './output/words.ts';
import type { Performed } from './perform.ts';
import { keepSession } from './session-store.ts';

const isFile = (value: unknown): value is FileAnswer =>
  (value as FileAnswer | null)?.bytes instanceof Uint8Array &&
  typeof (value as FileAnswer).fileName === 'string' &&
  'contentType' in (value as object);

interface SignedIn {
  readonly token: string;
  readonly expiresAt: string;
  readonly me: { readonly name: string; readonly current: { readonly organization: { readonly name: string } } };
}

const isSignedIn = (operation: Operation, value: unknown): value is SignedIn =>
  operation.secrets.includes('token') && typeof (value as SignedIn).token === 'string' && typeof (value as SignedIn).me === 'object';

/** Long work that has only been taken on: its result is asked for by itself (A13). */
function batchNext(value: unknown): string | null {
  const { id, state, startedBy, total } = (value ?? {}) as Values;
  if (typeof id !== 'string' || startedBy === undefined || typeof total !== 'number') return null;
  if (state !== 'waiting' && state !== 'running') return null;
  return `It goes on by itself. How far it is: muniment batches show ${id}\nWhat came of each: muniment batches items ${id}`;
}

/** What came of long work once it is over, or how it is asked for where the waiting ended before (A13). */
export async function reportBatch(context: Context, started: StartedBatch): Promise<number> {
  const { io, json } = context;
  const { batch, problem } = await followBatch(context, started);
  io.stdout.write(json ? `${JSON.stringify(batch, null, 2)}\n` : `${render(io, batch)}\n`);
  if (problem !== null) {
    const isLeft = problem.code === 'cancelled';
    io.stderr.write(`${batchNext(batch)}\n`);
    return isLeft ? exitCodes.interrupted : reportProblem(io, problem, false);
  }
  if (batch.failed > 0)
    io.stderr.write(`\n${batch.failed} of ${batch.total} were refused. Which, and why: muniment batches errors ${batch.id}\n`);
  return batch.failed > 0 || batch.stopped || batch.state === 'cancelled' ? exitCodes.problem : exitCodes.ok;
}

/** A decision that is a good answer and yet a no, such as a validation: scripts see it by the exit code. */
function isNo(value: unknown): boolean {
  const { valid, redeemed, refused } = (value ?? {}) as Values;
  // Of many keys some may be refused; where none was taken nothing was done.
  return valid === false || (redeemed === 0 && typeof refused === 'number' && refused > 0);
}

/** A list as CSV that is piped on is wanted there, and not in a folder; whatever else comes is a file to keep. */
const goesOn = ({ io, json }: Context, { contentType }: FileAnswer): boolean =>
  !json && io.stdout.isTTY !== true && contentType.startsWith('text/csv');

/** Keeps a file and says where: beside the standard output, which is for what was asked for. */
function reportFile(context: Context, file: FileAnswer, output: string | undefined): void {
  const { io, json } = context;
  const path = saveFile(io, file, output ?? (goesOn(context, file) ? '-' : undefined));
  if (path === null) return;
  const bytes = file.bytes.length;
  if (json) io.stdout.write(`${JSON.stringify({ file: path, fileName: file.fileName, bytes })}\n`);
  else io.stderr.write(`Saved as ${path} (${bytes} bytes).\n`);
}

function reportSession(context: Context, { token, expiresAt, me }: SignedIn): void {
  const { io, url } = context;
  keepSession(io.env, url, { token, expiresAt, name: me.name });
  const who = `${me.name} for ${me.current.organization.name}`;
  if (!context.json) io.stdout.write(`Signed in to ${url} as ${who}, until ${shortText(expiresAt)}.\n`);
  if (io.env.MUNIMENT_API_KEY) io.stderr.write('MUNIMENT_API_KEY is set and goes before this session.\n');
}

/** The pack is loaded already: a script that loads it wanted just that. */
function reportUnchanged({ io, json }: Context, { facts, detail }: Problem): number {
  io.stdout.write(
    json ? `${JSON.stringify({ unchanged: true, version: facts?.version ?? null }, null, 2)}\n` : `Nothing to load. ${detail}\n`,
  );
  return exitCodes.ok;
}

/** What was asked for, as far as it matters for what is said about the answer. */
export interface Wanted {
  readonly input: Values;
  readonly output: string | undefined;
  readonly dryRun: boolean;
  /** Whether the answer has a file that is carried back to a device. */
  readonly carried: boolean;
  /** What was said without a flag, as it was typed: the file first where the act is about one. */
  readonly args?: readonly string[];
}

/** Keeps the file that is carried back to a device and says the rest; as JSON the answer has it, and it is kept where a name was given. */
function reportCarried(context: Context, value: Values, file: FileAnswer, output: string | undefined): void {
  const { io, json } = context;
  const tellExactly = () => io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  if (output === '-') {
    saveFile(io, file, output);
    return;
  }
  try {
    const path = json && output === undefined ? null : saveFile(io, file, output);
    if (json) tellExactly();
    else io.stdout.write(`${render(io, withoutText(value))}\n`);
    if (path !== null) io.stderr.write(`Saved as ${path} (${file.bytes.length} bytes). Carry it to the device, and install it there.\n`);
  } catch (error) {
    // What is booked must not be lost with a folder that cannot be written: the file stands in the answer.
    tellExactly();
    throw error;
  }
}

/** Says what came of an operation, keeps what is to be kept, and answers the exit code. */
export function report(context: Context, operation: Operation, performed: Performed, wanted: Wanted): number {
  const { io, json } = context;
  if (performed === 'nothing') {
    io.stderr.write('Nothing can be imported: every row would be refused.\n');
    return exitCodes.problem;
  }
  if (performed === 'no' || performed === 'left') {
    io.stderr.write('Nothing was done.\n');
    return performed === 'left' ? exitCodes.interrupted : exitCodes.problem;
  }
  const signedOut = operation.id === 'sign-out' && (performed.ok || performed.problem.code === 'not-signed-in');
  if (signedOut) keepSession(io.env, context.url, undefined);
  if (!performed.ok && performed.problem.code === 'pack-unchanged') return reportUnchanged(context, performed.problem);
  if (!performed.ok) return reportProblem(io, performed.problem, json, wanted.input);
  const { value } = performed;
  if (isFile(value)) {
    reportFile(context, value, wanted.output);
    return exitCodes.ok;
  }
  const carried = wanted.carried && !wanted.dryRun ? fileIn(value) : undefined;
  if (carried) {
    reportCarried(context, value as Values, carried, wanted.output);
    return exitCodes.ok;
  }
  if (isSignedIn(operation, value)) reportSession(context, value);
  if (json) io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  else if (!isSignedIn(operation, value)) io.stdout.write(`${(wanted.dryRun ? renderPreview : render)(io, value, wanted.input)}\n`);
  const next = json || wanted.dryRun ? null : (answerNext(value, wanted.args?.[0]) ?? batchNext(value));
  if (next !== null) io.stdout.write(`\n${next}\n`);
  if (!json && operation.secrets.length > 0 && !isSignedIn(operation, value)) {
    io.stdout.write(`${paint(io, 'bold', shownAgain(operation.id, value) ?? shownOnce(operation.secrets))}\n`);
  }
  return isNo(value) ? exitCodes.problem : exitCodes.ok;
}

import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ResultOf } from '@muniment/agent/controller';
import { exitCodes, UsageError } from '@muniment/cli';
import { type CommonOptions, type Here, tell, tellFailure } from './context.ts';
import { type ConfirmedOptions, confirmed } from './online.ts';

interface OutputOptions {
  readonly output?: string;
}

/** The bytes of a file, and no more of it than shows that it is too large. */
function readBytes(path: string, most: number): Buffer {
  try {
    const handle = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(most + 1);
      let size = 0;
      for (let read = -1; read !== 0 && size <= most; size += read) read = readSync(handle, bytes, size, bytes.length - size, null);
      return bytes.subarray(0, size);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** Puts a file where it is wanted, else where the command was given. */
function save(fileName: string, text: string, { output }: OutputOptions): string {
  const path = resolve(output ?? fileName);
  try {
    writeFileSync(path, `${text}\n`);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${(error as Error).message}`);
  }
  return path;
}

/** `muniment controller request [LICENCE…]`: a file to carry to the portal. */
export async function request(here: Here, options: CommonOptions & OutputOptions, lotIds: readonly string[]): Promise<number> {
  const odd = lotIds.find((id) => !/^[\w-]+$/.test(id));
  if (odd !== undefined) throw new UsageError(`A request names licences by their ids, all of each: \u201c${odd}\u201d is none.`);
  const made = await here.agent.perform(here, 'request', { lotIds: [...lotIds] });
  if (!made.ok) return tellFailure(here, made);
  const file = save(made.value.fileName, made.value.text, options);
  tell(
    here,
    { file },
    `${file}\nCarry it to the portal (the project\u2019s page Enrolments, Activate by file), and install the file that it answers with.`,
  );
  return exitCodes.ok;
}

type Installed = ResultOf<'install'>;

/** What came of a file. The answer to a receipt is a licence file too, of what is left: mostly of nothing. */
function installedText({ serial, unchanged, answers, grantsNothing }: Installed): string {
  if (unchanged) return 'This file is installed already.';
  const installed = `Licence ${serial.epoch}.${serial.number} is installed.`;
  if (answers !== 'receipt') return installed;
  return grantsNothing
    ? 'The cloud has taken the licences back. Nothing is licensed on this controller any more.'
    : `The cloud has taken back what came from it. ${installed}`;
}

/** `muniment controller install FILE`: the file that answers the request, or the receipt. */
export async function install(here: Here, _: CommonOptions, path: string): Promise<number> {
  const file = readBytes(path, here.agent.largestFile).toString('base64');
  const installed = await here.agent.perform(here, 'install', { file });
  if (!installed.ok) return tellFailure(here, installed);
  tell(here, installed.value, installedText(installed.value));
  return exitCodes.ok;
}

/** `muniment controller receipt`: removes the licence, and makes the file that says so. */
export async function receipt(here: Here, options: ConfirmedOptions & OutputOptions): Promise<number> {
  const question = 'The licence is removed from this controller now, and its endpoints become unlicensed. Remove it and make a receipt?';
  const looked = await here.agent.perform(here, 'check-removal', { online: false });
  if (!looked.ok) return tellFailure(here, looked);
  // What is removed already is not removed again: its receipt is made once more, for one that was lost.
  const no = looked.value.again ? null : await confirmed(here, options, question);
  if (no !== null) return no;
  const made = await here.agent.perform(here, 'receipt', {});
  if (!made.ok) return tellFailure(here, made);
  const file = save(made.value.fileName, made.value.text, options);
  tell(
    here,
    { file },
    `${file}\nCarry it to the portal (the project\u2019s page Enrolments, Give back by file): only then are the licences in the project\u2019s pool again.`,
  );
  return exitCodes.ok;
}

/** `muniment controller reset`: nothing of the controller is left. */
export async function reset(here: Here, options: ConfirmedOptions): Promise<number> {
  const no = await confirmed(here, options, `Everything in ${here.folder} is deleted: key, licence, endpoints, settings. Reset it?`);
  if (no !== null) return no;
  const done = await here.agent.resetFolder(here.folder);
  if (!done.ok) return tellFailure(here, done);
  const after = 'Set it up with the same install code and enrol it: once somebody approves, it gets its licences again.';
  tell(here, done.value, `The controller is reset. ${after}`);
  return exitCodes.ok;
}

/** The text of a file of endpoints. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

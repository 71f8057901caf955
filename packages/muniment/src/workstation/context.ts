import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { askYesNo, exitCodes, type Io, isInteractive, languageOf, reportProblem, UsageError } from '@muniment/cli';

/** Loaded when a command needs it: other commands start without it. */
const loadAgent = () => import('@muniment/agent/workstation');
export type Agent = Awaited<ReturnType<typeof loadAgent>>;

/** Options that every command of a workstation has. */
export interface CommonOptions {
  readonly data?: string;
  readonly json?: boolean;
}

/** What every command is carried out with. */
export interface Here {
  readonly io: Io;
  readonly agent: Agent;
  /** The folder of the workstation, absolute. */
  readonly folder: string;
  readonly language: 'en' | 'de';
  /** What is said in that language. */
  readonly say: Agent['sentences']['en'];
  readonly json: boolean;
}

export async function openHere(io: Io, { data, json }: CommonOptions): Promise<Here> {
  const agent = await loadAgent();
  const folder = resolve(data ?? agent.defaultFolder(io.env, homedir(), process.platform));
  const language = languageOf(io.env) === 'de' ? 'de' : 'en';
  return { io, agent, folder, language, say: agent.sentences[language], json: json === true };
}

type Failure = Parameters<Agent['problemIn']>[0] & { readonly unanswered?: readonly string[] };

/** Says what was in the way as every command does; answers the exit code. */
export function tellFailure({ io, agent, language, say, json }: Here, failure: Failure): number {
  // A refusal says nothing of an address that was asked before: what may have been done there is asked again, in the same words.
  if ('unanswered' in failure && failure.unanswered !== undefined) io.stderr.write(`${say.unanswered} ${failure.unanswered.join(', ')}\n`);
  return reportProblem(io, { requestId: '', ...agent.problemIn(failure, language) }, json);
}

/** Writes a value for programs, as JSON, or a text for people. */
export function tell({ io, json }: Here, value: unknown, text: string): void {
  io.stdout.write(`${json ? JSON.stringify(value, null, 2) : text}\n`);
}

/** How the vendor is asked: in the language of the reader. */
export const askingOf = ({ language }: Here) => ({ language: () => language });

export function addressOf(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, '');
  throw new UsageError(`\u201c${text}\u201d is not an address like https://licences.example.com.`);
}

export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** Puts a file where it is wanted, else where the command was given. */
export function save(fileName: string, text: string, output: string | undefined): string {
  const path = resolve(output ?? fileName);
  try {
    writeFileSync(path, `${text}\n`);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${(error as Error).message}`);
  }
  return path;
}

/** Asks before what cannot be taken back lightly; null where it may go on. */
export async function confirmed({ io, say }: Here, yes: boolean | undefined, question: string): Promise<number | null> {
  if (yes) return null;
  if (!isInteractive(io)) throw new UsageError(`${question} ${say.needsYes}`);
  const answer = await askYesNo(io, question);
  if (answer === 'yes') return null;
  return answer === 'left' ? exitCodes.interrupted : exitCodes.problem;
}

import { readFileSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { askYesNo, exitCodes, type Io, isInteractive, languageOf, reportProblem, UsageError } from '@muniment/cli';
import type { Problem } from '@muniment/client';
import { type Found, findWorkstations, folderMeant } from './whose.ts';

/** Loaded when a command needs it: other commands start without it. */
const loadAgent = () => import('@muniment/agent/workstation');
export type Agent = Awaited<ReturnType<typeof loadAgent>>;

/** Options that every command of a workstation has. */
export interface CommonOptions {
  readonly data?: string;
  /** Whose workstation is meant, of a user who has several. */
  readonly vendor?: string;
  readonly product?: string;
  readonly json?: boolean;
}

/** What every command is carried out with. */
export interface Here {
  readonly io: Io;
  readonly agent: Agent;
  /** The folder of the workstation, absolute. */
  readonly folder: string;
  /** Where the workstation is, and who works there, as another command is told that waits for this one. */
  readonly place: {
    readonly folder: string;
    readonly env: Io['env'];
    readonly by: string;
    readonly expected?: { readonly vendor?: string; readonly product?: string };
  };
  /** Workstations that may be meant; null where the folder is named. */
  readonly found: Found | null;
  readonly language: 'en' | 'de';
  /** What is said in that language. */
  readonly say: Agent['sentences']['en'];
  readonly json: boolean;
  /** What the command line says of whose workstation is meant: commands that people are told to give next are to say it, too. */
  readonly naming: string;
  /** What is told beside the answer, after it. */
  readonly notes: Note[];
}

/** Something to be told beside an answer; after a refusal in other words where some are given. */
type Note = string | { readonly said: string; readonly afterRefusal: string };

const quoted = (text: string): string => (/^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

function namingOf({ data, vendor, product }: CommonOptions): string {
  const options = Object.entries({ data, vendor, product }).filter(([, value]) => value !== undefined);
  return options.map(([name, value]) => ` --${name} ${quoted(value!)}`).join('');
}

const ofMachine = /\bmuniment (activate|request|import|renew|status|deactivate|doctor|checkout|borrow|return)\b/g;

/** Commands in a text, each with the folder or the product that this one was given for. */
const withNaming = ({ naming }: Here, text: string): string => text.replaceAll(ofMachine, (command) => `${command}${naming}`);

export async function openHere(io: Io, command: string, options: CommonOptions): Promise<Here> {
  const agent = await loadAgent();
  const found = findWorkstations(agent, io, options);
  const folder = folderMeant(agent, io, options, found);
  const language = languageOf(io.env) === 'de' ? 'de' : 'en';
  const place = { folder, env: io.env, by: `muniment ${command}` };
  return {
    io,
    agent,
    folder,
    place,
    found,
    language,
    say: agent.sentences[language],
    json: options.json === true,
    naming: namingOf(options),
    notes: [],
  };
}

type Failure = Parameters<Agent['problemIn']>[0] & { readonly unanswered?: readonly string[] };

/** Says what was in the way as every command does; answers the exit code. */
export function tellFailure(here: Here, failure: Failure): number {
  const { io, agent, language, say, json } = here;
  const terms = ({ facts }: Problem) => say.acceptTerms((facts?.agreement ?? {}) as { id?: string; version?: string });
  const own = {
    'agreement-not-accepted': terms,
    'agreement-outdated': terms,
    'device-not-enrolled': () => withNaming(here, say.activateFirst),
  };
  const problem = agent.problemIn(failure, language);
  const told = { requestId: '', ...problem, nextStep: withNaming(here, problem.nextStep) };
  const code = reportProblem(io, told, json, {}, own);
  // A refusal says nothing of an address that was asked before: what may have been done there is asked again, in the same words.
  if ('unanswered' in failure && failure.unanswered !== undefined) here.notes.push(`${say.unanswered} ${failure.unanswered.join(', ')}`);
  tellNotes(here, true);
  return code;
}

/** Writes a value for programs, as JSON, or a text for people. */
export function tell(here: Here, value: unknown, text: string): void {
  const { io, json } = here;
  io.stdout.write(`${json ? JSON.stringify(value, null, 2) : withNaming(here, text)}\n`);
  tellNotes(here);
}

export function tellNotes({ io, notes }: Here, isRefused = false): void {
  for (const note of notes.splice(0)) {
    const text = typeof note === 'string' ? note : isRefused ? note.afterRefusal : note.said;
    io.stderr.write(`${text}\n`);
  }
}

/** How the vendor is asked: in the language of the reader. */
export const askingOf = ({ language }: Here) => ({ language: () => language });

export function addressOf({ say }: Here, text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, '');
  throw new UsageError(say.noAddress(text));
}

/** Reads a file that somebody named: a file, and no larger than any of its kind that a vendor makes. */
export function readBytes({ agent, say }: Here, path: string, largest = agent.largestFile): Buffer {
  try {
    const { size, isFile } = pick(statSync(path));
    if (!isFile) throw new Error(say.noFile);
    if (size > largest) throw new Error(say.tooLarge);
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(say.notRead(path, (error as Error).message));
  }
}

const pick = (stats: Stats) => ({ size: stats.size, isFile: stats.isFile() });

/** A licence key; `-` reads it from the standard input, where no list of processes and no history of a shell shows it. */
export async function keyOf({ io }: Here, typed: string): Promise<string> {
  if (typed !== '-') return typed;
  let text = '';
  for await (const chunk of io.stdin) text += String(chunk);
  return text.trim();
}

/** Puts a file where it is wanted, else where the command was given; for this user alone, since it may hold a licence key. */
export function save({ say }: Here, fileName: string, text: string, output: string | undefined): string {
  const path = resolve(output ?? fileName.replaceAll(/[^0-9A-Za-z._-]+/g, '-'));
  try {
    writeFileSync(path, `${text}\n`, { mode: 0o600, flush: true });
  } catch (error) {
    throw new UsageError(say.notWritten(path, (error as Error).message));
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

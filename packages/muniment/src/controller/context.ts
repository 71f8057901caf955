import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type Io, languageOf, reportProblem } from '@muniment/cli';

/** Loaded when a command needs it: other commands start without it. */
const loadAgent = () => import('@muniment/agent/controller');
export type Agent = Awaited<ReturnType<typeof loadAgent>>;

/** Options that every command of the controller has. */
export interface CommonOptions {
  readonly data?: string;
  readonly json?: boolean;
}

/** What every command of the controller is carried out with. */
export interface Here {
  readonly io: Io;
  readonly agent: Agent;
  /** The data directory, absolute. */
  readonly folder: string;
  readonly env: Io['env'];
  readonly language: 'en' | 'de';
  /** Print the exact answer instead of a text for people. */
  readonly json: boolean;
}

export async function openHere(io: Io, { data, json }: CommonOptions): Promise<Here> {
  const agent = await loadAgent();
  const folder = resolve(data ?? agent.defaultFolder(io.env, homedir(), process.platform));
  return { io, agent, folder, env: io.env, language: languageOf(io.env) === 'de' ? 'de' : 'en', json: json === true };
}

type Failure = Parameters<Agent['problemIn']>[0];

/** Says what was in the way as every command does; answers the exit code. */
export function tellFailure({ io, agent, language, json }: Here, failure: Failure): number {
  return reportProblem(io, { requestId: '', ...agent.problemIn(failure, language) }, json);
}

/** Writes a value for programs, as JSON, or a text for people. */
export function tell({ io, json }: Here, value: unknown, text: string): void {
  io.stdout.write(`${json ? JSON.stringify(value, null, 2) : text}\n`);
}

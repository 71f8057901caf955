import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type Io, languageOf, reportProblem } from '@muniment/cli';

/** Loaded when a command needs it: other commands start without it. */
const loadAgent = () => import('@muniment/agent/license-manager');
export type Agent = Awaited<ReturnType<typeof loadAgent>>;

/** What every command of the licence manager is carried out with. */
export interface Lmc {
  readonly io: Io;
  readonly agent: Agent;
  /** The data directory, absolute. */
  readonly folder: string;
  readonly language: 'en' | 'de';
  /** Print the exact answer instead of a text for people. */
  readonly json: boolean;
}

export async function openLmc(io: Io, json: boolean | undefined): Promise<Lmc> {
  const agent = await loadAgent();
  const folder = resolve(agent.defaultFolder(io.env, homedir(), process.platform));
  return { io, agent, folder, language: languageOf(io.env) === 'de' ? 'de' : 'en', json: json === true };
}

type Refusal = Parameters<Agent['problemOf']>[0];
type Problem = ReturnType<Agent['problemOf']> | Parameters<typeof reportProblem>[1];

/** Says what was in the way as every command does; answers the exit code. */
export function tellFailure(
  { io, agent, language, json }: Lmc,
  failure: { readonly refusal: Refusal } | { readonly problem: Problem },
): number {
  const problem = 'problem' in failure ? failure.problem : agent.problemOf(failure.refusal, language);
  return reportProblem(io, { requestId: '', ...problem }, json);
}

/** Writes a value for programs, as JSON, or a text for people. */
export function tell({ io, json }: Lmc, value: unknown, text: string): void {
  io.stdout.write(`${json ? JSON.stringify(value, null, 2) : text}\n`);
}

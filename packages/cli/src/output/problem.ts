import type { Problem } from '@muniment/client';
import type { Values } from '../context.ts';
import { exitCodes, type Io } from '../io.ts';
import { frameOf } from './frame.ts';
import { clean } from './style.ts';

const idOf = (one: unknown): string => {
  const id = (one as { readonly id?: unknown } | undefined)?.id;
  return typeof id === 'string' ? `: ${id}` : '';
};

/** What to do where the server cannot know it: that this is a command line. */
type Hints = Readonly<Record<string, (problem: Problem, input: Values) => string | undefined>>;
const general: Hints = {
  'not-signed-in': () => 'muniment session sign-in, or set MUNIMENT_API_KEY.',
  'wrong-credentials': ({ nextStep }, input) =>
    input.vendor === undefined ? `${nextStep}\nFor another vendor than the first: --vendor SLUG` : undefined,
  'not-found': ({ nextStep }, input) =>
    typeof input.vendor === 'string' ? `${nextStep}\nIs there a vendor \u201c${input.vendor}\u201d on this server?` : undefined,
  'agreement-not-accepted': ({ facts }) =>
    `Read it: muniment catalog show --json (under agreements${idOf(facts?.agreement)}). Then add --accept-agreement.`,
  'device-not-enrolled': ({ nextStep }) => `${nextStep}\nOn the command line: --enrol`,
  'order-field-missing': ({ facts }) => (typeof facts?.field === 'string' ? `Add --field ${facts.field}=\u2026` : undefined),
};

/** Whoever is signed in and is told of a key that was not made for this is to know which of the two was taken. */
const keyGoesFirst = ({ env }: Io, { code, facts }: Problem): readonly string[] =>
  code === 'not-allowed' && facts?.reason === 'scope' && env.MUNIMENT_API_KEY ? [frameOf({ env }).keyGoesFirst] : [];

/** A problem for people: code and sentence, the fields it is about, the next step, the request id. */
function problemText(io: Io, problem: Problem, input: Values, hints: Hints): string {
  const frame = frameOf(io);
  const lines = [`${problem.code}: ${clean(problem.detail || problem.title)}`];
  for (const error of problem.errors ?? []) lines.push(`  ${clean(error.pointer)}: ${clean(error.detail)}`);
  const next = hints[problem.code]?.(problem, input) ?? problem.nextStep;
  if (next) lines.push(`${frame.next}: ${clean(next)}`);
  lines.push(...keyGoesFirst(io, problem));
  if (problem.requestId) lines.push(`${frame.request}: ${clean(problem.requestId)}`);
  return lines.join('\n');
}

/** Says a problem about what was put in on the standard error, as JSON also on the standard output; answers the exit code. Commands that have other options than the rest say what to do themselves. */
export function reportProblem(io: Io, problem: Problem, json: boolean, input: Values = {}, own: Hints = {}): number {
  if (problem.code === 'cancelled') {
    io.stderr.write(`${frameOf(io).interrupted}\n`);
    return exitCodes.interrupted;
  }
  if (json) io.stdout.write(`${JSON.stringify(problem, null, 2)}\n`);
  io.stderr.write(`${problemText(io, problem, input, { ...general, ...own })}\n`);
  return problem.code === 'unreachable' ? exitCodes.unreachable : exitCodes.problem;
}

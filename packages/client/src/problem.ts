import type { Failure, Problem, Success } from './types.ts';

/** Codes the client itself makes: no answer came, the caller stopped waiting, or the answer was not Muniment's. */
export type LocalCode = 'unreachable' | 'cancelled' | 'unexpected-answer';

const localTexts: Record<LocalCode, { title: string; nextStep: string }> = {
  unreachable: { title: 'The server cannot be reached', nextStep: 'Check the address and that the server runs, then try again.' },
  cancelled: { title: 'The call was cancelled', nextStep: 'Call again if you still need the answer.' },
  'unexpected-answer': {
    title: 'The answer is not one of Muniment\u2019s',
    nextStep: 'Check that the address is that of a Muniment server.',
  },
};

/** A problem that no server stated; its status is 0 where there was no answer. */
export function localProblem(code: LocalCode, detail: string, status = 0, requestId = ''): Problem<LocalCode> {
  return { type: 'about:blank', status, code, detail, requestId, ...localTexts[code] };
}

/** A problem as an exception, for callers that prefer one. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** The value of an answer; throws a `ProblemError` where there is none. */
export function unwrap<T>(answer: Success<T> | Failure): T {
  if (answer.ok) return answer.value;
  throw new ProblemError(answer.problem);
}

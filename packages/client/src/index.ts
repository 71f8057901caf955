export { fileNameOf } from './answer.ts';
export { type Client, type ClientSettings, createClient } from './client.ts';
export { type AllMethods, type Methods, type PageMethods, routes } from './generated/operations.ts';
export { type LocalCode, localProblem, ProblemError, unwrap } from './problem.ts';
export type { BuiltRequest } from './request.ts';
export type { RetryPolicy } from './retry.ts';
export type * from './types.ts';

export * from '../batcher/index.ts';
export { cookieNames } from './cookies.ts';
export { type Claimed, fingerprintOf, type IdempotencyStore, once } from './idempotency.ts';
export type { Metrics } from './metrics.ts';
export { missingProblemTexts, type PlatformProblemCode, type Problem, platformProblems } from './problems.ts';
export { addressKey, defaultRateLimits } from './rate-limit.ts';
export { type IdempotencyClaim, RequestInfo } from './request-info.ts';
export { createHttpServer, type HttpServer, type HttpServerOptions } from './server.ts';
export * from './types.ts';

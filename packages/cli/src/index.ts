export { exitCodes, type Io, isInteractive, UsageError } from './io.ts';
export { reportProblem } from './output/problem.ts';
export { machineHeading, nounCommand } from './program.ts';
export { type Extend, run } from './run.ts';

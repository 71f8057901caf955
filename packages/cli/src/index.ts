export { askYesNo } from './ask.ts';
export { languageOf, serverUrl } from './connect.ts';
export { exitCodes, type Io, isInteractive, UsageError } from './io.ts';
export { keyValues } from './output/object.ts';
export { reportProblem } from './output/problem.ts';
export { clean, paint } from './output/style.ts';
export { table } from './output/table.ts';
export { machineHeading, nounCommand } from './program.ts';
export { type Extend, run } from './run.ts';

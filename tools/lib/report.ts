import { resolve } from 'node:path';

/** One violation: where (`path:line`, relative to the root) and what is wrong, with what to do about it. */
export interface Finding {
  readonly at: string;
  readonly says: string;
}

/** What a check saw. `looked` counts the things it looked at, named by `noun`. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly looked: number;
  readonly noun: string;
}

/** The repository, or the tree named on the command line: so that every check can be shown a planted violation. */
export const root: string = resolve(
  process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? resolve(import.meta.dirname, '../..'),
);

/**
 * Runs a check as the program it is: findings a line each, then what was looked at; exit 1 on findings.
 * A check that looked at nothing has failed: its paths have moved away from under it.
 */
export async function tell(check: () => Report | Promise<Report>): Promise<void> {
  const { findings, looked, noun } = await check();
  for (const { at, says } of findings) console.log(`${at}  ${says}`);
  if (looked === 0) console.log(`looked at no ${noun} at all: a check that checks nothing has failed`);
  console.log(`${looked} ${noun}, ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`);
  process.exitCode = findings.length > 0 || looked === 0 ? 1 : 0;
}

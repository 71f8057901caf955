import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * The last line of a test run, plain for programs that read it: `N passed, N failed`. A file that could not be loaded and an error
 * outside any test count as failed; a skipped test is said, so that nobody believes it ran.
 */
export class PlainSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++;
      if (module.errors().length > 0) count.failed++;
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) count.failed++;
    }
    if (count.passed + count.failed === 0) count.failed++;
    const skipped = count.skipped + count.pending;
    process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  }
}

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Whatever tests put into the system's temporary folder, and programs that they start, lies in one folder of the run's own and goes with it:
 * no test need remember what it made, and no run touches what is another's.
 */
export default function setUp(): void {
  const folder = mkdtempSync(join(tmpdir(), 'muniment-tests-'));
  // A database that root starts runs as somebody else, who must get through.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
  // However the run ends. What is still written to at that moment is left: that is no failure of the tests.
  process.on('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch {}
  });
}

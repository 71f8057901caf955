import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const prefix = 'muniment-tests-';

/**
 * Whatever tests put into the system's temporary folder, and programs that they start, lies in one folder of the run's own and goes with it:
 * no test need remember what it made, and no run touches what is another's. Whoever sets up first makes it.
 */
export default function setUp(): void {
  if (basename(tmpdir()).startsWith(prefix)) return;
  const folder = mkdtempSync(join(tmpdir(), prefix));
  // A database that root starts runs as somebody else, who must get through.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
  process.once('SIGTERM', () => process.exit(143));
  // However the run ends, but for kill -9. What is still written to at that moment is left: that is no failure of the tests.
  process.on('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch {}
  });
}

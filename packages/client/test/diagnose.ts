/** What is the matter with a workstation, looked at in a process of its own: `node diagnose.ts FOLDER ROOT`. */
import { diagnose } from '../src/workstation/index.ts';

const [folder = '', root = ''] = process.argv.slice(2);
// The clock goes on between two looks.
const found = (await diagnose({ folder, root })).filter(({ check }) => check !== 'clock');
process.stdout.write(JSON.stringify(found));

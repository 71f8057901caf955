import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

function holderIsGone(directory) {
  let pid;
  try {
    pid = Number(readFileSync(join(directory, 'pid'), 'utf8'));
  } catch {
    // Just made and not yet signed, or left by one that was killed in between: the next look tells.
    return null;
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function tryEnter(directory) {
  mkdirSync(dirname(directory), { recursive: true });
  try {
    mkdirSync(directory);
    writeFileSync(join(directory, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Does `work` while no other process on this checkout does: two starts at once must not both install. */
export async function alone(directory, say, work) {
  let unsigned = 0;
  for (let told = false; !tryEnter(directory); ) {
    const gone = holderIsGone(directory);
    unsigned = gone === null ? unsigned + 1 : 0;
    if (gone === true || unsigned > 20) rmSync(directory, { recursive: true, force: true });
    else if (!told) say('Another start prepares this checkout; waiting for it …');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const leave = () => rmSync(directory, { recursive: true, force: true });
  process.once('exit', leave);
  try {
    return await work();
  } finally {
    process.off('exit', leave);
    leave();
  }
}

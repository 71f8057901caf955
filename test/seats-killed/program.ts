/**
 * A program that takes a seat and keeps it, in a process of its own, to be killed: `node program.ts KEY FEATURE NAME SERVER…`. It says
 * what it asks for before it does, and then until when it holds it.
 */
import { randomUUID } from 'node:crypto';
import { heartbeatSeconds, keep, moment, take } from './asking.ts';

const [credential = '', feature = '', name = '', ...servers] = process.argv.slice(2);
const asking = { servers, credential };
const say = (line: string) => process.stdout.write(`${line}\n`);

for (let turn = 0; ; turn++) {
  const leaseId = `lse_${randomUUID()}`;
  say(`asking ${leaseId}`);
  const got = await take(asking, turn, { leaseId, feature, seats: 1, user: name, host: name }, () => false);
  if (!got.granted) {
    await moment(300);
    continue;
  }
  for (let until = Date.parse(got.expiresAt); ; ) {
    say(`held ${leaseId} ${until}`);
    await moment(heartbeatSeconds * 700);
    const kept = await keep(asking, turn, leaseId, until);
    if ('mayNotBe' in kept) {
      say(kept.mayNotBe ? `WRONG ${leaseId} was lost before its time` : `lost ${leaseId}`);
      break;
    }
    until = kept.until;
  }
}

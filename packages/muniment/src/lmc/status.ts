import type { StatusBody } from '@muniment/agent/license-manager';
import { clean, exitCodes, frameOf, type Io, keyValues, paint, table } from '@muniment/cli';
import { type Lmc, tell, tellFailure } from './context.ts';
import { licenseShown } from './install.ts';

function statusText(io: Io, status: StatusBody): string {
  const { hardwareKey, childKey, license, folder, entitlements, problems } = status;
  const facts = {
    hardwareKey,
    ...(childKey === null ? {} : { licensedKey: childKey }),
    ...(license === null ? {} : { ...licenseShown(license), installed: license.installedAt }),
    folder,
  };
  const lines = [paint(io, ['bold', status.valid ? 'green' : 'red'], status.reason)];
  if (status.test) lines.push('This folder is for tests.');
  lines.push('', keyValues(io, facts));
  if (entitlements.length > 0)
    lines.push(
      '',
      table(
        io,
        entitlements.map(({ feature, value, lastDay, afterwards }) => ({ feature, value, lastDay, afterwards })),
      ),
    );
  for (const { code, detail, nextStep } of problems) lines.push('', `${code}: ${clean(detail)}`, `${frameOf(io).next}: ${clean(nextStep)}`);
  return lines.join('\n');
}

/** `muniment lmc status`: 0 while something is licensed, 1 while nothing is. */
export async function status(lmc: Lmc): Promise<number> {
  const { agent, folder, io, language } = lmc;
  const read = await agent.readStatus(folder, io.env);
  if (!read.ok) return tellFailure(lmc, read);
  const body = agent.statusBody(read.value, language);
  tell(lmc, body, statusText(io, body));
  return body.valid ? exitCodes.ok : exitCodes.problem;
}

/** `muniment lmc key`: the key to give to the dealer, alone on its line. */
export async function key(lmc: Lmc): Promise<number> {
  const { agent, folder, io } = lmc;
  const read = await agent.readStatus(folder, io.env);
  if (!read.ok) return tellFailure(lmc, read);
  tell(lmc, agent.keyBody(read.value), read.value.childKey ?? read.value.hardwareKey);
  return exitCodes.ok;
}

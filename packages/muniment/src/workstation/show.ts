import { exitCodes, paint, table } from '@muniment/cli';
import { type Agent, askingOf, type CommonOptions, type Here, tell, tellFailure } from './context.ts';

interface Nothing {
  readonly ok: true;
  readonly value: null;
}

/** Fetches the file anew where it is time: whoever asks how things stand is not to be told of an end that need not be. */
async function renewWhereDue(here: Here): Promise<void> {
  const { agent, io, folder } = here;
  await agent.withWorkstation<unknown>(
    { folder, env: io.env },
    async (workstation): Promise<Awaited<ReturnType<Agent['renew']>> | Nothing> => {
      const isDue = workstation.state().servers.length > 0 && agent.isRenewalDue(workstation);
      return isDue ? agent.renew(workstation, {}, askingOf(here)) : { ok: true, value: null };
    },
  );
}

/** Names and values under one another, as the reader's language writes them; what says nothing is left out. */
function factLines(io: Here['io'], facts: readonly (readonly [name: string, value: string | null])[]): readonly string[] {
  const told = facts.filter(([, value]) => value !== null);
  const width = Math.max(...told.map(([name]) => name.length));
  return told.map(([name, value]) => `${paint(io, 'dim', name.padEnd(width))}  ${value}`);
}

/** `muniment status`: 0 while something is licensed, 1 while nothing is. */
export async function status(here: Here, { offline }: CommonOptions & { readonly offline?: boolean }): Promise<number> {
  const { agent, io, folder, language, say } = here;
  if (!offline) await renewWhereDue(here);
  const read = await agent.withWorkstation({ folder, env: io.env }, async (workstation) => {
    const { identity, state, license } = workstation;
    const { request, receipt, exchange } = state();
    const payload = license()?.payload ?? null;
    const standing = await agent.standingOf(workstation);
    const pending = { request: request !== null, receipt: receipt !== null, exchange: exchange?.kind ?? null };
    return { ok: true as const, value: { standing, identity, payload, pending } };
  });
  if (!read.ok) return tellFailure(here, read);
  const { standing, identity, payload, pending } = read.value;
  const { valid, code, facts, rights, machine, at } = standing;
  const { hardwareKey, product } = identity;
  const serial = payload === null ? null : `${payload.serial.epoch}.${payload.serial.number}`;
  const fileUntil = payload?.exp === undefined ? null : new Date(payload.exp * 1000).toISOString();
  const value = { valid, code, facts, at, workstation: hardwareKey, product, serial, fileUntil, rights, machine, pending, folder };
  const lines = [paint(io, ['bold', valid ? 'green' : 'red'], valid ? say.valid : say.invalid)];
  const named = say.columns;
  lines.push(
    '',
    ...factLines(io, [
      [named.workstation, hardwareKey],
      [named.product, product],
      [named.serial, serial],
      [named.file, fileUntil?.slice(0, 10) ?? null],
      [named.folder, folder],
    ]),
  );
  if (rights.length > 0)
    lines.push(
      '',
      table(
        io,
        rights.map((one) => ({ [named.feature]: one.feature, [named.value]: String(one.value), [named.lastDay]: one.lastDay ?? '' })),
      ),
    );
  const differs = machine?.verdict === 'tolerated' ? machine.components.filter(({ state }) => state !== 'same' && state !== 'absent') : [];
  if (differs.length > 0) lines.push('', `${say.differs} ${differs.map((part) => agent.partName(part, language)).join(', ')}`);
  if (!valid) {
    const [advice] = agent.adviceOn(await agent.diagnose({ folder, env: io.env }), [], language).filter(({ ok }) => !ok);
    if (advice !== undefined) lines.push('', `${code}: ${advice.found}`, `${say.next}: ${advice.nextStep}`);
  }
  tell(here, value, lines.join('\n'));
  return valid ? exitCodes.ok : exitCodes.problem;
}

/** `muniment doctor`: everything that can keep a program from working here, each with what to do (C11). */
export async function doctor(here: Here, _: CommonOptions): Promise<number> {
  const { agent, io, folder, language, say } = here;
  const found = await agent.diagnose({ folder, env: io.env });
  const opened = await agent.openWorkstation({ folder, env: io.env });
  const reached = opened.ok ? await agent.askVendor(opened.value.state().servers, opened.value.identity.vendor) : [];
  const checks = agent.adviceOn(found, reached, language);
  const isWell = checks.every(({ ok }) => ok);
  const lines = checks.flatMap(({ ok, code, title, found: text, nextStep }) => [
    `${ok ? paint(io, 'green', '\u25cf') : paint(io, 'red', '\u25cb')} ${paint(io, 'bold', title)}: ${text}${code === null ? '' : ` (${code})`}`,
    ...(ok ? [] : [`    ${say.next}: ${nextStep}`]),
  ]);
  tell(here, { ok: isWell, checks }, [...lines, ...(isWell ? ['', say.allWell] : [])].join('\n'));
  return isWell ? exitCodes.ok : exitCodes.problem;
}

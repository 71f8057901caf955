import { exitCodes, paint, table } from '@muniment/cli';
import { type Agent, askingOf, type CommonOptions, type Here, tell, tellFailure } from './context.ts';
import { borrowedSeats, isUsable, seatLines, statusOfSeats } from './seats/show-seats.ts';

/** Names and values under one another, as the reader's language writes them; what says nothing is left out. */
function factLines(io: Here['io'], facts: readonly (readonly [name: string, value: string | null])[]): readonly string[] {
  const told = facts.filter(([, value]) => value !== null);
  const width = Math.max(...told.map(([name]) => name.length));
  return told.map(([name, value]) => `${paint(io, 'dim', name.padEnd(width))}  ${value}`);
}

/** What was brought to its end by the way, or why it could not be. */
function settledLines({ agent, say, language }: Here, settled: Awaited<ReturnType<Agent['bringUpToDate']>> | null): readonly string[] {
  if (settled === null) return [];
  if (settled.ok) {
    const { exchange, receipt } = settled.value;
    return [...(exchange === 'activate' ? ['', say.finishedActivation] : []), ...(receipt ? ['', say.finishedReturn] : [])];
  }
  const { code, detail } = agent.problemIn(settled, language);
  return code === 'not-set-up' ? [] : ['', `${say.notUpToDate} ${code}: ${detail}`];
}

/** `muniment status`: 0 while something is licensed or borrowed, 1 while nothing is. */
export async function status(here: Here, { offline }: CommonOptions & { readonly offline?: boolean }): Promise<number> {
  const { agent, io, folder, place, language, say } = here;
  const settled = offline ? null : await agent.bringUpToDate(place, askingOf(here));
  // What came of it stands in the standing: nobody waits for a list that does not come.
  if (!offline) await agent.hearRevocations(place, askingOf(here));
  const borrowed = await borrowedSeats(here, offline === true);
  if (!borrowed.ok) return tellFailure(here, borrowed);
  const opened = await agent.openWorkstation(place);
  const isSeatsOnly = !opened.ok && opened.refusal.code === 'not-set-up' && borrowed.value.seats.length > 0;
  if (isSeatsOnly) return statusOfSeats(here, borrowed.value);
  if (!opened.ok) return tellFailure(here, opened);
  const { identity, state, license } = opened.value;
  const { request, receipt, exchange } = state();
  const payload = license()?.payload ?? null;
  const standing = await agent.standingOf(opened.value);
  const pending = { request: request !== null, receipt: receipt !== null, exchange: exchange?.kind ?? null };
  const { valid, code, facts, rights, machine, at } = standing;
  const { hardwareKey, product } = identity;
  const serial = payload === null ? null : `${payload.serial.epoch}.${payload.serial.number}`;
  const fileUntil = payload?.exp === undefined ? null : new Date(payload.exp * 1000).toISOString();
  const keys = await agent.thumbprintsOf(state().trust.keys);
  const value = {
    ...{ valid, code, facts, at, workstation: hardwareKey, vendor: identity.vendor, product, serial, fileUntil },
    ...{ rights, machine, pending, borrowed: borrowed.value.seats, folder, keys },
  };
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
    const [advice] = agent.adviceOn(await agent.diagnose(place), [], language).filter(({ ok }) => !ok);
    if (advice !== undefined) lines.push('', `${code}: ${advice.found}`, `${say.next}: ${advice.nextStep}`);
  }
  if (borrowed.value.seats.length > 0) lines.push('', ...seatLines(here, borrowed.value));
  lines.push(...settledLines(here, settled));
  tell(here, value, lines.join('\n'));
  return valid || isUsable(borrowed.value) ? exitCodes.ok : exitCodes.problem;
}

/** `muniment doctor`: everything that can keep a program from working here, each with what to do (C11). */
export async function doctor(here: Here, _: CommonOptions): Promise<number> {
  const { agent, io, place, language, say } = here;
  const borrowed = await agent.borrowedHere(place);
  const seats = borrowed.ok ? borrowed.value : { seats: [], servers: [], vendor: null };
  const opened = await agent.openWorkstation(place);
  // Seats need no licence of the workstation's own.
  const isSeatsOnly = !opened.ok && opened.refusal.code === 'not-set-up' && seats.seats.length > 0;
  const found = isSeatsOnly ? [] : await agent.diagnose(place);
  const { servers, vendor } = opened.ok ? { servers: opened.value.state().servers, vendor: opened.value.identity.vendor } : seats;
  const clock = opened.ok ? () => opened.value.clock.time().clock : Date.now;
  const reached = vendor === null ? [] : await agent.askVendor(servers, vendor, clock);
  const ofSeats = borrowed.ok ? agent.adviceOnSeats(seats.seats, language) : [agent.adviceOnFailure(borrowed, language)];
  const checks = [...agent.adviceOn(found, reached, language), ...ofSeats];
  const isWell = checks.every(({ ok }) => ok);
  const lines = checks.flatMap(({ ok, code, title, found: text, nextStep }) => [
    `${ok ? paint(io, 'green', '\u25cf') : paint(io, 'red', '\u25cb')} ${paint(io, 'bold', title)}: ${text}${code === null ? '' : ` (${code})`}`,
    ...(ok ? [] : [`    ${say.next}: ${nextStep}`]),
  ]);
  tell(here, { ok: isWell, checks }, [...lines, ...(isWell ? ['', say.allWell] : [])].join('\n'));
  return isWell ? exitCodes.ok : exitCodes.problem;
}

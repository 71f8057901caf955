import { clean, exitCodes, paint, table } from '@muniment/cli';
import { type Agent, askingOf, type CommonOptions, type Here, tell, tellFailure } from './context.ts';
import { rightsTable } from './rights.ts';
import { borrowedSeats, forgetTold, isTold, isUsable, seatLines, statusOfSeats } from './seats/show-seats.ts';
import { inFolder, namesNone, oneMeant } from './whose.ts';

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

interface StatusOptions extends CommonOptions {
  readonly offline?: boolean;
}

/** Ends what was begun and fetches what is due; what came of it stands in the standing: nobody waits for a list that does not come. */
async function upToDate(here: Here, offline: boolean | undefined) {
  const { agent, place } = here;
  if (offline) return null;
  const settled = await agent.bringUpToDate(place, askingOf(here));
  await agent.hearRevocations(place, askingOf(here));
  return settled;
}

/** `muniment status`: 0 while something is licensed or borrowed, 1 while nothing is. Of a user who has several, all of them. */
export async function status(here: Here, options: StatusOptions): Promise<number> {
  if (here.found !== null && here.found.meant.length > 1) return statusOfAll(here, options);
  const one = oneMeant(here, options);
  // Where nothing is set up there may be seats.
  return one.ok || namesNone(options) ? statusOfOne(one.ok ? one.value : here, options) : tellFailure(here, one);
}

async function statusOfAll(here: Here, { offline }: StatusOptions): Promise<number> {
  const { agent, io, say } = here;
  const named = say.columns;
  const all = [];
  for (const { vendor, product, folder } of here.found!.meant) {
    const there = inFolder(here, folder);
    await upToDate(there, offline);
    const asked = await agent.askStanding(there.place);
    const { valid, code } = asked.ok ? asked.value : { valid: false, code: asked.refusal.code };
    const borrowed = await borrowedSeats({ ...there, found: null }, offline === true);
    const { seats, ended } = borrowed.ok ? borrowed.value : { seats: [], ended: [] };
    all.push({ vendor, product, valid, code, folder, borrowed: seats, ended });
  }
  const beside = await borrowedSeats({ ...inFolder(here, here.found!.places.first), found: null }, offline === true);
  const isListed = all.some(({ folder }) => folder === here.found!.places.first);
  const { seats, ended } = isListed || !beside.ok ? { seats: [], ended: [] } : beside.value;
  const rows = all.map(({ vendor, product, code, folder }) => ({
    [named.product]: product ?? '',
    [named.vendor]: vendor ?? '',
    [named.state]: code,
    [named.folder]: folder,
  }));
  const away = { seats: [...all.flatMap(({ borrowed }) => borrowed), ...seats], ended: [...all.flatMap((one) => one.ended), ...ended] };
  const lines = [table(io, rows), '', say.severalHere];
  if (isTold(away)) lines.push('', ...seatLines(here, away));
  const isWell = all.some(({ valid }) => valid) || isUsable(away);
  tell(here, { valid: all.some(({ valid }) => valid), workstations: all, borrowed: seats, ended }, lines.join('\n'));
  for (const one of all) await agent.forgetEnded(one.folder, one.ended);
  await agent.forgetEnded(here.found!.places.first, ended);
  return isWell ? exitCodes.ok : exitCodes.problem;
}

async function statusOfOne(here: Here, { offline }: StatusOptions): Promise<number> {
  const { agent, io, folder, place, language, say } = here;
  const settled = await upToDate(here, offline);
  const borrowed = await borrowedSeats(here, offline === true);
  if (!borrowed.ok) return tellFailure(here, borrowed);
  const opened = await agent.openWorkstation(place);
  const isSeatsOnly = !opened.ok && opened.refusal.code === 'not-set-up' && isTold(borrowed.value);
  if (isSeatsOnly) return statusOfSeats(here, borrowed.value);
  if (!opened.ok) return tellFailure(here, opened);
  const { identity, state, license } = opened.value;
  const { request, receipt, exchange, name = null } = state();
  const payload = license()?.payload ?? null;
  const standing = await agent.standingOf(opened.value);
  const pending = { request: request !== null, receipt: receipt !== null, exchange: exchange?.kind ?? null };
  const { valid, code, facts, rights, machine, at } = standing;
  const { hardwareKey, product } = identity;
  const serial = payload === null ? null : `${payload.serial.epoch}.${payload.serial.number}`;
  const fileUntil = payload?.exp === undefined ? null : new Date(payload.exp * 1000).toISOString();
  const keys = await agent.thumbprintsOf(state().trust.keys);
  const value = {
    ...{ valid, code, facts, at, workstation: hardwareKey, name, vendor: identity.vendor, product, serial, fileUntil },
    ...{ rights, machine, pending, borrowed: borrowed.value.seats, ended: borrowed.value.ended, folder, keys },
  };
  const lines = [paint(io, ['bold', valid ? 'green' : 'red'], valid ? say.valid : say.invalid)];
  const named = say.columns;
  lines.push(
    '',
    ...factLines(io, [
      [named.workstation, hardwareKey],
      [named.name, name === null ? null : clean(name)],
      [named.vendor, identity.vendor],
      [named.product, product],
      [named.serial, serial],
      [named.file, fileUntil?.slice(0, 10) ?? null],
      [named.folder, folder],
    ]),
  );
  if (rights.length > 0) lines.push('', rightsTable(here, rights));
  const differs = machine?.verdict === 'tolerated' ? machine.components.filter(({ state }) => state !== 'same' && state !== 'absent') : [];
  if (differs.length > 0) lines.push('', `${say.differs} ${differs.map((part) => agent.partName(part, language)).join(', ')}`);
  if (!valid) {
    const amiss = agent.adviceOn(await agent.diagnose(place), [], language).filter(({ ok }) => !ok);
    // What stands in the way of the licence comes before what is the matter beside it.
    const advice = amiss.find((one) => one.code === code) ?? amiss[0];
    if (advice !== undefined) lines.push('', `${code}: ${advice.found}`, `${say.next}: ${advice.nextStep}`);
  }
  if (isTold(borrowed.value)) lines.push('', ...seatLines(here, borrowed.value));
  lines.push(...settledLines(here, settled));
  tell(here, value, lines.join('\n'));
  await forgetTold(here, borrowed.value);
  return valid || isUsable(borrowed.value) ? exitCodes.ok : exitCodes.problem;
}

/** Everything that one workstation depends on. */
async function checksOf(here: Here) {
  const { agent, place, language } = here;
  const borrowed = await borrowedSeats(here, true);
  const seats = borrowed.ok ? borrowed.value : { seats: [], ended: [], servers: [], vendor: null };
  const opened = await agent.openWorkstation(place);
  // Seats need no licence of the workstation's own.
  const isSeatsOnly = !opened.ok && opened.refusal.code === 'not-set-up' && seats.seats.length > 0;
  const found = isSeatsOnly ? [] : await agent.diagnose(place);
  const { servers, vendor } = opened.ok ? { servers: opened.value.state().servers, vendor: opened.value.identity.vendor } : seats;
  const clock = opened.ok ? () => opened.value.clock.time().clock : Date.now;
  const reached = vendor === null ? [] : await agent.askVendor(servers, vendor, clock);
  const ofSeats = borrowed.ok ? agent.adviceOnSeats(seats.seats, language) : [agent.adviceOnFailure(borrowed, language)];
  return [...agent.adviceOn(found, reached, language), ...ofSeats];
}

type Checks = Awaited<ReturnType<typeof checksOf>>;

function checkLines({ io, say }: Here, checks: Checks): readonly string[] {
  return checks.flatMap(({ ok, code, title, found: text, nextStep }) => [
    `${ok ? paint(io, 'green', '\u25cf') : paint(io, 'red', '\u25cb')} ${paint(io, 'bold', title)}: ${text}${code === null ? '' : ` (${code})`}`,
    ...(ok ? [] : [`    ${say.next}: ${nextStep}`]),
  ]);
}

/** `muniment doctor`: everything that can keep a program from working here, each with what to do (C11). Of a user who has several, all of them. */
export async function doctor(here: Here, options: CommonOptions): Promise<number> {
  const { io, say, found } = here;
  if (found !== null && found.meant.length > 1) {
    const all = [];
    for (const { vendor, product, folder } of found.meant)
      all.push({ vendor, product, folder, checks: await checksOf({ ...inFolder(here, folder), found: null }) });
    const isWell = all.every(({ checks }) => checks.every(({ ok }) => ok));
    const texts = all.flatMap(({ vendor, product, checks }) => [
      paint(io, 'bold', `${product ?? ''} / ${vendor ?? ''}`),
      ...checkLines(here, checks),
      '',
    ]);
    tell(here, { ok: isWell, workstations: all }, [...texts, ...(isWell ? [say.allWell] : [])].join('\n').trimEnd());
    return isWell ? exitCodes.ok : exitCodes.problem;
  }
  const one = oneMeant(here, options);
  if (!one.ok && !namesNone(options)) return tellFailure(here, one);
  const checks = await checksOf(one.ok ? one.value : here);
  const isWell = checks.every(({ ok }) => ok);
  tell(here, { ok: isWell, checks }, [...checkLines(here, checks), ...(isWell ? ['', say.allWell] : [])].join('\n'));
  return isWell ? exitCodes.ok : exitCodes.problem;
}

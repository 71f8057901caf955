import { askYesNo, clean, exitCodes, isInteractive, UsageError } from '@muniment/cli';
import { askingOf, type CommonOptions, confirmed, type Here, keyOf, save, tell, tellFailure, tellNotes } from './context.ts';
import { rightsHere, rightsLine, rightsTable } from './rights.ts';
import { ensureSetUp, type SetUpOptions } from './set-up.ts';

export interface ActivateOptions extends SetUpOptions {
  readonly customerId?: string;
  readonly name?: string;
  readonly repair?: string;
  readonly accept?: readonly string[];
  readonly forget?: boolean;
}

interface Terms {
  readonly id: string;
  readonly version: string;
  readonly language: string;
}

/** `licence-terms:2026-01`: an agreement that was read. */
function acceptedOf({ say, language }: Here, text: string): Terms {
  const [, id, version] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (id === undefined || version === undefined) throw new UsageError(say.notAccepted(text));
  return { id, version, language };
}

/** What is to be accepted, shown to whoever is there; where nobody accepts, the exit code. */
async function readTerms(here: Here): Promise<readonly Terms[] | number> {
  const { agent, io, place, say } = here;
  const opened = await agent.openWorkstation(place);
  if (!opened.ok) return [];
  const { vendor, product, variant } = opened.value.identity;
  const asked = { vendor, product, ...(variant === null ? {} : { variant }) };
  const setup = await agent.setupFromServer(opened.value.state().servers, { ...asked, ...askingOf(here) });
  // Where nobody answers now, the activation says so.
  if (!setup.ok || setup.value.agreements.length === 0) return [];
  for (const { text } of setup.value.agreements) io.stderr.write(`${clean(text).trim()}\n\n`);
  const options = setup.value.agreements.map(({ id, version }) => `--accept ${id}:${version}`).join(' ');
  if (!isInteractive(io)) {
    io.stderr.write(`${say.readTerms.replace('--accept', options)}\n`);
    tellNotes(here, true);
    return exitCodes.problem;
  }
  const answer = await askYesNo(io, say.askTerms(setup.value.agreements.map(({ id, version }) => `${id} ${version}`).join(', ')));
  // The server is told what was accepted, not what stands in it.
  if (answer === 'yes') return setup.value.agreements.map(({ id, version, language }) => ({ id, version, language }));
  io.stderr.write(`${say.termsDeclined}\n`);
  tellNotes(here, true);
  return answer === 'left' ? exitCodes.interrupted : exitCodes.problem;
}

/** `muniment activate KEY`: the licence of a key, for this machine (C5). */
export async function activate(given: Here, options: ActivateOptions, typed: string): Promise<number> {
  const licenseKey = await keyOf(given, typed);
  const { agent, say } = given;
  const { customerId, name, repair, forget = false } = options;
  if (repair?.trim() === '') throw new UsageError(say.noRepair);
  const set = await ensureSetUp(given, options);
  if (!set.ok) return tellFailure(given, set);
  const here = set.value;
  const { place } = here;
  const before = await rightsHere(here);
  const accepted = (options.accept ?? []).map((text) => acceptedOf(here, text));
  const asked = {
    licenseKey,
    forget,
    ...(customerId === undefined ? {} : { customerId }),
    ...(name === undefined ? {} : { name }),
    ...(repair === undefined ? {} : { repair }),
  };
  const ask = (agreements: readonly Terms[]) =>
    agent.withWorkstation(place, (workstation) => agent.activate(workstation, { ...asked, agreements }, askingOf(here)));
  let done = await ask(accepted);
  // Nobody reads terms for a key that is mistyped, or in use: they are shown once nothing else is in the way.
  if (!done.ok && accepted.length === 0 && 'problem' in done && done.problem.code === 'agreement-not-accepted') {
    const agreements = await readTerms(here);
    if (typeof agreements === 'number') return agreements;
    if (agreements.length > 0) done = await ask(agreements);
  }
  if (!done.ok) return tellFailure(here, done);
  const { payload, bound, healed } = done.value;
  const lines = [say.activated, ...(bound?.change === 'repaired' ? [`${say.repaired} ${bound.repairsLeft}`] : [])];
  const rights = await rightsHere(here);
  if (rights.length > 0) lines.push('', before.length > 0 ? say.licensedInAll : say.licensedHere, '', rightsTable(here, rights));
  tell(here, { serial: payload.serial, entitlements: payload.entitlements, exp: payload.exp ?? null, bound, healed }, lines.join('\n'));
  return exitCodes.ok;
}

/** `muniment renew`: the licence file anew, with a reason after a repair (C6, F14). */
export async function renew(here: Here, { repair }: CommonOptions & { readonly repair?: string }): Promise<number> {
  const { agent, place, say } = here;
  const asked = repair === undefined ? {} : { repair };
  const done = await agent.withWorkstation(place, (workstation) => agent.renew(workstation, asked, askingOf(here)));
  if (!done.ok) return tellFailure(here, done);
  const { payload, bound, healed } = done.value;
  const lines = [bound?.change === 'repaired' ? `${say.repaired} ${bound.repairsLeft}` : say.renewed, ...(healed ? [say.healed] : [])];
  tell(here, { serial: payload.serial, exp: payload.exp ?? null, bound, healed }, lines.join('\n'));
  return exitCodes.ok;
}

/** `muniment deactivate`: the licence goes back to the vendor, or its receipt into a file (C9). */
export async function deactivate(
  here: Here,
  { yes, receipt }: CommonOptions & { readonly yes?: boolean; readonly receipt?: string },
): Promise<number> {
  const { agent, place, say } = here;
  const rights = await rightsHere(here);
  const what = rightsLine(here, rights);
  const no = await confirmed(here, yes, say.askDeactivate(what));
  if (no !== null) return no;
  if (receipt !== undefined) {
    const made = await agent.withWorkstation(place, (workstation) => agent.receiptFile(workstation));
    if (!made.ok) return tellFailure(here, made);
    const file = save(here, made.value.fileName, made.value.text, receipt);
    tell(here, { file }, `${file}\n${say.receiptNext}`);
    return exitCodes.ok;
  }
  const done = await agent.withWorkstation(place, (workstation) => agent.deactivate(workstation, askingOf(here)));
  if (!done.ok) return tellFailure(here, done);
  tell(here, { deactivated: true }, [say.deactivated, ...(what === '' ? [] : [`${say.givenBack} ${what}`])].join('\n'));
  return exitCodes.ok;
}

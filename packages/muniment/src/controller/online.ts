import type { InputOf } from '@muniment/agent/controller';
import { askYesNo, clean, exitCodes, isInteractive, keyValues, paint, table, UsageError } from '@muniment/cli';
import { type CommonOptions, type Here, tell, tellFailure } from './context.ts';
import { resultsTable } from './show.ts';

/** A yes on the command line, for scripts. */
export interface ConfirmedOptions extends CommonOptions {
  readonly yes?: boolean;
}

/** Asks before what cannot be taken back lightly; null where it may go on. */
export async function confirmed({ io }: Here, { yes }: ConfirmedOptions, question: string): Promise<number | null> {
  if (yes) return null;
  if (!isInteractive(io)) throw new UsageError(`${question} Say --yes where nobody can be asked.`);
  const answer = await askYesNo(io, question);
  if (answer === 'yes') return null;
  io.stderr.write('Nothing was done.\n');
  return answer === 'left' ? exitCodes.interrupted : exitCodes.problem;
}

/** `muniment controller customer [ID]`: shows the customer id, or saves another one. */
export async function customer(here: Here, _: CommonOptions, id: string | undefined): Promise<number> {
  const { agent } = here;
  if (id === undefined) {
    const status = await agent.readStatus(here);
    if (!status.ok) return tellFailure(here, status);
    const { installCode, customerId } = status.value;
    tell(here, { installCode, customerId }, customerId ?? 'No customer id is stored.');
    return exitCodes.ok;
  }
  const saved = await agent.perform(here, 'customer', { customerId: id });
  if (!saved.ok) return tellFailure(here, saved);
  tell(here, saved.value, `The customer id is ${saved.value.customerId}.`);
  return exitCodes.ok;
}

/** `muniment controller enrol`: asks to be a controller of the project. */
export async function enrol(here: Here, { code, newKey = false }: CommonOptions & { code?: string; newKey?: boolean }): Promise<number> {
  const enrolled = await here.agent.perform(here, 'enrol', { code, newKey });
  if (!enrolled.ok) return tellFailure(here, enrolled);
  const { state, project, thumbprint, problem } = enrolled.value;
  const lines = [state === 'waiting' ? waitingText(enrolled.value) : 'The controller belongs to the project.'];
  lines.push('', keyValues(here.io, { project: project?.name ?? null, thumbprint }));
  if (problem !== null) lines.push('', `Its licences are not fetched yet: ${problem.detail}`, 'Next: muniment controller sync');
  tell(here, enrolled.value, lines.join('\n'));
  return state === 'current' && problem === null ? exitCodes.ok : exitCodes.problem;
}

/** What a controller waits for, and how it goes on once that is done. */
const waitingText = ({ waitsFor }: { readonly waitsFor: string | null }): string =>
  `Somebody has to approve this controller (${waitsFor}). Compare the thumbprint in the portal.\nOnce it is approved: muniment controller sync`;

/** `muniment controller download`: lists what waits in the cloud. */
export async function download(here: Here, _: CommonOptions): Promise<number> {
  const waiting = await here.agent.perform(here, 'download', {});
  if (!waiting.ok) return tellFailure(here, waiting);
  const { items, agreement } = waiting.value;
  const rows = items.map(({ lotId, quantity, transferDate, description }) => ({ lotId, quantity, transferDate, description }));
  const lines = [rows.length === 0 ? 'No licences wait for this controller.' : table(here.io, rows)];
  if (agreement !== null && rows.length > 0)
    lines.push('', agreement.text, '', `Activate with: --accept ${agreement.id}:${agreement.version}`);
  tell(here, waiting.value, lines.join('\n'));
  return exitCodes.ok;
}

/** `pool:3`: an agreement that was read. */
function agreementOf(text: string | undefined): { id: string; version: string } | undefined {
  if (text === undefined) return undefined;
  const [, id, version] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (id === undefined || version === undefined) throw new UsageError(`--accept is given as ID:VERSION, not \u201c${text}\u201d.`);
  return { id, version };
}

/** `LICENCE`: all that waits of it. `LICENCE=3`: so many units. */
function chosenOf(text: string): { lotId: string; quantity?: number } {
  const [, lotId, count] = /^([^=]+)(?:=([1-9]\d{0,8}))?$/.exec(text) ?? [];
  if (lotId === undefined)
    throw new UsageError(`A licence is named as LICENCE or LICENCE=NUMBER, with a number from 1 to 999999999, not \u201c${text}\u201d.`);
  return count === undefined ? { lotId } : { lotId, quantity: Number(count) };
}

type Licenses = InputOf<'activate'>['licenses'];
type Agreement = InputOf<'activate'>['agreement'];

/**
 * Looks whether licences may be activated, and puts the agreement that it needs to the person at the terminal, once nothing else is in
 * the way. Answers the agreement that is accepted, or the exit code where it ends here.
 */
async function agreed(here: Here, licenses: Licenses, given: Agreement): Promise<{ readonly agreement: Agreement } | number> {
  const { agent, io, json } = here;
  const looked = await agent.perform(here, 'activate', { licenses, agreement: given, dryRun: true });
  if (looked.ok) return { agreement: given };
  const { code, facts } = looked.problem;
  const asks = code === 'agreement-to-accept' && given === undefined && isInteractive(io) && !json;
  if (!asks) return tellFailure(here, looked);
  const { id, version, text } = facts as { readonly id: string; readonly version: string; readonly text: string };
  io.stdout.write(`${paint(io, 'bold', 'Agreement')} (${clean(id)} ${clean(version)})\n${clean(text)}\n`);
  const no = await confirmed(here, {}, 'Do you accept this agreement?');
  return no ?? { agreement: { id, version } };
}

/** `muniment controller activate LICENCE…`: one after another, each with its result. */
export async function activate(
  here: Here,
  options: CommonOptions & { all?: boolean; accept?: string },
  ids: readonly string[],
): Promise<number> {
  const { agent, io, json } = here;
  const given = agreementOf(options.accept);
  if ((ids.length === 0) === (options.all !== true)) throw new UsageError('Name the licences to activate, or give --all.');
  let licenses = ids.map(chosenOf);
  if (new Set(licenses.map(({ lotId }) => lotId)).size < licenses.length) throw new UsageError('A licence is named twice.');
  if (options.all) {
    const waiting = await agent.perform(here, 'download', {});
    if (!waiting.ok) return tellFailure(here, waiting);
    licenses = waiting.value.items.map(({ lotId }) => ({ lotId }));
    if (licenses.length === 0) {
      tell(here, { licenses: [] }, 'No licences wait for this controller.');
      return exitCodes.ok;
    }
  }
  const ready = await agreed(here, licenses, given);
  if (typeof ready === 'number') return ready;
  const { agreement } = ready;
  if (!json) io.stderr.write(`Activating ${licenses.length} ${licenses.length === 1 ? 'licence' : 'licences'} \u2026\n`);
  const done = await agent.perform(here, 'activate', { licenses, agreement });
  if (!done.ok) return tellFailure(here, done);
  tell(here, done.value, resultsTable(io, done.value.licenses));
  return done.value.licenses.every(({ result }) => result === 'active') ? exitCodes.ok : exitCodes.problem;
}

/** `muniment controller transfer`: gives everything back to the cloud, once somebody said yes. */
export async function transfer(here: Here, options: ConfirmedOptions): Promise<number> {
  const question = 'All licences of this controller go back to the cloud, and its endpoints become unlicensed. Transfer them?';
  const looked = await here.agent.perform(here, 'check-removal', { online: true });
  if (!looked.ok) return tellFailure(here, looked);
  const no = await confirmed(here, options, question);
  if (no !== null) return no;
  const returned = await here.agent.perform(here, 'transfer', {});
  if (!returned.ok) return tellFailure(here, returned);
  const { acknowledged, problem } = returned.value;
  const said = acknowledged ? 'The licences are back in the cloud.' : `The cloud did not take them back: ${problem?.detail ?? ''}`;
  tell(here, returned.value, said);
  return acknowledged ? exitCodes.ok : exitCodes.problem;
}

/** `muniment controller sync`: one exchange with the cloud now. */
export async function sync(here: Here, _: CommonOptions): Promise<number> {
  const done = await here.agent.perform(here, 'sync', {});
  if (!done.ok) return tellFailure(here, done);
  tell(here, done.value, done.value.problem === null ? 'Controller and cloud agree.' : done.value.problem.detail);
  return exitCodes.ok;
}

import type { ActivationResult, Status } from '@muniment/agent/controller';
import { clean, exitCodes, frameOf, keyValues, paint, table } from '@muniment/cli';
import { type Agent, type CommonOptions, type Here, tell, tellFailure } from './context.ts';

type Io = Here['io'];
type PageTexts = ReturnType<Agent['textsOf']>;

const standings = {
  valid: 'This controller is licensed.',
  expired: 'The licence has ended.',
  'not-yet-valid': 'The licence has not begun yet.',
  'not-active': 'No licence is active on this controller.',
} as const;

/** The signs of the page and of the console, for terminals: a word with each, never the colour alone. */
const endpointMarks = {
  unlicensed: { sign: '\u25cb', color: 'magenta' },
  unprovisioned: { sign: '\u25cc', color: 'blue' },
  provisioned: { sign: '\u25cf', color: 'green' },
} as const;

function endpointCounts(io: Io, { endpoints }: Status): string {
  const states = ['unlicensed', 'unprovisioned', 'provisioned'] as const;
  return states
    .map((state) => `${paint(io, endpointMarks[state].color, `${endpointMarks[state].sign} ${endpoints[state]} ${state}`)}`)
    .join('  ');
}

/** Licences with what came of each. */
export function resultsTable(io: Io, items: readonly ActivationResult[]): string {
  return table(
    io,
    items.map(({ lotId, quantity, description, result, problem }) => ({
      result,
      quantity: quantity ?? 'all',
      description,
      reason: problem?.detail ?? null,
      lotId,
    })),
  );
}

function licenceLines(io: Io, { licenses }: Status): string[] {
  if (licenses.length === 0) return [];
  const rows = licenses.map(({ description, quantity, lastDay, lotId }) => ({ description, quantity, lastDay, lotId }));
  return ['', table(io, rows)];
}

/** As the page of the controller says it, in its words. */
function capacityText(words: PageTexts, { feature, capacity, used, lacking }: Status['capacity'][number]): string {
  const put = (text: string, values: object) =>
    Object.entries(values).reduce((said, [name, one]) => said.replace(`{${name}}`, String(one)), text);
  return [put(words.used, { count: used, capacity, feature }), ...(lacking > 0 ? [put(words.lacking, { lacking })] : [])].join(', ');
}

function statusText(io: Io, status: Status, words: PageTexts): string {
  const { enrolment, license, capacity, activation, exchange, problems } = status;
  const facts = {
    installCode: status.installCode,
    product: status.product,
    customerId: status.customerId,
    project: enrolment.project?.name ?? null,
    enrolment: enrolment.state,
    thumbprint: status.thumbprint,
    ...(license === null ? {} : { serial: `${license.serial.epoch}.${license.serial.number}`, lastDay: license.lastDay ?? 'no end' }),
    folder: status.folder,
  };
  const lines = [paint(io, ['bold', status.licensed === 'valid' ? 'green' : 'red'], standings[status.licensed])];
  if (status.test) lines.push('It is for tests.');
  lines.push('', keyValues(io, facts), ...licenceLines(io, status));
  for (const one of capacity) lines.push('', capacityText(words, one));
  for (const { feature, capacity: most, covered, missing } of status.cover.filter((one) => one.capacity > 0))
    lines.push('', `Maintenance covers ${covered} of ${most} (${feature})${missing > 0 ? `: ${missing} lack cover` : ''}`);
  if (status.endpoints.total > 0) lines.push('', endpointCounts(io, status));
  if (activation !== null && activation.done < activation.total)
    lines.push('', `An activation is under way: ${activation.done} of ${activation.total}.`);
  if (status.requestPending) lines.push('', 'A request was carried away; install the file that answers it.');
  if (exchange?.problem) lines.push('', `Latest exchange: ${exchange.problem.code}: ${clean(exchange.problem.detail)}`);
  for (const { code, detail, nextStep } of problems) lines.push('', `${code}: ${clean(detail)}`, `${frameOf(io).next}: ${clean(nextStep)}`);
  return lines.join('\n');
}

/** `muniment controller status`: 0 while something is licensed, 1 while nothing is. */
export async function status(here: Here, _: CommonOptions): Promise<number> {
  const read = await here.agent.readStatus(here);
  if (!read.ok) return tellFailure(here, read);
  tell(here, read.value, statusText(here.io, read.value, here.agent.textsOf('en')));
  return read.value.licensed === 'valid' ? exitCodes.ok : exitCodes.problem;
}

/** `muniment controller endpoints`: the list with its states. */
export async function endpoints(here: Here, _: CommonOptions): Promise<number> {
  const { io, agent } = here;
  const listed = await agent.perform(here, 'list-endpoints', {});
  if (!listed.ok) return tellFailure(here, listed);
  const rows = listed.value.items.map(({ id, protocol, name, address, state }) => ({
    state: `${endpointMarks[state].sign} ${state}`,
    name,
    protocol,
    address,
    id,
  }));
  tell(here, listed.value, rows.length === 0 ? 'There are no endpoints.' : table(io, rows));
  return exitCodes.ok;
}

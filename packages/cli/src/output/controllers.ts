import type { listAllCapacities, listCapacities, listEndpoints, OutputOf, returnFromFile, takeBackLicenses } from '@muniment/contract';
import type { Values } from '../context.ts';
import type { Io } from '../io.ts';
import { clean, paint } from './style.ts';
import { table } from './table.ts';

/** Answers about controllers that a table of their fields would not tell: what is counted lies within them (E4, E7, E8). */

type Capacities = OutputOf<typeof listCapacities>;
type Endpoints = OutputOf<typeof listEndpoints>;
type TakenBack = OutputOf<typeof takeBackLicenses>;
type GivenBack = OutputOf<typeof returnFromFile>;

type AllCapacities = OutputOf<typeof listAllCapacities>;

/** Whether an answer is the capacities of a project. */
const isOfProject = (value: object): value is Capacities => 'totals' in value && 'items' in value;

/** Whether it is those of a project, or of all. */
export const isCapacities = (value: object): value is Capacities | AllCapacities =>
  'items' in value && Array.isArray(value.items) && value.items.length > 0 && value.items.every((item: object) => 'capacities' in item);

/** A row for each capacity of each device: what is licensed, what uses it up, and what maintenance covers. */
export function capacityRows({ items }: Capacities | AllCapacities): Values[] {
  return items.flatMap(({ device, capacities, reportedAt, ...where }) =>
    capacities.map(({ label, capacity, endpoints, missing, covered, uncovered }) => ({
      device: device.name,
      ...('project' in where ? { project: where.project.name, customer: where.customer.name } : {}),
      feature: label,
      capacity,
      endpoints,
      missing,
      covered,
      uncovered,
      reportedAt,
      hardwareKey: device.hardwareKey,
    })),
  );
}

const isEndpoints = (value: object): value is Endpoints => 'counts' in value && 'capacities' in value && 'items' in value;

/** What stands below a list: of capacities the whole project, of endpoints what they use up; empty where there is nothing of the kind. */
export function belowText(io: Io, page: object): string {
  if (isOfProject(page)) return totalsText(io, page);
  if (!isEndpoints(page) || page.capacities.length === 0) return '';
  const rows = page.capacities.map(({ label, capacity, endpoints, missing }) => ({ feature: label, capacity, endpoints, missing }));
  return `\n\n${table(io, rows)}`;
}

function totalsText(io: Io, { totals }: Capacities): string {
  if (totals === null || totals.length === 0) return '';
  const rows = totals.map(({ label, capacity, endpoints, missing, devicesMissing, covered, uncovered, devicesUncovered }) => ({
    feature: label,
    capacity,
    endpoints,
    missing,
    devicesMissing,
    covered,
    uncovered,
    devicesUncovered,
  }));
  return `\n\n${paint(io, 'dim', 'The whole project')}\n${table(io, rows, '  ')}`;
}

/** Whether an answer is what was taken back from a controller that is dead or gone. */
export const isTakenBack = (value: object): value is TakenBack => 'outstanding' in value && 'returned' in value;

/** The file that nobody can reach, and until when it goes on. */
function riskOf({ outstanding, device }: TakenBack): string {
  if (outstanding === null) return 'No licence file was ever made for it.';
  const until = outstanding.lastDay === null ? 'for good: it has no end' : `up to and including ${outstanding.lastDay}`;
  return `Licence file ${outstanding.epoch}.${outstanding.number} stays on ${clean(device.name)}, and nobody can remove it there. If the controller still runs, it goes on working with it ${until}. Whoever looks at the list of revoked documents refuses it: ${clean(outstanding.revocationList)}`;
}

const rows = (items: TakenBack['licenses']) =>
  items.map(({ quantity, part, partLabel, lastDay, lotId }) => ({ quantity, part, partLabel, lastDay, lotId }));

/** What is taken back, what stays, and the warning that the console gives. */
export function takenBackText(io: Io, value: TakenBack): string {
  const { device, returned, licenses, operationId } = value;
  return [
    `Device    ${clean(device.name)}  ${clean(device.hardwareKey)}`,
    paint(io, 'bold', riskOf(value)),
    paint(io, 'dim', 'Goes back into the pool'),
    table(io, rows(returned), '  '),
    ...(licenses.length === 0 ? [] : [paint(io, 'dim', 'Stays on the device'), table(io, rows(licenses), '  ')]),
    ...(operationId === null ? [] : [`Operation ${operationId}`]),
  ].join('\n');
}

/** Whether an answer is what a receipt file gives back. */
export const isGivenBack = (value: object): value is GivenBack => 'returned' in value && 'project' in value;

/** What goes back, to where, what stays, and the file to carry back. */
export function givenBackText(io: Io, { device, project, returned, licenses, document, operationId }: GivenBack): string {
  return [
    `Device    ${clean(device.name)}  ${clean(device.hardwareKey)}`,
    paint(io, 'dim', `Goes back into the pool of ${clean(project.name)}`),
    table(io, rows(returned), '  '),
    ...(licenses.length === 0
      ? ['Nothing stays on the device.']
      : [paint(io, 'dim', 'Stays on the device'), table(io, rows(licenses), '  ')]),
    ...(document === null ? [] : [`File      ${clean(document.fileName)}, serial ${document.epoch}.${document.number}`]),
    ...(operationId === null ? [] : [`Operation ${operationId}`]),
  ].join('\n');
}

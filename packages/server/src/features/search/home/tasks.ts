import type { getHome, OutputOf } from '@muniment/contract';
import type { CatalogPack } from '@muniment/domain/catalog';
import { inLanguage, languageFor } from '../../catalog/index.ts';
import type { DatedEnding } from './store.ts';

export type Task = OutputOf<typeof getHome>['tasks'][number];

export interface TaskFacts {
  readonly failedMails: number;
  /** Licence files that the reader must hand over. */
  readonly externalFiles: number;
  /** Files from devices that the reader must upload. */
  readonly uploadsWanted: number;
  readonly openTasks: number;
  /** Licences that others offer to a project of the reader's. */
  readonly transfersOffered: number;
  /** Controllers that wait for approval, and their project where all are of one. */
  readonly controllersWaiting: { readonly count: number; readonly projectId: string | null };
  /** Devices with more endpoints than are licensed, and those with less maintenance than capacity. */
  readonly lacking: { readonly capacity: number; readonly maintenance: number };
  /** Counters with more seats in use than there are, and those somebody waits for; which it is where it is one. */
  readonly seats: Readonly<Record<'over' | 'waiting', { readonly count: number; readonly counterId: string | null }>>;
  /** Whether the reader gives licences to others: customers get theirs. */
  readonly ships: boolean;
  readonly unlicensed: number;
  /** Devices whose last licence has ended, and those where it ends within so many days; the end of the first in words. */
  readonly ended: number;
  readonly ending: number;
  readonly withinDays: number;
  readonly firstEnd: string;
  /** Licences whose dates stand that end within as many days, with the end of the first in words. */
  readonly datedEnding: Omit<DatedEnding, 'first'> & { readonly firstEnd: string };
  readonly reserved: number;
  /** False where the vendor has no catalog pack yet and the reader can load one. */
  readonly needsCatalog: boolean;
}

interface Words {
  readonly 'load-catalog': readonly [string, string];
  readonly 'mails-failed': readonly [string, string];
  readonly 'external-files-waiting': readonly [string, string];
  readonly 'device-files-wanted': readonly [string, string];
  readonly 'tasks-open': readonly [string, string];
  readonly 'transfers-offered': readonly [string, string];
  readonly 'controllers-waiting': readonly [string, string];
  readonly 'capacity-missing': readonly [string, string];
  readonly 'maintenance-missing': readonly [string, string];
  readonly 'seats-over': readonly [string, string];
  readonly 'seats-waiting': readonly [string, string];
  readonly 'devices-reserved': readonly [string, string];
  readonly 'devices-unlicensed': readonly [string, string];
  readonly 'licences-ending': readonly [string, string];
  readonly 'dated-licences-ending': readonly [string, string];
  readonly 'licences-ended': readonly [string, string];
}

/** Projects of which no list is one, so they are named: the few whose licences end first. One project has its link instead. */
function whose({ datedEnding: { projects, named } }: TaskFacts, of: string, andMore: (more: number) => string): string {
  if (projects < 2) return '';
  const names = named.map(({ name, customer }) => (name === customer ? name : `${customer}, ${name}`)).join('; ');
  return ` ${of}: ${names}${projects > named.length ? ` ${andMore(projects - named.length)}` : ''}.`;
}

const words: Readonly<Record<'en' | 'de', (devices: string, isOne: boolean, facts: TaskFacts, seats: string) => Words>> = {
  en: (devices, isOne, facts, seats) => ({
    'load-catalog': ['There is no catalog yet', 'Load a catalog pack: products, parts and key formats come from it.'],
    'mails-failed': ['Mails were not sent', 'The mail server refused them. See why, and send them again.'],
    'external-files-waiting': ['Licence files to hand over', 'They are made elsewhere, and somebody waits for them.'],
    'device-files-wanted': ['Files to upload from devices', 'Their licence files are made against them.'],
    'tasks-open': ['To be done by hand', 'Something outside of Muniment follows from an act. Say so when it is done.'],
    'transfers-offered': ['Licences are offered', 'Another customer offers them. Accept or refuse them while the offer is open.'],
    'controllers-waiting': [
      'Devices wait for approval',
      'Compare the thumbprint with the one that the device shows, then approve or refuse it.',
    ],
    'capacity-missing': [
      `${devices} with more endpoints than licensed`,
      'What is beyond the capacity stays unlicensed until more of it is activated there.',
    ],
    'maintenance-missing': [
      `${devices} with less maintenance than capacity`,
      'No newer firmware is granted until maintenance covers all that is licensed there.',
    ],
    'seats-over': [
      `${seats} in use beyond those there are`,
      `Nobody is thrown out. ${facts.ships ? 'Ship more' : 'Order more'}, or take back what nobody needs; how much it was and when stands there.`,
    ],
    'seats-waiting': [
      `${seats} that somebody waits for`,
      'None is free for them. See who holds them, since when, and who does not use theirs.',
    ],
    'devices-reserved': ['Reserved, not yet active', `${devices} ${isOne ? 'holds' : 'hold'} licences that wait for activation.`],
    'devices-unlicensed': [`${devices} without licences`, 'Nothing is reserved or active there.'],
    'licences-ending': [`${devices} whose licence ends within ${facts.withinDays} days`, `The first: ${facts.firstEnd}.`],
    'dated-licences-ending': [
      `Licences of fixed term end within ${facts.withinDays} days`,
      `Nothing extends them: buy new ones and activate them before, where they are still wanted. The first: ${facts.datedEnding.firstEnd}.${whose(facts, 'They are of', (more) => `and ${more} more`)}`,
    ],
    'licences-ended': [`${devices} whose licence has ended`, 'Nothing that is active there is good any more.'],
  }),
  de: (devices, _, facts, seats) => ({
    'load-catalog': ['Es gibt noch keinen Katalog', 'Laden Sie ein Katalogpaket: Produkte, Teile und Schlüsselformate stehen darin.'],
    'mails-failed': ['Mails wurden nicht versandt', 'Der Mailserver hat sie abgelehnt. Sehen Sie nach, warum, und senden Sie sie erneut.'],
    'external-files-waiting': ['Lizenzdateien zu übergeben', 'Sie werden anderswo erstellt, und jemand wartet auf sie.'],
    'device-files-wanted': ['Dateien von Geräten hochzuladen', 'Daraus werden die Lizenzdateien erstellt.'],
    'tasks-open': ['Von Hand zu erledigen', 'Aus einer Handlung folgt etwas außerhalb von Muniment. Melden Sie es hier als erledigt.'],
    'transfers-offered': [
      'Lizenzen sind angeboten',
      'Ein anderer Kunde bietet sie an. Nehmen Sie an oder lehnen Sie ab, solange das Angebot gilt.',
    ],
    'controllers-waiting': [
      'Geräte warten auf Genehmigung',
      'Vergleichen Sie den Fingerabdruck mit dem, den das Gerät zeigt, und genehmigen Sie es oder lehnen Sie es ab.',
    ],
    'capacity-missing': [
      `${devices}: mehr angeschlossen als lizenziert`,
      'Was über die Kapazität hinausgeht, bleibt ohne Lizenz, bis dort mehr aktiviert ist.',
    ],
    'maintenance-missing': [
      `${devices}: weniger Wartung als Kapazität`,
      'Neuere Firmware wird erst erlaubt, wenn die Wartung alles abdeckt, was dort lizenziert ist.',
    ],
    'seats-over': [
      `${seats}: mehr belegt als vorhanden`,
      `Niemand wird hinausgeworfen. ${facts.ships ? 'Liefern' : 'Bestellen'} Sie weitere oder nehmen Sie zurück, was niemand braucht; wie viel es wann war, steht dort.`,
    ],
    'seats-waiting': [
      `${seats}, auf die jemand wartet`,
      'Keiner ist dafür frei. Sehen Sie nach, wer sie seit wann hat und wer seinen nicht nutzt.',
    ],
    'devices-reserved': ['Reserviert, noch nicht aktiviert', `${devices} mit Lizenzen, die auf die Aktivierung warten.`],
    'devices-unlicensed': [`${devices} ohne Lizenzen`, 'Dort ist nichts reserviert und nichts aktiv.'],
    'licences-ending': [`${devices}: Lizenz endet innerhalb von ${facts.withinDays} Tagen`, `Zuerst: ${facts.firstEnd}.`],
    'dated-licences-ending': [
      `Lizenzen mit fester Laufzeit enden innerhalb von ${facts.withinDays} Tagen`,
      `Nichts verlängert sie: Kaufen Sie neue und aktivieren Sie sie vorher, wo sie noch gebraucht werden. Zuerst: ${facts.datedEnding.firstEnd}.${whose(facts, 'Sie gehören zu', (more) => `und ${more} weiteren`)}`,
    ],
    'licences-ended': [`${devices}: Lizenz abgelaufen`, 'Dort gilt nichts mehr, was aktiv ist.'],
  }),
};

const ownSeats = { en: 'Seats', de: 'Plätze' } as const;
const ownNames = { en: { one: 'Device', other: 'Devices' }, de: { one: 'Gerät', other: 'Geräte' } } as const;

/** What needs the reader, most urgent first; what is at zero is left out. The pack's own word for devices is used. */
export function tasksFor(facts: TaskFacts, pack: CatalogPack | undefined, wanted: string | null): Task[] {
  const language = (pack === undefined ? wanted : languageFor(pack, wanted)) === 'de' ? 'de' : 'en';
  const devices = (form: 'one' | 'other') => {
    const label = pack?.labels.device?.[form];
    return pack === undefined || label === undefined ? ownNames[language][form] : inLanguage(pack, language)(label);
  };
  const seatLabel = pack?.labels.seat?.other;
  const seats = pack === undefined || seatLabel === undefined ? ownSeats[language] : inLanguage(pack, language)(seatLabel);
  const task = (kind: keyof Words, count: number, link: string): Task[] => {
    if (count === 0) return [];
    const [title, detail] = words[language](devices(count === 1 ? 'one' : 'other'), count === 1, facts, seats)[kind];
    return [{ kind, title, detail, count, link }];
  };
  const { controllersWaiting, datedEnding } = facts;
  const waitingIn = controllersWaiting.projectId === null ? '/enrolments' : `/projects/${controllersWaiting.projectId}/controllers`;
  const seatsIn = (state: 'over' | 'waiting') => {
    const { counterId } = facts.seats[state];
    if (counterId === null) return `/seats?state=${state}`;
    return state === 'over' ? `/seats/${counterId}` : `/seats/${counterId}?tab=queue`;
  };
  const endingIn = datedEnding.projects === 1 ? `/projects/${datedEnding.named[0]!.id}/expiry` : '/projects';
  return [
    ...task('load-catalog', facts.needsCatalog ? 1 : 0, '/catalog'),
    ...task('mails-failed', facts.failedMails, '/mail?state=failed'),
    ...task('external-files-waiting', facts.externalFiles, '/external-files?state=waiting'),
    ...task('device-files-wanted', facts.uploadsWanted, '/external-files?state=upload-wanted'),
    ...task('tasks-open', facts.openTasks, '/tasks?state=open'),
    ...task('transfers-offered', facts.transfersOffered, '/transfers?direction=incoming&state=offered'),
    ...task('controllers-waiting', controllersWaiting.count, `${waitingIn}?state=waiting`),
    ...task('capacity-missing', facts.lacking.capacity, '/capacities?missing=capacity'),
    ...task('maintenance-missing', facts.lacking.maintenance, '/capacities?missing=maintenance'),
    ...task('seats-over', facts.seats.over.count, seatsIn('over')),
    ...task('seats-waiting', facts.seats.waiting.count, seatsIn('waiting')),
    ...task('licences-ending', facts.ending, `/devices?licensed=within-${facts.withinDays}`),
    ...task('dated-licences-ending', datedEnding.count, endingIn),
    ...task('licences-ended', facts.ended, '/devices?licensed=ended'),
    ...task('devices-reserved', facts.reserved, '/devices?status=reserved'),
    ...task('devices-unlicensed', facts.unlicensed, '/devices?status=unlicensed'),
  ];
}

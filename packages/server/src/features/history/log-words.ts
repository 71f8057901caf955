import { type EndStyle, endLabel } from '@muniment/contract/ends';
import type { AccountKind, OperationKind } from '@muniment/domain/ledger';

type Own = 'en' | 'de';
type Words<K extends string> = Readonly<Record<K, Readonly<Record<Own, string>>>>;

/** Columns of the licence log, in their order. */
export const logColumns = [
  'date',
  'time',
  'instant',
  'act',
  'undone',
  'who',
  'organization',
  'customer',
  'project',
  'device',
  'hardwareKey',
  'user',
  'licence',
  'madeOf',
  'part',
  'partLabel',
  'term',
  'units',
  'daysBefore',
  'daysAfter',
  'daysUsed',
  'daysDeducted',
  'end',
  'from',
  'to',
  'note',
  'operation',
] as const;

const headings: Words<Exclude<(typeof logColumns)[number], 'end'>> = {
  date: { en: 'Date', de: 'Datum' },
  time: { en: 'Time', de: 'Uhrzeit' },
  instant: { en: 'Instant (UTC)', de: 'Zeitpunkt (UTC)' },
  act: { en: 'What happened', de: 'Was geschah' },
  undone: { en: 'Undone', de: 'Rückgängig gemacht' },
  who: { en: 'Who', de: 'Wer' },
  organization: { en: 'For', de: 'Für' },
  customer: { en: 'Customer', de: 'Kunde' },
  project: { en: 'Project', de: 'Projekt' },
  device: { en: 'Device', de: 'Gerät' },
  hardwareKey: { en: 'Hardware key', de: 'Hardwareschlüssel' },
  user: { en: 'User', de: 'Benutzer' },
  licence: { en: 'Licence', de: 'Lizenz' },
  madeOf: { en: 'Made of', de: 'Entstanden aus' },
  part: { en: 'Part', de: 'Artikel' },
  partLabel: { en: 'Part name', de: 'Artikelbezeichnung' },
  term: { en: 'Term (days)', de: 'Laufzeit (Tage)' },
  units: { en: 'Units', de: 'Einheiten' },
  daysBefore: { en: 'Days before', de: 'Tage vorher' },
  daysAfter: { en: 'Days after', de: 'Tage nachher' },
  daysUsed: { en: 'Days used', de: 'Tage verbraucht' },
  daysDeducted: { en: 'Days deducted', de: 'Tage abgezogen' },
  from: { en: 'From', de: 'Von' },
  to: { en: 'To', de: 'Nach' },
  note: { en: 'Note', de: 'Notiz' },
  operation: { en: 'Operation', de: 'Vorgang' },
};

const places: Words<AccountKind> = {
  issue: { en: 'Issued', de: 'Ausgestellt' },
  conversion: { en: 'Conversion', de: 'Umwandlung' },
  bin: { en: 'Bin', de: 'Bestand' },
  keyed: { en: 'Licence keys', de: 'Lizenzschlüssel' },
  pool: { en: 'Pool', de: 'Pool' },
  reserved: { en: 'Reserved', de: 'Reserviert' },
  active: { en: 'Active', de: 'Aktiv' },
  assigned: { en: 'Assigned', de: 'Zugewiesen' },
  transit: { en: 'Offered', de: 'Angeboten' },
  consumed: { en: 'Used up', de: 'Aufgebraucht' },
  retired: { en: 'Retired', de: 'Ausgebucht' },
};

/** Every kind of act that moves units: one that is missing does not compile. */
const acts: Words<OperationKind> = {
  'ship-order': { en: 'Order shipped', de: 'Auftrag geliefert' },
  'cancel-order-line': { en: 'Order line taken back', de: 'Auftragszeile zurückgenommen' },
  'attach-licenses': { en: 'Licences attached', de: 'Lizenzen zugeordnet' },
  'detach-licenses': { en: 'Licences detached', de: 'Lizenzen gelöst' },
  'activate-licenses': { en: 'Licences activated', de: 'Lizenzen aktiviert' },
  'make-hardware-key': { en: 'Hardware key made', de: 'Hardwareschlüssel erzeugt' },
  'start-demo': { en: 'Demo started', de: 'Demo gestartet' },
  'import-license-file': { en: 'Licence file imported', de: 'Lizenzdatei importiert' },
  'make-license-keys': { en: 'Licence keys made', de: 'Lizenzschlüssel erzeugt' },
  'redeem-license-keys': { en: 'Licence key registered', de: 'Lizenzschlüssel registriert' },
  'revoke-license-keys': { en: 'Licence keys revoked', de: 'Lizenzschlüssel widerrufen' },
  'give-licenses': { en: 'Licences given', de: 'Lizenzen übergeben' },
  'assign-license': { en: 'Licence assigned', de: 'Lizenz zugewiesen' },
  'extend-license': { en: 'Licence extended', de: 'Lizenz verlängert' },
  'unassign-license': { en: 'Licence taken off', de: 'Lizenz entfernt' },
  'split-license': { en: 'Licence split', de: 'Lizenz aufgeteilt' },
  'transfer-licenses': { en: 'Licences transferred', de: 'Lizenzen übertragen' },
  'accept-transfer': { en: 'Transfer accepted', de: 'Übertragung angenommen' },
  'refuse-transfer': { en: 'Transfer refused', de: 'Übertragung abgelehnt' },
  'withdraw-transfer': { en: 'Transfer withdrawn', de: 'Übertragung zurückgezogen' },
  'lapse-transfer': { en: 'Transfer lapsed', de: 'Übertragung verfallen' },
  'replace-hardware': { en: 'Hardware replaced', de: 'Gerät getauscht' },
  'activate-on-device': { en: 'Licences activated by the device', de: 'Lizenzen vom Gerät aktiviert' },
  'return-from-device': { en: 'Licences returned by the device', de: 'Lizenzen vom Gerät zurückgegeben' },
  'take-back-licenses': { en: 'Licences taken back from the device', de: 'Lizenzen vom Gerät zurückgeholt' },
  'undo-operation': { en: 'Act undone', de: 'Handlung rückgängig gemacht' },
};

interface VendorsStyle {
  readonly zone: string;
  readonly style: EndStyle;
  /** What the vendor calls hardware keys. */
  readonly hardwareKey: string | undefined;
}

/** The licence log in the reader's language: its times are of the vendor's zone, ends are told and keys called as its pack says. */
export function logWords(language: string | null, { zone, style, hardwareKey }: VendorsStyle) {
  const own: Own = language === 'de' ? 'de' : 'en';
  const heading = (column: (typeof logColumns)[number]): string => {
    if (column === 'end') return endLabel(style, language);
    if (column === 'hardwareKey' && hardwareKey !== undefined) return hardwareKey;
    return column === 'time' ? `${headings.time[own]} (${zone})` : headings[column][own];
  };
  return {
    columns: logColumns,
    headings: logColumns.map(heading),
    act: (kind: string): string => acts[kind as OperationKind]?.[own] ?? kind,
    place: (kind: AccountKind, name: string): string => (name === '' ? places[kind][own] : `${places[kind][own]}: ${name}`),
    yes: own === 'de' ? 'ja' : 'yes',
    fileName: own === 'de' ? 'lizenzprotokoll' : 'licence-log',
  };
}

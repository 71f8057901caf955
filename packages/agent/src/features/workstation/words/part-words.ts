import type { Language } from '../../../loopback/words.ts';

const parts: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'machine-id': { en: 'installation of the operating system', de: 'Installation des Betriebssystems' },
  'system-uuid': { en: 'system id of the firmware', de: 'Systemkennung der Firmware' },
  'board-serial': { en: 'mainboard', de: 'Hauptplatine' },
  'disk-serial': { en: 'disk', de: 'Datenträger' },
  'mac-address': { en: 'network card', de: 'Netzwerkkarte' },
  'cpu-model': { en: 'processor', de: 'Prozessor' },
  'host-name': { en: 'computer name', de: 'Rechnername' },
  'container-id': { en: 'container', de: 'Container' },
};

const states: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  same: { en: 'the same', de: 'gleich' },
  changed: { en: 'another one', de: 'ein anderes Teil' },
  gone: { en: 'not found', de: 'nicht gefunden' },
  new: { en: 'new', de: 'neu' },
  absent: { en: 'not there', de: 'nicht vorhanden' },
};

interface Part {
  readonly id: string;
  readonly label?: string;
  readonly state: string;
}

/** A part as people call it: the vendor's word, else ours. */
export const partName = ({ id, label }: { readonly id: string; readonly label?: string }, language: Language): string =>
  label ?? parts[id]?.[language] ?? id;

/** "mainboard, disk", by their ids. */
export const partsIn = ({ components }: Readonly<Record<string, unknown>>, language: Language): string =>
  ((components ?? []) as readonly string[]).map((id) => partName({ id }, language)).join(', ');

/** "mainboard (another one), disk (not found)". */
export const differencesIn = (facts: Readonly<Record<string, unknown>>, language: Language): string =>
  ((facts.differences ?? []) as readonly Part[])
    .map((part) => `${partName(part, language)} (${states[part.state]?.[language] ?? part.state})`)
    .join(', ');

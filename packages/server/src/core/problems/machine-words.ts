/** What people call the parts of a machine that the catalog gives no name (C4). */
const components: Readonly<Record<string, { readonly en: string; readonly de: string }>> = {
  'machine-id': { en: 'installation of the operating system', de: 'Installation des Betriebssystems' },
  'system-uuid': { en: 'system id of the firmware', de: 'Systemkennung der Firmware' },
  'board-serial': { en: 'mainboard', de: 'Hauptplatine' },
  'disk-serial': { en: 'disk', de: 'Datenträger' },
  'mac-address': { en: 'network card', de: 'Netzwerkkarte' },
  'cpu-model': { en: 'processor', de: 'Prozessor' },
  'host-name': { en: 'computer name', de: 'Rechnername' },
  'container-id': { en: 'container', de: 'Container' },
};

const states: Readonly<Record<string, { readonly en: string; readonly de: string }>> = {
  same: { en: 'the same', de: 'gleich' },
  changed: { en: 'another one', de: 'ein anderes Teil' },
  gone: { en: 'not found', de: 'nicht gefunden' },
  new: { en: 'new', de: 'neu' },
  absent: { en: 'not there', de: 'nicht vorhanden' },
};

const inOwn = (words: { readonly en: string; readonly de: string } | undefined, language: string | null, id: string): string =>
  words?.[language === 'de' ? 'de' : 'en'] ?? id;

export const componentWords = (id: string, language: string | null): string => inOwn(components[id], language, id);
export const componentStateWords = (state: string, language: string | null): string => inOwn(states[state], language, state);

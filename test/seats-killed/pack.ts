import { heartbeatSeconds, leaseSeconds } from './asking.ts';

/** Seats of each feature: one that is a plain count, and one where rules decide. */
export const seatsThere = { looms: 40, kilns: 12 } as const;

/** A vendor nobody has heard of, whose leases are so short that nobody need wait for them. */
export const killedPack = `format: 1
version: "1"
vendor:
  name: Weft and Clay
  timeZone: Europe/Lisbon
  languages: [en, de]
features:
  - id: looms
    kind: quantity
    label: { en: Looms, de: Webstühle }
    seats: { leaseSeconds: ${leaseSeconds}, heartbeatSeconds: ${heartbeatSeconds} }
  - id: kilns
    kind: quantity
    label: { en: Kilns, de: Brennöfen }
    seats: { leaseSeconds: ${leaseSeconds}, heartbeatSeconds: ${heartbeatSeconds}, perUser: 3, queue: { ticketSeconds: 3 } }
  - id: apron
    kind: flag
    label: { en: Apron, de: Schürze }
products:
  - id: HUT
    label: { en: Hut, de: Hütte }
    keyFormats:
      - { id: plate, pattern: 'H\\d{4}', expected: { en: H and 4 digits, de: H und 4 Ziffern }, example: H0001 }
    parts: [{ part: APRON }]
    licenseFile: { format: single, fileName: "{hardwareKey}.lic" }
parts:
  - number: LOOM-4
    label: { en: Four looms, de: Vier Webstühle }
    floating: true
    grants: [{ feature: looms, quantity: 4 }]
  - number: KILN-1
    label: { en: A kiln, de: Ein Brennofen }
    floating: true
    grants: [{ feature: kilns, quantity: 1 }]
  - number: APRON
    label: { en: Apron, de: Schürze }
    grants: [{ feature: apron }]
`;
export const unitsThere = { 'LOOM-4': seatsThere.looms / 4, 'KILN-1': seatsThere.kilns } as const;

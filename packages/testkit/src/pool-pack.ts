/** What a test of pools may want otherwise. */
export interface PoolPackOptions {
  readonly version?: string;
  readonly toOthers?: boolean;
  readonly lapseDays?: number;
}

/**
 * A vendor nobody has heard of, whose licences lie in pools, as YAML: plans for boxes and for people, capacity that a
 * station fetches itself, and one part that is attached from a bin only.
 */
export function poolPack({ version = '1', toOthers = true, lapseDays = 14 }: PoolPackOptions = {}): string {
  return `format: 1
version: "${version}"
vendor:
  name: Quarr Light
  timeZone: Europe/Berlin
  languages: [en, de]
terms:
  transfer: { toOthers: ${toOthers}, lapseDays: ${lapseDays} }
  noticeDays: [45, 10]
categories:
  - id: box
    label: { en: Boxes, de: Boxen }
features:
  - id: care
    kind: flag
    label: { en: Care, de: Betreuung }
  - id: lamps
    kind: capacity
    label: { en: Lamps, de: Leuchten }
products:
  - id: BOX
    label: { en: Light box, de: Lichtbox }
    keyFormats:
      - { id: serial, pattern: 'B\\d{6}', expected: { en: B and 6 digits, de: B und 6 Ziffern }, example: B000001 }
    parts: [{ category: box }, { part: PLUG }]
    licenseFile: { format: single, fileName: "{hardwareKey}.lic" }
  - id: STATION
    label: { en: Station, de: Station }
    enrolment: customer-id
    keyFormats:
      - { id: code, pattern: 'S\\d{6}', expected: { en: S and 6 digits, de: S und 6 Ziffern }, example: S000001 }
    parts: [{ part: CAP-50 }, { part: CARE-365 }]
    licenseFile: { format: single, fileName: "{hardwareKey}.lic" }
parts:
  - number: PLAN-365
    label: { en: "Plan, 1 year", de: "Plan, 1 Jahr" }
    category: box
    model: term
    term: { runs: while-assigned, days: 365 }
    grants: [{ feature: care }]
  - number: SEAT-365
    label: { en: "Seat, 1 year", de: "Arbeitsplatz, 1 Jahr" }
    assignedTo: user
    model: term
    term: { runs: while-assigned, days: 365 }
    grants: [{ feature: care }]
  - number: CAP-50
    label: { en: 50 lamps, de: 50 Leuchten }
    grants: [{ feature: lamps, quantity: 50 }]
  - number: CARE-365
    label: { en: "Care, 1 year", de: "Betreuung, 1 Jahr" }
    model: term
    term: { runs: fixed, days: 365 }
    grants: [{ feature: care }]
  - number: PLUG
    label: { en: Plug, de: Stecker }
    grants: [{ feature: care }]
`;
}

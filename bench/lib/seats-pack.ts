/** Features of the office whose seats are measured: each has a counter of its own, which one kind of measure uses. */
export const seatFeatures = {
  /** A hundred seats, and a hundred thousand: nothing may follow their number. */
  few: { seats: 100, rules: '' },
  many: { seats: 100_000, rules: '' },
  /** The same where each request is decided by rules: limits of a user, a queue, and what is not used is taken back. */
  fewRuled: { seats: 100, rules: 'perUser: 2, idleMinutes: 60, queue: { ticketSeconds: 60 }' },
  manyRuled: { seats: 100_000, rules: 'perUser: 2, idleMinutes: 60, queue: { ticketSeconds: 60 }' },
  /** Exactly as many as there are programs that start at once in the morning. */
  storm: { seats: 10_000, rules: '' },
} as const;

export type SeatFeature = keyof typeof seatFeatures;

const unit = 100;

/** Units that make the seats of a feature. */
export const unitsOf = (feature: SeatFeature): number => seatFeatures[feature].seats / unit;
export const partOf = (feature: SeatFeature): string => `NET-${feature}`;
/** A feature's id may have no capitals. */
export const idOf = (feature: SeatFeature): string => feature.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const names = Object.keys(seatFeatures) as SeatFeature[];

/** A vendor of nothing but seats, as YAML. */
export const seatsPack = `format: 1
version: "1"
vendor:
  name: Office Bench
  timeZone: Europe/Berlin
  languages: [en, de]
features:
${names
  .map(
    (name) => `  - id: ${idOf(name)}
    kind: quantity
    label: { en: "Seats ${name}", de: "Plätze ${name}" }
    seats: { leaseSeconds: 3600, heartbeatSeconds: 1${seatFeatures[name].rules && `, ${seatFeatures[name].rules}`} }`,
  )
  .join('\n')}
  - id: spare
    kind: flag
    label: { en: Spare, de: Ersatz }
products:
  - id: PC
    label: { en: Computer, de: Rechner }
    keyFormats:
      - { id: serial, pattern: 'P\\d{6}', expected: { en: P and 6 digits, de: P und 6 Ziffern }, example: P000001 }
    parts: [{ part: SPARE }]
    licenseFile: { format: single, fileName: "{hardwareKey}.lic" }
parts:
${names
  .map(
    (name) => `  - number: ${partOf(name)}
    label: { en: "${unit} seats ${name}", de: "${unit} Plätze ${name}" }
    floating: true
    grants: [{ feature: ${idOf(name)}, quantity: ${unit} }]`,
  )
  .join('\n')}
  - number: SPARE
    label: { en: Spare, de: Ersatz }
    grants: [{ feature: spare }]
`;

/** Licence keys for a pack that has none: what its YAML ends in. */
export function withLicenseKeys(pack: string): string {
  return `${pack}\nlicenseKeys:\n  groups: [5, 5, 5, 5, 5]\n  prefix: ML\n`;
}

/** A small pack with licence keys: term licences of a category, fixed ones, perpetual ones and maintenance units. */
export const licenseKeyPack = `format: 1
version: "1"
vendor: { name: Nordlicht, timeZone: Europe/Berlin, languages: [en, de] }
categories:
  - { id: router, label: { en: Routers, de: Router } }
features:
  - { id: managed, kind: flag, label: { en: Managed, de: Verwaltet } }
  - id: nodes
    kind: capacity
    label: { en: Nodes, de: Knoten }
    unit: { one: { en: node, de: Knoten }, other: { en: nodes, de: Knoten } }
products:
  - id: R1
    label: { en: Router, de: Router }
    keyFormats:
      - { id: serial, pattern: 'R\\d{6}', letterCase: upper, expected: { en: R and 6 digits, de: R und 6 Ziffern }, example: R123456 }
    parts: [{ category: router }, { part: CAP-10 }, { part: FIX-30 }]
    licenseFile: { format: single, fileName: "{hardwareKey}.lic" }
parts:
  - number: RT-1Y
    label: { en: Router 1 year, de: Router 1 Jahr }
    category: router
    model: term
    term: { runs: while-assigned, days: 365 }
    grants: [{ feature: managed }]
  - number: RT-3Y
    label: { en: Router 3 years, de: Router 3 Jahre }
    category: router
    model: term
    term: { runs: while-assigned, days: 1095 }
    grants: [{ feature: managed }]
  - number: FIX-30
    label: { en: 30 days, de: 30 Tage }
    model: term
    term: { runs: fixed, days: 30 }
    grants: [{ feature: managed }]
  - { number: CAP-10, label: { en: 10 nodes, de: 10 Knoten }, grants: [{ feature: nodes, quantity: 10 }] }
  - { number: OLD, label: { en: Old, de: Alt }, grants: [{ feature: managed }], withdrawn: true }
  - { number: UNITS, label: { en: Units, de: Einheiten }, class: maintenance, grants: [] }
agreements:
  - id: cloud
    version: "3"
    title: { en: Cloud terms, de: Cloud-Bedingungen }
    text: { en: You agree., de: Sie stimmen zu. }
  - id: other
    version: "1"
    title: { en: Other terms, de: Andere Bedingungen }
    text: { en: You agree too., de: Auch hier stimmen Sie zu. }
licenseKeys: { groups: [5, 5, 5, 5, 5], prefix: NL, agreement: cloud }
`;

/** What a new version of the pack may change in this test. */
export interface Variant {
  /** Seats that one unit of SEAT grants, from now on. */
  readonly seats: number;
  /** Whether the product takes the part FLAG. */
  readonly takesFlag: boolean;
  readonly agreement: string;
}

export const parts = ['SEAT', 'VER-1', 'VER-3', 'FLAG', 'RENT'] as const;
export type Part = (typeof parts)[number];

export const mostSeats = 60;
export const mostFlags = 2;
export const rentDays = 30;
export const timeZone = 'Pacific/Auckland';

const label = (en: string) => ({ en });

/** A small pack in which everything that can refuse an act soon does. */
export function packOf(variant: Variant): string {
  const grants: Record<Part, object> = {
    SEAT: { feature: 'seats', quantity: variant.seats },
    'VER-1': { feature: 'version', version: '1' },
    'VER-3': { feature: 'version', version: '3' },
    FLAG: { feature: 'flag' },
    RENT: { feature: 'seats', quantity: 1 },
  };
  const accepted = parts.filter((part) => part !== 'FLAG' || variant.takesFlag);
  return JSON.stringify({
    format: 1,
    version: JSON.stringify(variant),
    vendor: { name: 'Ledger Works', timeZone, languages: ['en'] },
    features: [
      { id: 'seats', kind: 'quantity', label: label('Seats') },
      { id: 'version', kind: 'version', label: label('Version'), versions: ['1', '2', '3'] },
      { id: 'flag', kind: 'flag', label: label('Flag') },
    ],
    products: [
      {
        id: 'box',
        label: label('Box'),
        keyFormats: [{ id: 'serial', pattern: '\\d{4}', expected: label('4 digits'), example: '1234' }],
        parts: accepted.map((part) => ({ part, ...(part === 'FLAG' ? { maximum: mostFlags } : {}) })),
        maxima: [{ feature: 'seats', maximum: mostSeats }],
        licenseFile: { format: 'single', fileName: '{hardwareKey}-{serial}.lic' },
      },
    ],
    parts: parts.map((number) => ({
      number,
      label: label(number),
      grants: [grants[number]],
      ...(number === 'RENT' ? { model: 'term', term: { runs: 'fixed', days: rentDays } } : {}),
    })),
    agreements: [{ id: 'terms', version: variant.agreement, title: label('Terms'), text: label('Be kind.') }],
  });
}

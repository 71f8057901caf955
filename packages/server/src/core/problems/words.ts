type Own = 'en' | 'de';
type Dictionary = Readonly<Record<string, Readonly<Record<Own, string>>>>;

const roles: Dictionary = {
  administrator: { en: 'administrator', de: 'Administration' },
  distributor: { en: 'distributor', de: 'Distributor' },
  dealer: { en: 'dealer', de: 'Händler' },
  customer: { en: 'customer', de: 'Kunde' },
  'read-only': { en: 'read-only', de: 'Nur lesen' },
};

const organizationKinds: Dictionary = {
  vendor: { en: 'the vendor', de: 'der Hersteller' },
  distributor: { en: 'a distributor', de: 'ein Distributor' },
  dealer: { en: 'a dealer', de: 'ein Händler' },
  customer: { en: 'a customer', de: 'ein Kunde' },
};

/** Where units are when they are in no bin. */
const places: Dictionary = {
  keyed: { en: 'turned into licence keys', de: 'in Lizenzschlüsseln' },
  pool: { en: 'in a pool', de: 'in einem Pool' },
  reserved: { en: 'reserved', de: 'reserviert' },
  active: { en: 'active', de: 'aktiv' },
  assigned: { en: 'assigned', de: 'zugewiesen' },
  transit: { en: 'on their way', de: 'unterwegs' },
  consumed: { en: 'used up', de: 'aufgebraucht' },
};

const acts: Dictionary = {
  'ship-order': { en: 'shipping an order', de: 'Das Liefern eines Auftrags' },
  'cancel-order-line': { en: 'taking back an order line', de: 'Das Zurücknehmen einer Auftragszeile' },
  'activate-licenses': { en: 'activating', de: 'Das Aktivieren' },
  'start-demo': { en: 'starting a demo', de: 'Das Starten einer Demo' },
  'make-license-keys': { en: 'making licence keys', de: 'Das Erzeugen von Lizenzschlüsseln' },
  'redeem-license-keys': { en: 'registering licence keys', de: 'Das Registrieren von Lizenzschlüsseln' },
  'revoke-license-keys': { en: 'revoking licence keys', de: 'Das Widerrufen von Lizenzschlüsseln' },
  'import-license-file': { en: 'importing a licence file', de: 'Das Importieren einer Lizenzdatei' },
  'make-hardware-key': { en: 'making a key', de: 'Das Erzeugen eines Schlüssels' },
  'give-licenses': { en: 'giving licences to a customer', de: 'Das Übergeben von Lizenzen an einen Kunden' },
  'accept-transfer': { en: 'accepting a transfer', de: 'Das Annehmen einer Übertragung' },
  'refuse-transfer': { en: 'refusing a transfer', de: 'Das Ablehnen einer Übertragung' },
  'withdraw-transfer': { en: 'withdrawing a transfer', de: 'Das Zurückziehen einer Übertragung' },
  'lapse-transfer': { en: 'the lapse of a transfer', de: 'Der Verfall einer Übertragung' },
  'activate-on-device': { en: 'activating on a device', de: 'Das Aktivieren auf einem Gerät' },
  'return-from-device': { en: 'returning licences from a device', de: 'Das Zurückgeben von Lizenzen eines Geräts' },
  'take-back-licenses': { en: 'taking licences back from a device', de: 'Das Zurückholen von Lizenzen eines Geräts' },
  'replace-hardware': { en: 'replacing hardware', de: 'Ein Gerätetausch' },
  'undo-operation': { en: 'undoing', de: 'Das Rückgängigmachen' },
};

const look = (dictionary: Dictionary) => (word: string, language: Own) => dictionary[word]?.[language] ?? word;

/** A role as the reader calls it. */
export const roleName = look(roles);
/** An organization of a kind, with its article. */
export const organizationOf = look(organizationKinds);
/** Where units are, after their number. */
export const placeName = look(places);
/** Whether an act has a name for a sentence of its own, and which. */
export function actName(kind: string, language: Own): string | null {
  return acts[kind]?.[language] ?? null;
}

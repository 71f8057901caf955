/** Why a document is not accepted. */
export type DocumentRefusal =
  | 'document-malformed'
  | 'unknown-key'
  | 'document-altered'
  | 'wrong-kind'
  | 'wrong-product'
  | 'wrong-device'
  | 'outdated'
  | 'not-yet-valid'
  | 'expired'
  | 'test-document';

/** What to do about each, in one English sentence; programs show their own by code. */
export const advice: Readonly<Record<DocumentRefusal, string>> = {
  'document-malformed': 'The file is cut off or is no Muniment document. Download it again and keep it unchanged.',
  'unknown-key': 'The file is signed with a key this device does not know. Load the vendor’s current key set, then try again.',
  'document-altered': 'The file was changed after it was signed. Download it again and keep it unchanged.',
  'wrong-kind': 'The file is a genuine document of another kind. Choose the file meant for this step.',
  'wrong-product': 'The file is for another product. Download the file of this device.',
  'wrong-device': 'The file is for a device with another hardware key. Download the file of this device.',
  outdated: 'A newer file is installed already. Download the current file; older ones stay out.',
  'not-yet-valid': 'The file’s first day has not come. Check the clock of this device; if it is right, wait for that day.',
  expired: 'The file’s last day has passed. Renew the licence and download the new file; check the clock of this device.',
  'test-document': 'The file comes from a test installation. Download the file from the vendor’s real one.',
};

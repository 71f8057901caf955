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

/** Why what a device signed is not accepted. */
export type DeviceDocumentRefusal =
  | 'document-malformed'
  | 'unknown-key'
  | 'document-altered'
  | 'wrong-kind'
  | 'wrong-vendor'
  | 'wrong-device'
  | 'clock-off'
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

/** What to do with a licence file that answers another request (`wrong-answer`). */
export const answerAdvice =
  'The file answers another request than the one this device is waiting for. Fetch the answer to its newest request.';

/** What to do about what a device signed. */
export const deviceAdvice: Readonly<Record<DeviceDocumentRefusal, string>> = {
  'document-malformed': 'The document is cut off, too long, or says something that it cannot. Let the device make it again.',
  'unknown-key': 'The document is signed with another key than the device’s. Let the device make it again with the key it enrolled with.',
  'document-altered':
    'The document was changed after it was signed, or is signed with another key than it names. Let the device make it again.',
  'wrong-kind': 'The document is of another kind. Choose the one meant for this step.',
  'wrong-vendor': 'The document is for another vendor. Set the device to this one, and let it make the document again.',
  'wrong-device': 'The document is about another device. Let this device make it.',
  'clock-off': 'The document was made too long ago, or the device’s clock is wrong. Set the clock, and let the device make it again.',
  'test-document': 'The document comes from a device on a test clock. Use a test installation for it.',
};

/** Why a borrow document is not accepted. */
export type BorrowDocumentRefusal =
  | Exclude<DocumentRefusal, 'wrong-product' | 'wrong-device' | 'not-yet-valid'>
  | 'wrong-feature'
  | 'wrong-lease'
  | 'wrong-own-key';

/** What to do about each. */
export const borrowAdvice: Readonly<Record<BorrowDocumentRefusal, string>> = {
  ...advice,
  'wrong-feature': 'The document is for other software. Borrow a seat of this one.',
  'wrong-lease': 'The document is of another seat than the one that was borrowed here. Renew the seat, or borrow another.',
  'wrong-own-key': 'The document is for another installation. Borrow a seat with this one.',
  outdated: 'A newer document of this seat is here already. Use that one.',
  expired: 'The document has ended. Connect to the network and renew it, or borrow the seat again; check the clock of this computer.',
};

/** Why a revocation list is not accepted. */
export type RevocationsRefusal = Exclude<DocumentRefusal, 'wrong-product' | 'wrong-device' | 'not-yet-valid'> | 'wrong-vendor';

/** What to do about each. */
export const revocationsAdvice: Readonly<Record<RevocationsRefusal, string>> = {
  'document-malformed': advice['document-malformed'],
  'unknown-key': 'The list is signed with a key this device does not know. Load the vendor’s current key set, then try again.',
  'document-altered': 'The list was changed after it was signed. Download it again and keep it unchanged.',
  'wrong-kind': 'The file is a genuine document of another kind, and no revocation list. Choose the file meant for this step.',
  'wrong-vendor': 'The list is another vendor’s. Download the one of the vendor whose licences are used here.',
  outdated: 'A newer list is here already. Download the current one.',
  expired: 'The list is too old: there is a newer one. Download it; check the clock of this computer.',
  'test-document': 'The list comes from a test installation. Download the one of the vendor’s real one.',
};

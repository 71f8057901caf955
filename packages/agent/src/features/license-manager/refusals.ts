import type { DocumentRefusal } from '@muniment/client/verify';

/** Why the licence manager does not do something; words of each are in `problems.ts`. */
export type LicenseManagerRefusal =
  | DocumentRefusal
  | 'real-document'
  | 'file-too-large'
  | 'container-not-readable'
  | 'no-license-in-container'
  | 'several-licenses-fit'
  | 'no-hardware-key'
  | 'hardware-key-set'
  | 'hardware-key-not-valid'
  | 'key-prefix-not-valid'
  | 'keys-missing'
  | 'key-set-not-valid'
  | 'file-damaged'
  | 'clock-set-back'
  | 'clock-shift-not-allowed'
  | 'clock-shift-not-valid'
  | 'folder-in-use'
  | 'already-serving'
  | 'cannot-listen'
  | 'not-stored'
  | 'device-not-found'
  | 'server-not-known';

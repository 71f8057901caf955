import type { DocumentRefusal } from '@muniment/client/verify';
import type { Problem } from '../../loopback/words.ts';
import type { Outcome } from '../../outcome.ts';

/** Why the controller does not do something; words of each are in `words/`. */
export type ControllerRefusal =
  | DocumentRefusal
  | 'real-document'
  | 'file-too-large'
  | 'container-not-readable'
  | 'no-license-in-container'
  | 'several-licenses-fit'
  | 'not-set-up'
  | 'set-up-already'
  | 'install-code-not-valid'
  | 'key-set-not-valid'
  | 'vendor-unknown'
  | 'file-damaged'
  | 'clock-set-back'
  | 'clock-shift-not-allowed'
  | 'clock-shift-not-valid'
  | 'folder-in-use'
  | 'already-serving'
  | 'cannot-listen'
  | 'not-stored'
  | 'no-server'
  | 'unreachable'
  | 'keys-not-fetched'
  | 'no-customer-id'
  | 'customer-id-not-valid'
  | 'licenses-active'
  | 'enrolment-waits'
  | 'device-key-killed'
  | 'enrolment-refused'
  | 'license-not-waiting'
  | 'agreement-to-accept'
  | 'activation-pending'
  | 'receipt-pending'
  | 'nothing-to-transfer'
  | 'license-removed'
  | 'nothing-licensed'
  | 'maintenance-missing'
  | 'no-request-pending'
  | 'wrong-answer'
  | 'endpoint-not-found'
  | 'endpoint-exists'
  | 'endpoint-unlicensed'
  | 'endpoint-not-valid'
  | 'too-many-endpoints'
  | 'protocol-unknown'
  | 'import-not-valid';

/** What an act answers: its value, a refusal of ours, or the cloud's own problem. */
export type Answer<T> = Outcome<T, ControllerRefusal> | { readonly ok: false; readonly problem: Problem };

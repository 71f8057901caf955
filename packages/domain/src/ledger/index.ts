export * from './accounts.ts';
export { type ActivateRefusal, type AgreementRefusal, activateLicenses, checkAgreement } from './activate-licenses.ts';
export {
  type ActivateOnDeviceCommand,
  type ActivateOnDeviceRefusal,
  type ActivateOnDeviceState,
  activateOnDevice,
  takesItself,
} from './activate-on-device.ts';
export { type AssignRefusal, assignLicense, canFollow, isMeant, type Taker } from './assign-license.ts';
export { type AssignmentOutlook, assignmentOutlook, type Chosen, type ChosenInOrder, type FreeLicences } from './assign-outlook.ts';
export { type AttachRefusal, attachLicenses } from './attach-licenses.ts';
export { becomeActive } from './become-active.ts';
export { cancelOrderLine, type RemainingUnits } from './cancel-order-line.ts';
export { type DetachRefusal, detachLicenses } from './detach-licenses.ts';
export { checkChildren, checkKeyFinal, type DeviceRefusal } from './device-checks.ts';
export { type GiveRefusal, giveLicenses } from './give-licenses.ts';
export { checkImportable, type ImportRefusal, importLicenseFile } from './import-license-file.ts';
export * from './laws.ts';
export { allowsFile, type MakeKeyRefusal, makeHardwareKey, saidInFile } from './make-hardware-key.ts';
export {
  type MakeKeysCommand,
  type MakeKeysFromBinCommand,
  type MakeKeysFromBinRefusal,
  type MakeKeysRefusal,
  makeLicenseKeys,
  makeLicenseKeysFromBin,
} from './make-license-keys.ts';
export type { OutstandingFile } from './outstanding.ts';
export * from './preview.ts';
export {
  type KeyFacts,
  type KeyLine,
  type KeyLineRefusal,
  type RedeemedKeys,
  redeemLicenseKeys,
} from './redeem-license-keys.ts';
export { type ReplacedDevice, type ReplaceHardwareRefusal, type ReplaceHardwareState, replaceHardware } from './replace-hardware.ts';
export { type ReturnFromDeviceCommand, type ReturnFromDeviceState, returnFromDevice } from './return-from-device.ts';
export { type RevokeKeysRefusal, revokeLicenseKeys } from './revoke-license-keys.ts';
export { lengthOf, type SecondChoice, secondChoices, type Taken, type TermOnOffer } from './second-choice.ts';
export { type ShipRefusal, shipOrder } from './ship-order.ts';
export { type SplitRefusal, splitLicense } from './split-license.ts';
export { type StartDemoRefusal, startDemo } from './start-demo.ts';
export type * from './state.ts';
export { type TakeBackState, takeBackLicenses } from './take-back-licenses.ts';
export { componentsOf, isTermLicence, type TermHolding } from './term-lots.ts';
export type * from './term-state.ts';
export {
  isOffer,
  lapseTransfer,
  type SettleRefusal,
  settleTransfer,
  type TransferRefusal,
  transferLicenses,
  transferUntil,
} from './transfer-licenses.ts';
export type * from './transfer-state.ts';
export type * from './types.ts';
export { removalOf, type UnassignRefusal, unassignLicense } from './unassign-license.ts';
export { type UndoEffect, undoEffects } from './undo-effects.ts';
export {
  isBetterUndone,
  isUndoable,
  type StandingAct,
  type UndoRefusal,
  undoable,
  undoableUntil,
  undoOperation,
} from './undo-operation.ts';
export type * from './undo-state.ts';

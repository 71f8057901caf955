export { DeviceForm } from './DeviceForm.tsx';
export { KeyField } from './keys/KeyField.tsx';
export { findModel, type Model, modelIdOf, partNames } from './model.ts';
export { usePlace } from './Place.tsx';

export { DeviceCard, DevicePicker } from './pickers.tsx';

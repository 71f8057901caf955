export { DeviceForm } from './DeviceForm.tsx';
export { KeyField } from './keys/KeyField.tsx';
export { usePlace } from './Place.tsx';
export { findModel, type Model, modelIdOf, partNames } from './model.ts';

export { DeviceCard, DevicePicker } from './pickers.tsx';

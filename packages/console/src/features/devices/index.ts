export { DeviceForm } from './DeviceForm.tsx';

export { DeviceCard, DevicePicker } from './pickers.tsx';

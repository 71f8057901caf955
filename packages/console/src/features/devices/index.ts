export { DeviceForm } from './DeviceForm.tsx';
export { DeviceStatus } from './DeviceStatus.tsx';
export { CustomerPicker, DeviceCard, DevicePicker } from './pickers.tsx';

export { ScanButton } from './ScanButton.tsx';
export { useKeyboardScanner } from './use-keyboard-scanner.ts';

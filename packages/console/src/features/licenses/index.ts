export { DownloadButton } from './DownloadButton.tsx';
export { Files } from './Files.tsx';

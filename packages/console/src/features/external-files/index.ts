export { ExternalFilesOf } from './ExternalFilesOf.tsx';

export { StartedBatch } from './StartedBatch.tsx';

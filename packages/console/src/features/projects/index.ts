export { useProject } from './context.tsx';

export { useProject } from './context.tsx';
export { useHasControllers } from './tabs.ts';

export { Demos } from './Demos.tsx';

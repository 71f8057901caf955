export { UserLinks } from './UserLinks.tsx';

export { PeopleOf } from './PeopleOf.tsx';

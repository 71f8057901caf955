export { History } from './History.tsx';
export { OutcomeView } from './OutcomeView.tsx';

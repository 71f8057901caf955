export { History, useActorText } from './History.tsx';
export { Movements, OutcomeView, usePlace } from './OutcomeView.tsx';
export { useKindWord } from './words.ts';

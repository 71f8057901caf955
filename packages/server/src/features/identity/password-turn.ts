import { availableParallelism } from 'node:os';
import { createTurns } from './turns.ts';

/**
 * A hash takes a whole core and a thread of the four that also read files and sign. However many sign in at once, a core
 * and a thread are left for everybody else.
 */
export const passwordTurn = createTurns(Math.max(1, Math.min(3, availableParallelism() - 1)));

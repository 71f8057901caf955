import { localStore } from '../../lib/store.ts';

export const densities = ['compact', 'normal', 'comfortable'] as const;
export type Density = (typeof densities)[number];

/** Height of a table row in pixels. */
export const rowHeights: Record<Density, number> = { compact: 34, normal: 44, comfortable: 56 };

/** One density for all tables of a person. */
export const densityStore = localStore<Density>('density', 'normal');

import type { returnLicenses as contract } from '@muniment/contract';
import { actOfDevice } from '../../enrolment/index.ts';
import { giveBack } from '../give-back.ts';

/** The device has removed its licence, and says so; what came from the pool goes back to it (E3). */
export const returnLicenses = actOfDevice<typeof contract>((context, { body }, key) => giveBack(context, { ...body, key }));

import { z } from 'zod';

/** What a user, a computer or a group is called: something that can be seen. What cannot be seen of a name makes no other name. */
export const seatName = z
  .string()
  .min(1)
  .max(200)
  .regex(/[^\s\p{Default_Ignorable_Code_Point}]/u);

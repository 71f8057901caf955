import type { namedUserOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { createNamedUser } from './operations/create-named-user.ts';
import { createNamedUsers } from './operations/create-named-users.ts';
import { getNamedUser } from './operations/get-named-user.ts';
import { listNamedUsers } from './operations/list-named-users.ts';
import { removeNamedUser } from './operations/remove-named-user.ts';
import { updateNamedUser } from './operations/update-named-user.ts';

export const namedUserRoutes = {
  'list-named-users': listNamedUsers,
  'create-named-user': createNamedUser,
  'create-named-users': createNamedUsers,
  'get-named-user': getNamedUser,
  'update-named-user': updateNamedUser,
  'remove-named-user': removeNamedUser,
} satisfies Routes<typeof namedUserOperations>;

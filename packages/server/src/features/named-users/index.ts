export { createNamedUser } from './operations/create-named-user.ts';
export { namedUserRoutes } from './routes.ts';
export { loadUser, lockUser, type UserRow } from './store.ts';

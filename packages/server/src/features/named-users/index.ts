export { createNamedUser } from './operations/create-named-user.ts';
export { namedUserRoutes } from './routes.ts';

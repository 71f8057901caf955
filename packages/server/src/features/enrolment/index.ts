export { type Asked, type AskedRefusal, knownDevice, knownKey, type Naming, readAsked } from './asked.ts';
export { type BindRefusal, type BoundMachine, bindMachine, compareMachine } from './bind-machine.ts';
export { loadCustomerId } from './customer-ids-store.ts';
export { enrolmentForgetting } from './forgetting-store.ts';
export { actOfDevice, type KeyInForce, lockKey, readOfDevice } from './key-in-force.ts';
export { type LetIn, type LetInRefusal, letIn } from './let-in.ts';
export { enrolDevice } from './operations/enrol-device.ts';
export { enrolmentRoutes } from './routes.ts';
export { currentKey, type EnrolmentRow, findKey, killKey } from './store.ts';

export { countControllers, countLacking, listAllCapacityUse } from './all-store.ts';
export { lackingDevices, rulesOfAll, rulesOfProject } from './rules.ts';
export { type CapacityRow, capacityKeyset, countCapacityUse, listCapacityUse, sumCapacityUse, type UseRow } from './store.ts';

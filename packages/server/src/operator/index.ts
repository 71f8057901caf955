/** What the operator of an installation does beside the running server; vendors' business stays theirs. */

export { type AuditLine, type AuditReport, auditLedger } from './audit-ledger.ts';
export { checkCatalog } from './check-catalog.ts';
export type { OperatorParts } from './context.ts';
export { createPerson } from './create-person.ts';
export { type CreatedVendor, createVendor, type NewVendor } from './create-vendor.ts';
export { type DemoController, demoControllers } from './demo/demo-controllers.ts';
export { type DemoPrograms, demoPrograms } from './demo/demo-programs.ts';
export { type DemosThere, describeDemos, type LoadedDemo, loadDemo } from './demo/load-demo.ts';
export { hasVendor, loadCatalog } from './load-catalog.ts';
export { resetAdministrator } from './reset-administrator.ts';

import type { auditOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { listAuditEvents } from './operations/list-audit-events.ts';

export const auditRoutes = {
  'list-audit-events': listAuditEvents,
} satisfies Routes<typeof auditOperations>;

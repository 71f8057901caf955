import type { auditOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { getAuditEvent } from './operations/get-audit-event.ts';
import { listAuditEvents } from './operations/list-audit-events.ts';

export const auditRoutes = {
  'list-audit-events': listAuditEvents,
  'get-audit-event': getAuditEvent,
} satisfies Routes<typeof auditOperations>;

import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

const event = z
  .object({
    /** RFC 6962 leaf hash, base64url: the event's name. */
    hash: c.digest,
    kind: z.string(),
    at: c.instant,
    actor: c.actorRef,
    organization: c.organizationRef.nullable(),
    address: z.string().nullable(),
    operationId: c.operationId.nullable(),
    subject: z.string().nullable(),
    leaf: c.json,
  })
  .meta({ id: 'AuditEvent' });

export const listAuditEvents = operation({
  id: 'list-audit-events',
  feature: 'audit',
  method: 'GET',
  path: '/v1/audit-events',
  summary: 'The audit log: acts and security events, each a hashed leaf',
  access: 'can:audit.read',
  query: z.object({ ...c.pageQuery, kind: z.string().max(60).optional(), from: c.instant.optional(), to: c.instant.optional() }),
  response: c.page(event),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'audit-events', verb: 'list' },
});

export const getAuditEvent = operation({
  id: 'get-audit-event',
  feature: 'audit',
  method: 'GET',
  path: '/v1/audit-events/:hash',
  summary: 'One event of the audit log, by its leaf hash',
  access: 'can:audit.read',
  params: z.object({ hash: c.digest }),
  response: event,
  cli: { noun: 'audit-events', verb: 'show' },
});

export const auditOperations = [listAuditEvents, getAuditEvent] as const;

import type { Role } from '@muniment/domain/identity';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';

export type MailState = 'waiting' | 'sent' | 'failed' | 'kept';

export interface MailRow {
  readonly id: Uuid;
  readonly recipient: string;
  readonly subject: string;
  readonly kind: string;
  readonly language: string;
  readonly state: MailState;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly created_at: Temporal.Instant;
  readonly sent_at: Temporal.Instant | null;
}

export interface MailText {
  readonly body_text: string;
  readonly body_html: string;
}

const columns = 'm.id, m.recipient, m.subject, m.kind, m.language, m.state, m.attempts, m.last_error, m.created_at, m.sent_at';

export async function insertMail(
  tx: Tx,
  vendorId: Uuid,
  row: Pick<MailRow, 'id' | 'recipient' | 'subject' | 'kind' | 'language' | 'created_at'> & MailText,
): Promise<void> {
  await tx.run(
    'mail-insert',
    `INSERT INTO mails (vendor_id, id, recipient, subject, body_text, body_html, kind, language, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [vendorId, row.id, row.recipient, row.subject, row.body_text, row.body_html, row.kind, row.language, row.created_at],
  );
}

/** Asks for the mail to be sent, in the same transaction: the job exists when the mail does. */
export async function enqueueSending(tx: Tx, mailId: Uuid, now: Temporal.Instant): Promise<void> {
  await tx.query('mail-enqueue', "SELECT enqueue_job('send-mail', $1::jsonb, $2::timestamptz, $3)", [
    JSON.stringify({ mailId }),
    now,
    mailId,
  ]);
}

export async function loadMail(tx: Tx, vendorId: Uuid, mailId: Uuid): Promise<(MailRow & MailText) | null> {
  const rows = await tx.query<MailRow & MailText>(
    'mail-load',
    `SELECT ${columns}, m.body_text, m.body_html FROM mails m WHERE m.vendor_id = $1 AND m.id = $2`,
    [vendorId, mailId],
  );
  return rows[0] ?? null;
}

/** What became of an attempt to send. */
export async function saveAttempt(
  tx: Tx,
  vendorId: Uuid,
  mailId: Uuid,
  outcome: { readonly state: MailState; readonly error: string | null; readonly sentAt: Temporal.Instant | null },
): Promise<void> {
  await tx.run(
    'mail-save-attempt',
    `UPDATE mails SET state = $3, last_error = $4, sent_at = $5, attempts = attempts + CASE WHEN $3 = 'kept' THEN 0 ELSE 1 END
     WHERE vendor_id = $1 AND id = $2`,
    [vendorId, mailId, outcome.state, outcome.error, outcome.sentAt],
  );
}

/** False if it waits already. */
export async function waitAgain(tx: Tx, vendorId: Uuid, mailId: Uuid): Promise<boolean> {
  const changed = await tx.run(
    'mail-wait-again',
    "UPDATE mails SET state = 'waiting', last_error = NULL WHERE vendor_id = $1 AND id = $2 AND state <> 'waiting'",
    [vendorId, mailId],
  );
  return changed === 1;
}

export interface MailFilter {
  readonly state: MailState | null;
  /** Part of the recipient or the subject. */
  readonly q: string | null;
}

/** Newest first. */
export const mailKeyset: Keyset = {
  columns: [
    { sql: 'm.created_at', type: 'timestamptz' },
    { sql: 'm.id', type: 'uuid' },
  ],
  descending: true,
};

const where = `FROM mails m WHERE m.vendor_id = $1 AND ($2::text IS NULL OR m.state = $2)
  AND ($3::text IS NULL OR position(lower($3) IN lower(m.recipient)) > 0 OR position(lower($3) IN lower(m.subject)) > 0)`;

export function listMails(tx: Tx, vendorId: Uuid, filter: MailFilter, request: PageRequest): Promise<MailRow[]> {
  return tx.query<MailRow>(`mail-list-${request.part}`, `SELECT ${columns} ${where}${afterSql(request, 5)}${orderSql(request, 4)}`, [
    vendorId,
    filter.state,
    filter.q,
    rowsToLoad(request),
    ...(request.after ?? []),
  ]);
}

export async function countMails(tx: Tx, vendorId: Uuid, filter: MailFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>('mail-count', `SELECT count(*) AS total FROM (SELECT 1 ${where} LIMIT $4) c`, [
    vendorId,
    filter.state,
    filter.q,
    mostCounted,
  ]);
  return rows[0]!.total;
}

export interface Reader {
  readonly email: string;
  readonly name: string;
  readonly language: string;
}

/** Active people of an organization: who is told of what it receives. */
export function loadReaders(tx: Tx, vendorId: Uuid, organizationId: Uuid): Promise<Reader[]> {
  return tx.query<Reader>(
    'mail-readers',
    `SELECT p.email, p.name, p.language FROM memberships m JOIN people p ON p.vendor_id = m.vendor_id AND p.id = m.person_id
     WHERE m.vendor_id = $1 AND m.organization_id = $2 AND p.status = 'active' ORDER BY p.created_at, p.id`,
    [vendorId, organizationId],
  );
}

/** One active person. */
export async function loadReader(tx: Tx, vendorId: Uuid, personId: Uuid): Promise<Reader | null> {
  const rows = await tx.query<Reader>(
    'mail-reader',
    "SELECT email, name, language FROM people WHERE vendor_id = $1 AND id = $2 AND status = 'active'",
    [vendorId, personId],
  );
  return rows[0] ?? null;
}

/** Active people of a customer; where it has none, of those who look after it now. */
export async function loadCustomerReaders(tx: Tx, vendorId: Uuid, customerId: Uuid, now: Temporal.Instant): Promise<Reader[]> {
  const own = await loadReaders(tx, vendorId, customerId);
  if (own.length > 0) return own;
  return tx.query<Reader>(
    'mail-partner-readers',
    `SELECT p.email, p.name, p.language FROM serves s
     JOIN memberships m ON m.vendor_id = s.vendor_id AND m.organization_id = s.partner_id
     JOIN people p ON p.vendor_id = m.vendor_id AND p.id = m.person_id AND p.status = 'active'
     WHERE s.vendor_id = $1 AND s.customer_id = $2 AND s.since <= $3 AND (s.until IS NULL OR s.until > $3) ORDER BY p.created_at, p.id`,
    [vendorId, customerId, now],
  );
}

/** Active people of a customer and of those who look after it now, each once; with `roles` those who have one of them there. */
export async function loadCustomerAndPartnerReaders(
  tx: Tx,
  vendorId: Uuid,
  customerId: Uuid,
  now: Temporal.Instant,
  roles: readonly Role[] | null = null,
): Promise<Reader[]> {
  return tx.query<Reader>(
    'mail-customer-and-partner-readers',
    `SELECT p.email, p.name, p.language FROM people p WHERE p.vendor_id = $1 AND p.status = 'active' AND EXISTS (
       SELECT 1 FROM memberships m WHERE m.vendor_id = p.vendor_id AND m.person_id = p.id AND ($4::text[] IS NULL OR m.role = ANY ($4))
         AND (m.organization_id = $2 OR m.organization_id IN (SELECT s.partner_id FROM serves s
           WHERE s.vendor_id = $1 AND s.customer_id = $2 AND s.since <= $3 AND (s.until IS NULL OR s.until > $3))))
     ORDER BY p.created_at, p.id`,
    [vendorId, customerId, now, roles],
  );
}

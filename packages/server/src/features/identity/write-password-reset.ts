import type { JobTask } from '@muniment/platform/jobs';
import { inTransaction, type Pool, type Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Vendor } from '../../core/context.ts';
import { appendLeaf } from '../audit/index.ts';
import { passwordResetMail, writeMail } from '../mail/index.ts';
import { openReset, resetMinutes } from './open-reset.ts';
import { findByEmail, hasResetSince, loadVendor, lockPerson } from './store.ts';

/** One mail to an address in so many seconds, however often it is asked for. */
const pauseSeconds = 60;

interface Asked {
  readonly tx: Tx;
  readonly now: Temporal.Instant;
  readonly vendor: Vendor;
  readonly email: string;
  readonly publicUrl: string;
  readonly requestId: string;
}

/** Writes the mail with the link, if an active person has the address. */
async function writeReset({ tx, now, vendor, email, publicUrl, requestId }: Asked): Promise<void> {
  const person = await findByEmail(tx, vendor.id, email);
  if (person === null || person.status !== 'active') return;
  // Jobs run beside each other: the second waits here, and then sees what the first has made.
  await lockPerson(tx, vendor.id, person.id);
  if (await hasResetSince(tx, vendor.id, person.id, now.subtract({ seconds: pauseSeconds }))) return;
  const opened = await openReset({ tx, now, vendor, services: { publicUrl } }, person.id);
  const facts = { vendor: vendor.name, name: person.name, minutes: resetMinutes, url: opened.link };
  const written = passwordResetMail(person.language, facts);
  await writeMail({ tx, now, vendor }, { to: person.email, language: person.language, kind: 'password-reset', ...written });
  await appendLeaf(
    { tx, now, vendor, actor: null, channel: 'job', address: null, requestId },
    { kind: 'password-reset-mailed', subject: person.id, facts: { resetId: opened.resetId } },
  );
}

/** The job that a request for a password reset leaves behind. Run twice, it writes one mail. */
export function createWritePasswordReset({ pool }: { readonly pool: Pool }): JobTask {
  return async (job) => {
    const { email, publicUrl } = job.data as { readonly email: string; readonly publicUrl: string };
    await inTransaction(pool, { vendorId: job.vendorId }, async (tx) => {
      const vendor = await loadVendor(tx, job.vendorId!);
      if (vendor !== null) await writeReset({ tx, now: job.now, vendor, email, publicUrl, requestId: job.id });
    });
  };
}

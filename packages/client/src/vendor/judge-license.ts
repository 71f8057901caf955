import type { DocumentRefusal } from '@muniment/documents/verify';
import { isNewer, type LicensePayload, type Serial, type VerifiedLicense, verifyLicense } from '@muniment/documents/verify';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import type { Time } from '../machine/time.ts';
import type { Trust } from './trust.ts';

/** What a licence file must be to be taken here. */
export interface Expected {
  readonly trust: Trust;
  /** Undefined where any will do, as the product. */
  readonly hardwareKey: string | undefined;
  readonly product: string | undefined;
  /** Takes documents of test installations, and no others. */
  readonly isTest: boolean;
  /** Serial of the file in use; undefined where there is none. */
  readonly newestSerial: Serial | undefined;
  readonly time: Time;
  /** Whether a file that was made before the latest time seen can prove that time wrong; any newer one where nothing is said. */
  readonly mayHeal?: (payload: LicensePayload) => boolean;
}

/** A licence file that holds, and the instant it was judged by. */
export interface JudgedLicense {
  readonly text: string;
  readonly verified: VerifiedLicense;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The clock had been ahead by mistake: the file proves that it is not as late as was thought. */
  readonly heals: boolean;
}

type Judged = Decision<Omit<JudgedLicense, 'heals'>, DocumentRefusal | 'real-document'>;

/** Verifies a document by an instant, or by its own date where that is later: it cannot be earlier than when the file was made. */
async function verifyFrom(text: string, expected: Expected, from: number): Promise<Judged> {
  const { trust, hardwareKey, product, isTest, newestSerial } = expected;
  const verifyAt = (now: number) =>
    verifyLicense(text, {
      keys: trust.keys,
      newestKeySet: trust.newestKeySet ?? undefined,
      now,
      hardwareKey,
      product,
      newestSerial,
      acceptTest: isTest,
    });
  const early = await verifyAt(from);
  if (!early.ok) return early;
  const at = Math.max(from, early.value.payload.iat * 1000);
  const verified = at === from ? early : await verifyAt(at);
  if (!verified.ok) return verified;
  if (isTest && verified.value.payload.test !== true) return refuse('real-document');
  return accept({ text: text.trim(), verified: verified.value, at });
}

/**
 * Judges one licence file by the latest instant ever seen: a clock set back brings no old file back. Yet a clock that was once
 * set ahead by mistake would stand still for good. So where the clock is behind and the vendor has made a newer file than any
 * before, that file proves that it is not as late as was thought, and the clock is believed again (F14). One that was fetched
 * earlier and kept proves nothing of the kind: whoever knows what was asked when says so by `mayHeal`.
 */
export async function judgeLicense(text: string, expected: Expected): Promise<Decision<JudgedLicense, DocumentRefusal | 'real-document'>> {
  const { time, newestSerial, mayHeal = () => true } = expected;
  if (time.isSetBack) {
    const believed = await verifyFrom(text, expected, time.clock);
    const isNew = believed.ok && (newestSerial === undefined || isNewer(believed.value.verified.payload.serial, newestSerial));
    if (isNew && mayHeal(believed.value.verified.payload)) return accept({ ...believed.value, heals: true });
  }
  const judged = await verifyFrom(text, expected, time.now);
  return judged.ok ? accept({ ...judged.value, heals: false }) : judged;
}

/** The keys to trust from now on: those the file led to, or the same as before. */
export function trustAfter(trust: Trust, { learnt }: Pick<VerifiedLicense, 'learnt'>): Trust {
  return learnt === null ? trust : { ...trust, keys: learnt.keys, newestKeySet: learnt.issuedAt };
}

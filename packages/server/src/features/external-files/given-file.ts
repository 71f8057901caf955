import { accept, checkGivenFile, type Decision, type GivenFileRefusal } from '@muniment/domain';
import { sha256Bytes } from '@muniment/platform/hash';
import type { Context } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import type { GivenFile } from './store.ts';

/** A file out of a request's body, or why it is none. */
export function readGivenFile(
  { actor, now }: Pick<Context, 'actor' | 'now'>,
  body: { readonly fileName: string; readonly content: string },
): Decision<GivenFile, GivenFileRefusal> {
  const checked = checkGivenFile(body.fileName, body.content);
  if (!checked.ok) return checked;
  return accept({ fileName: body.fileName, content: Buffer.from(body.content, 'base64'), by: actorRef(actor), at: now });
}

/** What the audit trail keeps of a file: that it was this one can be shown later, without keeping it twice. */
export function trailOf({ content }: GivenFile): Readonly<Record<string, unknown>> {
  return { bytes: content.length, sha256: sha256Bytes(content).toString('base64url') };
}

import type { checkCatalog as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { checkPackUpdate, packChanges } from '@muniment/domain/catalog';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../current-pack.ts';
import { readPack } from '../read-pack.ts';

/** Mistakes of a pack with line and column, and what loading it would change. */
export const checkCatalog: Handler<typeof contract> = async (context, { body }) => {
  const read = readPack(body.pack);
  if (!read.ok) return accept({ ok: false, issues: [...read.issues], changes: [] });
  const current = await currentPack(context);
  const issues = current === null ? [] : checkPackUpdate(current.pack, read.pack);
  return accept({
    ok: issues.length === 0,
    issues: issues.map((issue) => ({
      code: issue.code,
      pointer: `/${issue.path.join('/')}`,
      message: issue.message,
      line: null,
      column: null,
    })),
    changes: [...packChanges(current?.pack ?? null, read.pack)],
  });
};

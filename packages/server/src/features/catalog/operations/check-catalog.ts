import type { checkCatalog as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { checkPackUpdate } from '@muniment/domain/catalog';
import type { Handler } from '../../../core/context.ts';
import { changesBetween } from '../changes.ts';
import { currentPack } from '../current-pack.ts';
import { readPack } from '../read-pack.ts';
import { inUse } from '../store.ts';

/** Mistakes of a pack with line and column, and what loading it would change. */
export const checkCatalog: Handler<typeof contract> = async (context, { body }) => {
  const read = readPack(body.pack);
  if (!read.ok) return accept({ ok: false, issues: [...read.issues], changes: [] });
  const current = await currentPack(context);
  const used = await inUse(context.tx, context.vendor.id);
  const issues = current === null ? [] : checkPackUpdate(current.pack, read.pack, used);
  return accept({
    ok: issues.length === 0,
    issues: issues.map((issue) => ({
      code: issue.code,
      pointer: `/${issue.path.join('/')}`,
      message: issue.message,
      line: null,
      column: null,
    })),
    changes: changesBetween(current?.pack ?? null, read.pack),
  });
};

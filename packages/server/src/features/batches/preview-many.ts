import type { Context, Result } from '../../core/context.ts';
import { type ToldRefusal, tellRefusal } from '../../core/tell.ts';
import { type Assignee, onlyOne } from './assignees.ts';

/** So many are told one by one before a batch begins. */
const mostPreviewed = 20;

interface Told<Act> {
  readonly number: number;
  readonly label: string;
  readonly act: Act | null;
  readonly problem: ToldRefusal | null;
}

/**
 * What would become of the first items of a batch that puts licences somewhere or takes them off (F2): each is done, so that the
 * next one finds the pool as it leaves it. A dry run keeps nothing of it.
 */
export async function previewMany<Act extends { readonly operationId: string | null }>(
  context: Context,
  items: readonly { readonly label: string; readonly input: Assignee }[],
  one: (context: Context, whom: ReturnType<typeof onlyOne>) => Promise<Result<Act, string>>,
): Promise<Told<Act>[] | null> {
  if (!context.dryRun) return null;
  const told: Told<Act>[] = [];
  for (const [index, { label, input }] of items.slice(0, mostPreviewed).entries()) {
    const done = await one({ ...context, dryRun: false }, onlyOne(input));
    const act = done.ok ? { ...(done.value as Act), operationId: null } : null;
    told.push({ number: index + 1, label, act, problem: done.ok ? null : tellRefusal(done.refusal, context.language) });
  }
  return told;
}

import type { listLicenseKeys as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { vendorDay } from '@muniment/domain/terms';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { currentPack } from '../../catalog/index.ts';
import { askedProject } from '../../projects/index.ts';
import { countKeys, keyKeyset, listKeys } from '../store.ts';
import { toKeys, viewerOf } from '../wire.ts';

/** Every key ever registered in a project, expired ones too (A3); or the keys that an organization made or holds. Never a code. */
export const listLicenseKeys: Handler<typeof contract> = async (context, { query }) => {
  const { tx, actor, now } = context;
  const viewer = viewerOf(context);
  const project = await askedProject(tx, viewer, query.projectId);
  if (!project.ok) return project;
  const projectId = project.value;
  const current = await currentPack(context);
  const filter = {
    projectId,
    batchId: query.batchId === undefined ? null : fromId('lkb', query.batchId),
    salesOrder: query.salesOrder ?? null,
    state: query.state ?? null,
    today: vendorDay(now, current?.pack.vendor.timeZone ?? 'UTC'),
  };
  const { today: _, ...described } = filter;
  const opened = openPage(query, { of: 'license-keys', organization: actor.organization.id, ...described }, keyKeyset(projectId !== null));
  if (!opened.ok) return opened;
  const request = opened.value;
  const [found, total] = [await listKeys(tx, viewer, filter, request), await countKeys(tx, viewer, filter)];
  const { rows, next } = cutPage(request, found, (row) => (projectId === null ? [row.id] : [row.redeemed_at!.toString(), row.id]));
  return accept({ items: await toKeys(context, rows, current), next, total });
};

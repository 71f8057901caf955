import type { listDemos as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findPart, findProduct } from '@muniment/domain/catalog';
import { hasEnded, lastDayOf, vendorDay } from '@muniment/domain/terms';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack, grantTexts, inLanguage, languageFor } from '../../catalog/index.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { startedDemos } from '../store.ts';

/** The demos of a device's product: how many were started, how many are left, and until when one runs (B12). */
export const listDemos: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, now } = context;
  const device = await loadDevice(tx, viewerOf(context), fromId('dev', params.deviceId)!);
  if (device === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return accept({ items: [] });
  const { pack } = current;
  const language = languageFor(pack, context.language);
  const t = inLanguage(pack, language);
  const today = vendorDay(now, pack.vendor.timeZone);
  const rows = new Map((await startedDemos(tx, vendor.id, device.id)).map((row) => [row.demo, row]));
  const items = (findProduct(pack, device.product, device.variant)?.demos ?? []).map(({ id, label, part: number, count, starts }) => {
    const part = findPart(pack, number)!;
    const { started = 0, until: validUntil = null } = rows.get(id) ?? {};
    const until = validUntil === null || hasEnded({ validUntil }, today) ? null : validUntil;
    return {
      id,
      label: t(label),
      part: number,
      partLabel: t(part.label),
      grants: grantTexts(pack, language, part),
      days: part.term?.days ?? 0,
      count,
      started,
      // A newer pack may allow fewer than there were.
      remaining: Math.max(0, count - started),
      starts,
      runningUntil: until?.toString() ?? null,
      lastDay: until === null ? null : lastDayOf(until).toString(),
    };
  });
  return accept({ items });
};

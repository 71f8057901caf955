import type { movement } from '@muniment/contract';
import { type AccountPlace, isTermLicence, type OperationDraft, placeKey, undoEffects } from '@muniment/domain/ledger';
import { hasEnded, vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { z } from 'zod';
import type { Context } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { loadLots } from '../lots/index.ts';
import type { LockedAssignee } from '../terms/index.ts';
import { undoSentences } from './undo-words.ts';

type Movements = readonly z.output<typeof movement>[];

/** Says what an undo comes to, once its movements have their names (F2, F13). */
export async function tellUndo(
  { tx, vendor, language, now }: Context,
  { pack }: VersionedPack,
  { moves }: OperationDraft,
  assignee: LockedAssignee | null,
): Promise<(movements: Movements) => string[]> {
  const lots = await loadLots(
    tx,
    vendor.id,
    moves.map(({ lotId }) => lotId),
  );
  const today = vendorDay(now, pack.vendor.timeZone);
  const leaving = new Set(moves.map(({ lotId }) => lotId));
  const others = (assignee?.held ?? []).filter(isTermLicence).filter(({ lot }) => !leaving.has(lot.id) && !hasEnded(lot, today));
  const isBare = ({ ownerId }: AccountPlace) => ownerId === assignee?.assignee.id && others.length === 0;
  const effects = undoEffects(moves, (lotId) => lots.get(lotId)!, today, isBare);
  return (movements) => {
    const parts = new Map(movements.map((one) => [one.lotId, one.parts.join(' + ')]));
    const places = new Map(
      movements.flatMap(({ from, to }, index) => [
        [placeKey(moves[index]!.from), from] as const,
        [placeKey(moves[index]!.to), to] as const,
      ]),
    );
    const names = {
      licence: (lotId: string) => parts.get(toId('lot', lotId)) ?? '',
      place: (place: AccountPlace) => places.get(placeKey(place)) ?? '',
    };
    return undoSentences(language, pack.validUntil, effects, names);
  };
}

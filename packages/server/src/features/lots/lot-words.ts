import type { heldLot } from '@muniment/contract';
import { findPart } from '@muniment/domain/catalog';
import type { Lot } from '@muniment/domain/ledger';
import { lastDayOf } from '@muniment/domain/terms';
import type { z } from 'zod';
import type { Context } from '../../core/context.ts';
import { grantTexts, languageFor, licenceLabel, packsAt, unitOf, type VersionedPack } from '../catalog/index.ts';

type Held = z.output<typeof heldLot>;

/** What a lot is called, what its units are, and what they give. */
export type LotWords = Pick<Held, 'partLabel' | 'unit' | 'grants'>;

/**
 * Words for lots: a pack's new words hold at once, for what was shipped before too. Only a part that is no more is called
 * what the lot's own version called it; and what a unit gives is always what that version said.
 */
export async function lotWords(
  context: Pick<Context, 'tx' | 'vendor' | 'language'>,
  current: VersionedPack | null,
  versions: Iterable<number>,
): Promise<(lot: Pick<Lot, 'partNumber' | 'packVersion' | 'termDays'>) => LotWords> {
  const packs = await packsAt(context.tx, context.vendor.id, versions);
  return ({ partNumber, packVersion, termDays }) => {
    const issued = packs.get(packVersion)!;
    const today = current === null ? undefined : findPart(current.pack, partNumber);
    const pack = today === undefined ? issued : current!.pack;
    const language = languageFor(pack, context.language);
    const given = findPart(issued, partNumber);
    const named = today ?? given;
    return {
      partLabel: named === undefined ? '' : licenceLabel(pack, named, termDays, language),
      unit: unitOf(pack, language, named),
      grants: given === undefined ? [] : grantTexts(pack, language, given),
    };
  };
}

/** The period of a lot, both ways of telling its end. */
export function lotPeriod({ validFrom, validUntil }: Pick<Lot, 'validFrom' | 'validUntil'>): Pick<Held, 'validFrom' | 'until' | 'lastDay'> {
  return {
    validFrom: validFrom?.toString() ?? null,
    until: validUntil?.toString() ?? null,
    lastDay: validUntil === null ? null : lastDayOf(validUntil).toString(),
  };
}

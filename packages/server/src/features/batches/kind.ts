import type { Decision } from '@muniment/domain';
import type { Action } from '@muniment/domain/identity';
import type { Context, Result } from '../../core/context.ts';

/** What was done with an item, for whoever reads its result: ids as bare UUIDs in the fields that are meant for them. */
export type ItemResult = Readonly<Record<string, unknown>>;

/** An item as it was given. `Input` is plain JSON. */
export interface BatchItem<Input> {
  readonly number: number;
  readonly input: Input;
}

interface KindBase<Settings, Input> {
  /** The operation that starts it. */
  readonly id: string;
  /** Asked again whenever it goes on: who started it may have lost it. */
  readonly permission: Action;
  /** Columns of the file of what was refused, with the cells of an item; its label alone unless said. */
  readonly errorFile?: {
    readonly columns: (settings: Settings) => readonly string[];
    readonly cells: (input: Input) => readonly string[];
  };
}

/** Each item in a transaction of its own, as if somebody had asked for it: what it wrote is undone where it is refused. */
interface KindOfOne<Settings, Input> extends KindBase<Settings, Input> {
  readonly one: (context: Context, settings: Settings, input: Input, number: number) => Promise<Result<ItemResult, string>>;
}

/**
 * Many items in one transaction, for what is worth the trouble. A refused item must have written nothing. A refusal of the
 * whole ends the batch: there is nothing it could go on with.
 */
interface KindOfMany<Settings, Input> extends KindBase<Settings, Input> {
  readonly itemsAtOnce: number;
  readonly many: (
    context: Context,
    settings: Settings,
    items: readonly BatchItem<Input>[],
  ) => Promise<Decision<readonly Decision<ItemResult, string>[], string>>;
}

/** A kind of long work: how an item is done. What items there are is found by the operation that starts it. */
export type BatchKind<Settings, Input> = KindOfOne<Settings, Input> | KindOfMany<Settings, Input>;

/** Of any settings and items: what the database keeps of them is what their own kind wrote. */
export type AnyBatchKind = BatchKind<never, never>;

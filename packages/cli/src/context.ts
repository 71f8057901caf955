import type { CallOptions, Client, Failure, Success } from '@muniment/client';
import type { Operation, OperationId } from '@muniment/contract';
import type { Io } from './io.ts';

export type Values = Record<string, unknown>;
export type Answer = Success<unknown> | Failure;

/** What every command is carried out with. */
export interface Context {
  readonly io: Io;
  readonly client: Client;
  readonly url: string;
  /** Print the exact answer instead of a text for people; nobody is asked anything. */
  readonly json: boolean;
  /** Act without asking. */
  readonly yes: boolean;
}

/** Calls an operation that is known only at run time. */
export function call(context: Context, operation: Pick<Operation, 'id'>, input: Values, options: CallOptions = {}): Promise<Answer> {
  return context.client.call(operation.id as OperationId, input as never, { signal: context.io.signal, ...options }) as Promise<Answer>;
}

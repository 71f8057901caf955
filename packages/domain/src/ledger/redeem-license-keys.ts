import type { Temporal } from 'temporal-polyfill';
import { agreementFor, type CatalogPack } from '../catalog/index.ts';
import { accept, type Decision, type Refusal, refuse } from '../refusal/index.ts';
import { hasEnded, lastDayOf, vendorDay } from '../terms/index.ts';
import { placeOf, poolOf } from './accounts.ts';
import { type AgreementRefusal, checkAgreementOf } from './activate-licenses.ts';
import { draftOperation } from './draft.ts';
import type { AcceptedAgreement } from './state.ts';
import type { Account, Balance, Lot, OperationDraft } from './types.ts';

/** A licence key as it is kept: units of a lot that wait for somebody to register it. */
export interface KeyFacts {
  readonly id: string;
  readonly lot: Pick<Lot, 'id' | 'partNumber' | 'validUntil'>;
  /** Units the key is worth. */
  readonly quantity: number;
  /** Where its units are until it is registered. */
  readonly account: Account;
  /** The project that registered it; null where nobody has. */
  readonly redeemedBy: string | null;
  readonly revoked: boolean;
}

/** One line of a pasted list: what was read from it, and the key if there is one. */
export interface KeyLine {
  readonly line: number;
  /** Null where the line could not be read. */
  readonly code: string | null;
  /** Why not. */
  readonly mistyped: Refusal<'license-key-mistyped'> | null;
  readonly key: KeyFacts | null;
}

export interface RedeemKeysState {
  readonly catalog: CatalogPack;
  readonly lines: readonly KeyLine[];
  /** Balances that the acts touch, as far as they exist. */
  readonly touched: readonly Balance[];
}
export interface RedeemKeysCommand {
  readonly projectId: string;
  readonly agreement: AcceptedAgreement | null;
}

export type KeyLineRefusal =
  | 'license-key-mistyped'
  | 'license-key-twice'
  | 'license-key-unknown'
  | 'license-key-revoked'
  | 'license-key-used'
  | 'license-key-expired';

/** What becomes of each line, and the acts that do what can be done, in their order: one for the keys of each holder. */
export interface RedeemedKeys {
  readonly lines: readonly { readonly line: number; readonly outcome: Decision<KeyFacts, KeyLineRefusal> }[];
  readonly acts: readonly { readonly draft: OperationDraft; readonly keyIds: readonly string[] }[];
}

/**
 * Registers licence keys in a project (A1): from where they waited into its pool. The agreement is asked for all of them;
 * beyond that each line is judged by itself, and what one is refused for keeps no other back.
 */
export function redeemLicenseKeys(
  state: RedeemKeysState,
  command: RedeemKeysCommand,
  now: Temporal.Instant,
): Decision<RedeemedKeys, AgreementRefusal> {
  const { catalog } = state;
  const agreement = checkAgreementOf(agreementFor(catalog, catalog.licenseKeys ?? {}), command.agreement);
  if (!agreement.ok) return agreement;
  const today = vendorDay(now, catalog.vendor.timeZone);
  const seen = new Map<string, number>();
  const lines = state.lines.map((line) => {
    const before = line.code === null ? undefined : seen.get(line.code);
    if (line.code !== null && before === undefined) seen.set(line.code, line.line);
    const outcome = before === undefined ? judge(line, command, today) : refuse('license-key-twice', { first: before });
    return { line: line.line, outcome };
  });
  const keys = lines.flatMap(({ outcome }) => (outcome.ok ? [outcome.value] : []));
  return accept({ lines, acts: actsOf(keys, state.touched, command.projectId, agreement.value, now) });
}

/** Whoever made or holds keys sees the act that registers them, and nothing of the keys of others: so each holder has one of its own. */
function actsOf(
  keys: readonly KeyFacts[],
  touched: readonly Balance[],
  projectId: string,
  agreement: AcceptedAgreement | null,
  now: Temporal.Instant,
): RedeemedKeys['acts'] {
  const acts: { draft: OperationDraft; keyIds: readonly string[] }[] = [];
  for (const held of Map.groupBy(keys, ({ account }) => account.id).values()) {
    const moves = held.map(({ lot, account, quantity }) => ({
      lotId: lot.id,
      from: placeOf(account),
      to: poolOf(projectId),
      quantity,
    }));
    const keyIds = held.map(({ id }) => id);
    const details = { projectId, licenseKeyIds: keyIds, ...(agreement === null ? {} : { agreement }) };
    // Units of one lot may be in the keys of several: then they come into the pool one after the other.
    const before = acts.map(({ draft }) => ({ lastAt: draft.at }));
    acts.push({ keyIds, draft: draftOperation('redeem-license-keys', { now, moves, touched: [...touched, ...before], details }) });
  }
  return acts;
}

/** Whose project a used key is in is nobody's business but the project's. */
function judge(
  { mistyped, key }: KeyLine,
  { projectId }: RedeemKeysCommand,
  today: Temporal.PlainDate,
): Decision<KeyFacts, KeyLineRefusal> {
  if (mistyped !== null) return { ok: false, refusal: mistyped };
  if (key === null) return refuse('license-key-unknown');
  if (key.redeemedBy !== null) return refuse('license-key-used', { here: key.redeemedBy === projectId });
  if (key.revoked) return refuse('license-key-revoked');
  const { validUntil } = key.lot;
  if (validUntil !== null && hasEnded(key.lot, today)) {
    return refuse('license-key-expired', { validUntil: validUntil.toString(), lastDay: lastDayOf(validUntil).toString() });
  }
  return accept(key);
}

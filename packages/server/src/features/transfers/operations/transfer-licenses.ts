import type { transferLicenses as contract, InputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { transferLicenses as decide, inTransitFrom, type OperationDraft, poolOf, transferUntil } from '@muniment/domain/ledger';
import { vendorDay } from '@muniment/domain/terms';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Context, Handler, Uuid } from '../../../core/context.ts';
import { currentPack, type VersionedPack } from '../../catalog/index.ts';
import { concludeAct, type Outcome } from '../../channel/index.ts';
import { findAccounts, lockBalances, recordOperation } from '../../ledger/index.ts';
import { fillIn } from '../../lots/index.ts';
import { loadProject, type ProjectRow } from '../../projects/index.ts';
import { findReceiver, insertTransfer, loadTransfer, type ReceiverRow } from '../store.ts';
import { tellOffered } from '../tell.ts';
import { toOffer, toTransfers, viewerIn } from '../wire.ts';

type Body = InputOf<typeof contract>['body'];

/** What the pool holds of the lots, and where they would come to, locked. */
async function lockMoving(context: Context, from: Uuid, to: Uuid, atOnce: boolean, lotIds: readonly Uuid[]) {
  const { tx, vendor } = context;
  const pool = poolOf(from);
  const accounts = await findAccounts(tx, vendor.id, [pool, atOnce ? poolOf(to) : inTransitFrom(from)]);
  const balances = await lockBalances(
    tx,
    vendor.id,
    lotIds.flatMap((lotId) => accounts.map((account) => ({ account, lotId }))),
  );
  const isSource = (ownerId: string | null, kind: string) => kind === 'pool' && ownerId === from;
  const sources = balances.filter(({ account }) => isSource(account.ownerId, account.kind));
  return { sources: await fillIn(tx, vendor.id, sources), targets: balances.filter((balance) => !sources.includes(balance)) };
}

interface Offer {
  readonly transferId: Uuid;
  readonly from: ProjectRow;
  readonly to: ReceiverRow;
  readonly current: VersionedPack;
  readonly note: string;
}

/** The first day on which an offer made now can no longer be accepted. */
function untilOf({ now }: Context, { pack }: VersionedPack) {
  return transferUntil(vendorDay(now, pack.vendor.timeZone), pack.terms.transfer.lapseDays);
}

/** Writes the offer down with its lines, and tells the receiver's people. */
async function saveOffer(context: Context, offer: Offer, draft: OperationDraft, operationId: Uuid): Promise<void> {
  const { tx, vendor, actor } = context;
  const { transferId, from, to, current, note } = offer;
  await insertTransfer(tx, vendor.id, {
    id: transferId,
    fromProjectId: from.id,
    toProjectId: to.to_project_id,
    note,
    offeredAt: draft.at,
    offeredFor: actor.organization.id,
    until: untilOf(context, current),
    operationId,
    lines: draft.moves.map(({ lotId, quantity }) => ({ lotId, quantity })),
  });
  await tellOffered(context, transferId);
}

/** What is offered to whom, before and after it is; whoever offers sees its own side. */
async function offerIn(context: Context, { from, to, current, note }: Offer, movements: Outcome['movements']) {
  return toOffer(context, {
    from_project_id: from.id,
    from_project: from.name,
    from_customer: from.customer_name,
    from_seen: true,
    ...to,
    note,
    until: untilOf(context, current),
    lines: movements.map(({ lotId, quantity }) => ({ lot_id: fromId('lot', lotId)!, quantity })),
  });
}

/** Moves units to another project: of the same customer at once, of another as an offer (A10). */
export const transferLicenses: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, now } = context;
  const viewer = viewerIn(context);
  const from = await loadProject(tx, viewer, fromId('prj', params.projectId)!);
  if (from === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  // Whoever knows a project's id may offer to it: it is an address, and says nothing of who is there.
  const to = await findReceiver(tx, viewer, fromId('prj', body.to)!);
  if (to === null) return refuse('receiver-project-not-found');
  const atOnce = to.to_customer_id === from.customer_id;
  const lines = linesIn(body);
  const moving = await lockMoving(context, from.id, to.to_project_id, atOnce, [...new Set(lines.map(({ lotId }) => lotId))]);
  const state = {
    catalog: current.pack,
    from: { projectId: from.id, customerId: from.customer_id },
    to: { projectId: to.to_project_id, customerId: to.to_customer_id },
    ...moving,
  };
  const transferId = uuidv7();
  const offering: Offer = { transferId, from, to, current, note: body.note.trim() };
  const decision = decide(state, { lines, transferId }, now);
  const about = { customerId: from.customer_id, projectId: from.id, packVersion: current.version, reason: body.reason ?? null };
  const outcome = await concludeAct(context, {
    kind: 'transfer-licenses',
    decision,
    previewDigest: body.previewDigest,
    locked: null,
    current,
    file: null,
    commit: async (draft) => {
      const operationId = await recordOperation(context, draft, about);
      if (!atOnce) await saveOffer(context, offering, draft, operationId);
      return accept({ operationId });
    },
  });
  if (!outcome.ok) return outcome;
  const row = atOnce || context.dryRun ? null : await loadTransfer(tx, viewer, transferId);
  const transfer = row === null ? null : (await toTransfers(context, [row]))[0]!;
  const offer = atOnce ? null : await offerIn(context, offering, outcome.value.movements);
  return accept({ offer, transfer, outcome: outcome.value });
};

const linesIn = (body: Body) => body.lines.map(({ lotId, quantity }) => ({ lotId: fromId('lot', lotId)!, quantity }));

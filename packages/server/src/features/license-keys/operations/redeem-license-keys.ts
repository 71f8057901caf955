import type { redeemLicenseKeys as contract, InputOf, OutputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { agreementFor } from '@muniment/domain/catalog';
import {
  type AcceptedAgreement,
  redeemLicenseKeys as decide,
  type KeyFacts,
  type KeyLine,
  type RedeemedKeys,
} from '@muniment/domain/ledger';
import { type LicenseKeyFormat, readLicenseKey } from '@muniment/domain/license-keys';
import { digestOf } from '@muniment/platform/hash';
import { fromId, toId } from '@muniment/platform/ids';
import type { Context, Handler } from '../../../core/context.ts';
import { read } from '../../../core/problems/say.ts';
import { problems } from '../../../core/problems.ts';
import { publicIds } from '../../../core/public-ids.ts';
import { currentPack, languageFor, type VersionedPack } from '../../catalog/index.ts';
import { loadProject } from '../../projects/index.ts';
import { currentForm } from '../forms.ts';
import { guesserOf } from '../guesser.ts';
import { lockForProject, toKeyFacts } from '../known-keys.ts';
import { saveRegistered } from '../register-keys.ts';
import { keySecrets } from '../secrets.ts';
import { loadKeys, lockKeysByHash } from '../store.ts';
import { toKeys, viewerOf } from '../wire.ts';

type Body = InputOf<typeof contract>['body'];
type Results = OutputOf<typeof contract>['results'];

/** What was accepted; a preview shows the effect before anybody ticks the box. */
function acceptedIn(context: Context, { pack }: VersionedPack, given: Body['agreement']): AcceptedAgreement | null {
  if (given !== undefined) return given.accepted ? { id: given.id, version: given.version, language: given.language } : null;
  const agreement = agreementFor(pack, pack.licenseKeys ?? {});
  if (!context.dryRun || agreement === null) return null;
  return { id: agreement.id, version: agreement.version, language: languageFor(pack, context.language) };
}

/** Reads every line and finds its key, locked: nobody registers it meanwhile. */
async function findLines(context: Context, form: LicenseKeyFormat, body: Body): Promise<KeyLine[]> {
  const readings = body.keys.map((typed) => readLicenseKey(form, typed));
  const secrets = await keySecrets(context);
  const hashes = readings.map((reading) => (reading.ok ? secrets.hashOf(reading.value.code) : null));
  const rows = await lockKeysByHash(
    context.tx,
    context.vendor.id,
    hashes.filter((hash) => hash !== null),
  );
  const facts = await toKeyFacts(context, rows);
  const keyOf = new Map(rows.map((row, index): [string, KeyFacts] => [row.hash.toString('hex'), facts[index]!]));
  return readings.map((reading, line) => ({
    line,
    code: reading.ok ? reading.value.code : null,
    mistyped: reading.ok ? null : reading.refusal,
    key: keyOf.get(hashes[line]?.toString('hex') ?? '') ?? null,
  }));
}

/** What became of each line in the reader's words. A key that somebody else registered is not told anything of. */
async function toResults(
  context: Context,
  current: VersionedPack,
  lines: readonly KeyLine[],
  { lines: judged }: RedeemedKeys,
): Promise<Results> {
  const told = judged.map(({ outcome }, index) =>
    outcome.ok || outcome.refusal.facts['here'] === true ? (lines[index]!.key?.id ?? null) : null,
  );
  const rows = await loadKeys(
    context.tx,
    viewerOf(context),
    told.filter((id) => id !== null),
  );
  const wire = new Map((await toKeys(context, rows, current)).map((key) => [key.id, key]));
  return judged.map(({ line, outcome }, index) => ({
    index: line,
    ending: lines[index]!.code?.slice(-4) ?? '',
    key: told[index] == null ? null : (wire.get(toId('lk', told[index])) ?? null),
    problem: outcome.ok ? null : toProblem(outcome.refusal, context.language),
  }));
}

function toProblem({ code, facts }: { readonly code: string; readonly facts: Readonly<Record<string, unknown>> }, language: string | null) {
  const { title, detail, nextStep } = problems[code]!;
  const words = (sentence: typeof title) => read(sentence, facts, language ?? 'en');
  return { code, title: words(title), detail: words(detail), nextStep: words(nextStep), facts: publicIds({ ...facts }) };
}

/** What becomes of each line, without what each answer has its own of. */
function outcomeOf({ lines }: RedeemedKeys): unknown {
  return lines.map(({ outcome }) => (outcome.ok ? [outcome.value.id, outcome.value.lot.id, outcome.value.quantity] : outcome.refusal.code));
}

/** Registers licence keys in a project (A1): each line has a result of its own, and the good ones are done although others are not. */
export const redeemLicenseKeys: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, now, services, dryRun } = context;
  const project = await loadProject(tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const form = currentForm(current.pack);
  if (form === null) return refuse('license-keys-not-in-catalog');
  const guesser = guesserOf(context);
  const retryAfterSeconds = services.guesses.waitSeconds(guesser);
  if (retryAfterSeconds > 0) return refuse('too-many-unknown-keys', { retryAfterSeconds });

  const agreement = acceptedIn(context, current, body.agreement);
  const lines = await findLines(context, form, body);
  const keys = lines.flatMap(({ key }) => key ?? []);
  const touched = await lockForProject(context, keys, project.id);
  const decision = decide({ catalog: current.pack, lines, touched }, { projectId: project.id, agreement }, now);
  if (!decision.ok) return decision;
  const digest = digestOf(outcomeOf(decision.value));
  const unknown = lines.filter(({ code, key }) => code !== null && key === null).length;
  if (unknown > 0) services.guesses.note(guesser, unknown);

  const isOutdated = body.previewDigest !== undefined && body.previewDigest !== digest;
  if (isOutdated) return refuse('preview-outdated', { results: await toResults(context, current, lines, decision.value) });

  const accepted = { agreement, reason: body.reason ?? null };
  // A dry run does it too, and is rolled back: so it answers what the act would.
  const done = await saveRegistered(context, project, current, decision.value.acts, accepted);
  const results = await toResults(context, current, lines, decision.value);
  const redeemed = decision.value.lines.filter(({ outcome }) => outcome.ok).length;
  return accept({
    dryRun,
    operationIds: dryRun ? [] : done.map((id) => toId('op', id)),
    redeemed,
    refused: results.length - redeemed,
    results,
    digest,
  });
};

import { type Route, routes } from '@muniment/client';
import { type Operation, type OperationId, operations, startsBatch } from '@muniment/contract';
import { type Command, Option } from 'commander';
import { fillSecrets } from './ask.ts';
import { connect, serverUrl } from './connect.ts';
import type { Context } from './context.ts';
import { addAgreement, takesAgreement } from './conveniences/agreement.ts';
import type { StartedBatch } from './conveniences/follow-batch.ts';
import { answersFile, explainNone, takesRequest } from './conveniences/request-file.ts';
import { lacksProject, resolveNames } from './conveniences/resolve.ts';
import { type Field, fieldsOf } from './flags/fields.ts';
import { addFlags, type Flag, flagsOf } from './flags/flags.ts';
import { positionalName, positionalsOf } from './flags/positional.ts';
import { assembleInput, refuseMissing, type Said } from './input.ts';
import { exitCodes, type Io, UsageError } from './io.ts';
import { reportProblem } from './output/problem.ts';
import { isAsked, isChange, perform } from './perform.ts';
import { report, reportBatch } from './report.ts';

/** What a command needs to know of its operation. */
interface OperationCommand {
  readonly operation: Operation;
  readonly fields: readonly Field[];
  readonly flags: readonly Flag[];
  readonly positionals: readonly Field[];
}

/** Reads from the contract what a command needs. */
function describeCommand(operation: Operation): OperationCommand {
  const fields = fieldsOf(operation);
  return { operation, fields, flags: fields.flatMap(flagsOf), positionals: positionalsOf(fields, isFile(operation)) };
}

const isFile = (operation: Operation): boolean => (routes[operation.id as OperationId] as Route).file === true;

function addCommonOptions(command: Command, { operation, fields }: OperationCommand): void {
  command.optionsGroup('How:');
  if (fields.length > 0) command.option('--input <file>', 'the whole input as a JSON object; - reads the standard input');
  if (fields.some(({ shape }) => shape.kind === 'text' && shape.secret)) {
    command.option('--password-stdin', 'read what is secret from the standard input, one per line');
  }
  if (takesAgreement(fields)) command.option('--accept-agreement', 'accept the catalog\u2019s current agreement');
  if (operation.dryRun) command.option('--dry-run', 'show what would happen, change nothing');
  // Whatever is no read takes it, so that nobody must know which ask; help names it where they do.
  if (operation.method !== 'GET') command.addOption(new Option('-y, --yes', 'act without asking').hideHelp(!isChange(operation)));
  if (startsBatch(operation)) command.option('--no-wait', 'end at once; the work goes on by itself');
  if (fields.some((field) => field.name === 'cursor')) command.option('--all', 'every page');
  if (operation.idempotent) command.option('--idempotency-key <key>', 'name this act yourself, to repeat it safely');
  if (operation.ifMatch) command.option('--if-match <etag>', 'the version the edit is based on; read first when left out');
  if (answersFile(operation, fields)) command.option('-o, --output <file>', 'where to write the file to carry back; as for a download');
  if (isFile(operation))
    command.option(
      '-o, --output <file>',
      'where to write; - is the standard output, a folder keeps the server\u2019s name; a CSV that is piped on is not saved',
    );
  if (lacksProject(fields)) command.option('--project-id <project>', 'the project of a named user who is named here, and not by the id');
  addServerOptions(command);
}

/** Options of every command that speaks to a server. */
function addServerOptions(command: Command): void {
  command
    .option('--json', 'print the exact answer as JSON; ask nothing')
    .option('--as <organization>', 'the organization to act for, where you belong to several')
    .addOption(new Option('--url <address>', 'the server (MUNIMENT_URL)'));
}

type Acting = { readonly ok: true; readonly context: Context } | { readonly ok: false; readonly code: number };

/** Server, credential and organization of a command; an organization may be named as it is called. */
async function contextOf(io: Io, command: Command): Promise<Acting> {
  const options = command.optsWithGlobals<{ json?: boolean; yes?: boolean; url?: string; as?: string }>();
  const url = serverUrl(io.env, options.url);
  const make = (organizationId: string | undefined): Acting => ({
    ok: true,
    context: { io, url, json: options.json === true, yes: options.yes === true, client: connect(io, url, organizationId) },
  });
  if (options.as === undefined || options.as.startsWith('org_')) return make(options.as);
  const me = await connect(io, url, undefined).getMe({}, { signal: io.signal });
  if (!me.ok) return { ok: false, code: reportProblem(io, me.problem, options.json === true) };
  const name = options.as.toLowerCase();
  const mine = me.value.memberships.map(({ organization }) => organization);
  const found = mine.filter((one) => one.name.toLowerCase() === name);
  if (found.length === 1) return make(found[0]!.id);
  throw new UsageError(`you do not belong to \u201c${options.as}\u201d, but to ${mine.map((one) => one.name).join(', ')}.`);
}

/** From the command line to the exit code. */
async function carryOut(io: Io, said: Said, { operation, fields }: OperationCommand): Promise<number> {
  const options = said.command.opts();
  const input = await assembleInput(io, said);
  if (!(await fillSecrets(io, fields, input, options.passwordStdin === true))) return exitCodes.interrupted;
  refuseMissing(said, input);
  const acting = await contextOf(io, said.command);
  if (!acting.ok) return acting.code;
  const { context } = acting;
  const dryRun = options.dryRun === true;
  const isSeen = !isChange(operation) || dryRun || isAsked(context);
  const named = await resolveNames(context, fields, input, { projectId: options.projectId, isSeen });
  if (!named.ok) return reportProblem(io, named.problem, context.json);
  if (isChange(operation) && isSeen && !context.json) for (const meant of named.meant) io.stdout.write(`${meant}\n`);
  const agreed =
    takesAgreement(fields) && !options.dryRun
      ? await addAgreement(context, operation, named.input, options.acceptAgreement === true)
      : named;
  if (!agreed.ok) {
    if ('asked' in agreed) return report(context, operation, agreed.asked, { input, output: undefined, dryRun: false, carried: false });
    if (takesRequest(fields)) await explainNone(context, input, agreed.problem);
    return reportProblem(io, agreed.problem, context.json, input);
  }
  const performed = await perform(context, operation, fields, agreed.input, {
    dryRun,
    all: options.all === true,
    idempotencyKey: options.idempotencyKey,
    ifMatch: options.ifMatch,
  });
  if (takesRequest(fields) && typeof performed === 'object' && !performed.ok) await explainNone(context, input, performed.problem);
  const isBegun = startsBatch(operation) && !dryRun && typeof performed === 'object' && performed.ok;
  if (isBegun && options.wait !== false) return reportBatch(context, performed.value as StartedBatch);
  const carried = answersFile(operation, fields);
  return report(context, operation, performed, { input, output: options.output, dryRun, carried, args: said.args });
}

/** Tells a command of the API what its operation takes, and what it does; `finish` is given the exit code. */
export function describeOperation(command: Command, id: OperationId, io: Io, finish: (code: number) => void): void {
  const operation: Operation = operations.find((one) => one.id === id)!;
  const described = describeCommand(operation);
  command.description(operation.summary);
  if (operation.description) command.addHelpText('after', `\n${operation.description}`);
  for (const [index, field] of described.positionals.entries()) {
    const rest = field.name === 'q' && index === described.positionals.length - 1 ? '...' : '';
    command.argument(`[${positionalName(field)}${rest}]`, field.idPrefix ? 'id, or part of a name' : field.description || field.name);
  }
  if (described.flags.length > 0) command.optionsGroup('What:');
  // What --accept-agreement puts together is not to be learnt field by field; scripts may still give it so.
  const isPutTogether = (name: string) => takesAgreement(described.fields) && /^(no-)?agreement\./.test(name);
  for (const { option } of described.flags) if (isPutTogether(option.name())) option.hideHelp();
  addFlags(command, described.flags);
  addCommonOptions(command, described);
  command.action(async (...given: unknown[]) => {
    const args = given
      .slice(0, described.positionals.length)
      .map((one) => (Array.isArray(one) ? (one.length === 0 ? undefined : one.join(' ')) : one));
    finish(await carryOut(io, { ...described, args: args as string[], command }, described));
  });
}

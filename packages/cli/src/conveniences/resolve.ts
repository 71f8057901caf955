import { type Client, localProblem, type Problem } from '@muniment/client';
import type { Context, Values } from '../context.ts';
import type { Field } from '../flags/fields.ts';
import { clean } from '../output/style.ts';

/** Somebody or something that a name may mean. */
interface Candidate {
  readonly id: string;
  /** What names it exactly, such as hardware key, e-mail, name. */
  readonly names: readonly string[];
  readonly text: string;
}

type Found =
  | { readonly ok: true; readonly candidates: readonly Candidate[]; readonly total: number }
  | { readonly ok: false; readonly problem: Problem };
/** `input` is what is resolved already: named users are looked for in the project that was named before. */
type Finder = (client: Client, text: string, signal: AbortSignal | undefined, input: Values) => Promise<Found>;

const limit = 20;

/** What is said of a candidate beside its id: each of its names once, though a project and its customer often have the same. */
const toCandidate = (id: string, names: readonly string[]): Candidate => ({
  id,
  names,
  text: [...new Set(names)].filter((name) => name !== '' && name !== id).join('  '),
});

/** Makes a finder of a list operation that searches by `q`. */
function finder<Item extends { id: string }>(
  list: (
    client: Client,
    text: string,
    signal: AbortSignal | undefined,
  ) => Promise<{ ok: true; value: { items: Item[]; total: number } } | { ok: false; problem: Problem }>,
  names: (item: Item) => string[],
): Finder {
  return async (client, text, signal) => {
    const answer = await list(client, text, signal);
    if (!answer.ok) return answer;
    const candidates = answer.value.items.map((item) => toCandidate(item.id, names(item)));
    return { ok: true, candidates, total: answer.value.total };
  };
}

const devices = finder(
  (client, q, signal) => client.listDevices({ q, limit }, { signal }),
  (device) => [device.hardwareKey, device.name, `${device.customer.name}`],
);
const customers = finder(
  (client, q, signal) => client.listCustomers({ q, limit }, { signal }),
  (customer) => [customer.name],
);
const projects = finder(
  (client, q, signal) => client.listProjects({ q, limit }, { signal }),
  (project) => [project.name, project.id, project.customer.name],
);
const organizations = finder(
  (client, q, signal) => client.listOrganizations({ q, limit }, { signal }),
  (organization) => [organization.name],
);
const people = finder(
  (client, q, signal) => client.listPeople({ q, limit }, { signal }),
  (person) => [person.email, person.name],
);

/** Lists without a search are short: all of them are looked through here. */
function wholeList<Item extends { id: string }>(
  all: (client: Client, signal: AbortSignal | undefined) => Promise<{ ok: true; value: Item[] } | { ok: false; problem: Problem }>,
  names: (item: Item) => string[],
): Finder {
  return async (client, text, signal) => {
    const answer = await all(client, signal);
    if (!answer.ok) return answer;
    const part = text.toLowerCase();
    const fitting = answer.value.filter((item) => names(item).some((name) => name.toLowerCase().includes(part)));
    return {
      ok: true,
      candidates: fitting.map((item) => toCandidate(item.id, names(item))),
      total: fitting.length,
    };
  };
}

const apiKeys = wholeList(
  (client, signal) => client.all.listApiKeys({}, { signal }),
  (key) => [key.name, key.prefix],
);
/** Who waits is few: an enrolment is named by its controller as long as it waits, and by its id once it is decided. */
const enrolments = wholeList(
  (client, signal) => client.all.listEnrolments({ state: 'waiting' }, { signal }),
  (enrolment) => [enrolment.hardwareKey, enrolment.name, enrolment.project.name],
);
const invitations = wholeList(
  (client, signal) => client.all.listInvitations({}, { signal }),
  (invitation) => [invitation.email],
);

/** Seats are named by their feature, with the project where several have them. */
const counters = wholeList(
  (client, signal) => client.all.listAllCounters({}, { signal }),
  (counter) => [counter.feature, counter.label, counter.project.name, `${counter.feature} ${counter.project.name}`],
);

/** The newest mail to an address is the one that is meant; a list of mails has the newest first. */
const mails: Finder = async (client, text, signal) => {
  const answer = await client.listMails({ q: text, limit }, { signal });
  if (!answer.ok) return answer;
  const toAddress = answer.value.items.filter(({ to }) => to.toLowerCase() === text.trim().toLowerCase());
  const meant = toAddress.length > 0 ? toAddress.slice(0, 1) : answer.value.items;
  const total = toAddress.length > 0 ? 1 : answer.value.total;
  return { ok: true, candidates: meant.map((mail) => ({ id: mail.id, names: [], text: `${mail.to}  ${mail.subject}` })), total };
};

const externalFiles = finder(
  (client, q, signal) => client.listExternalFiles({ q, limit }, { signal }),
  (file) => [file.order?.salesOrder ?? '', file.device?.hardwareKey ?? '', file.device?.name ?? file.product],
);

/** A task is named by its device; one that is done is meant by its id only. */
const tasks = finder(
  (client, q, signal) => client.listTasks({ q, limit, state: 'open' }, { signal }),
  (task) => [task.device?.hardwareKey ?? '', task.device?.name ?? ''],
);

/** Named users are found in their project. */
const namedUsers: Finder = async (client, q, signal, { projectId }) => {
  if (typeof projectId !== 'string') return { ok: true, candidates: [], total: 0 };
  const answer = await client.listNamedUsers({ projectId, q, limit }, { signal });
  if (!answer.ok) return answer;
  const candidates = answer.value.items.map(({ id, name, email }) => toCandidate(id, [email, name]));
  return { ok: true, candidates, total: answer.value.total };
};

const byPrefix: Readonly<Record<string, readonly Finder[]>> = {
  dev: [devices],
  org: [organizations, customers],
  prj: [projects],
  usr: [namedUsers],
  per: [people],
  key: [apiKeys],
  inv: [invitations],
  mail: [mails],
  ext: [externalFiles],
  enr: [enrolments],
  task: [tasks],
  ctr: [counters],
};

const findersFor = (field: Field): readonly Finder[] =>
  field.name === 'customerId' ? [customers, organizations] : (byPrefix[field.idPrefix ?? ''] ?? []);

/**
 * The one that is meant: the only one that bears exactly this name, else the only one found. What waits to be let in says itself
 * what it is called: part of that is enough only where somebody is shown whom it means (`isSeen`).
 */
function choose(field: Field, candidates: readonly Candidate[], text: string, isSeen: boolean): Candidate | undefined {
  const wanted = text.trim().toLowerCase();
  for (const rank of [0, 1]) {
    const exact = candidates.filter((one) => one.names[rank]?.toLowerCase() === wanted);
    if (exact.length === 1) return exact[0];
  }
  return candidates.length === 1 && (isSeen || field.idPrefix !== 'enr') ? candidates[0] : undefined;
}

function ambiguous(field: Field, text: string, candidates: readonly Candidate[], total: number): Problem {
  const shown = candidates.map((one) => `  ${one.id}  ${one.text}`).join('\n');
  const more = total > candidates.length ? `\n  \u2026 and ${total - candidates.length} more` : '';
  return {
    ...localProblem(
      'unexpected-answer',
      `\u201c${text}\u201d ${total === 1 ? 'is only part of a name' : `may mean ${total} of them`}:\n${shown}${more}`,
    ),
    code: 'name-ambiguous',
    title: total === 1 ? 'The name is not whole' : 'The name fits several',
    nextStep: total === 1 ? `Give the whole name, or the id, as ${field.name}.` : `Give the id, or more of the name, as ${field.name}.`,
  };
}

function nothing(field: Field, text: string, input: Values): Problem {
  const isAnywhere = field.idPrefix === 'usr' && input.projectId === undefined;
  return {
    ...localProblem('unexpected-answer', `Nothing you may see is called \u201c${text}\u201d.`),
    code: 'name-not-found',
    title: 'The name fits nothing',
    nextStep: isAnywhere
      ? 'Named users have their names in a project: say which with --project-id, or give the id.'
      : `Check the name, or which organization you act for (--as), or give the id as ${field.name}.`,
  };
}

async function resolveOne(
  context: Context,
  field: Field,
  text: string,
  input: Values,
  isSeen: boolean,
): Promise<{ ok: true; chosen: Candidate } | { ok: false; problem: Problem }> {
  for (const find of findersFor(field)) {
    const found = await find(context.client, text, context.io.signal, input);
    if (!found.ok) {
      // A caller who may not list the one kind may still list the other.
      if (found.problem.code === 'not-allowed' && find !== findersFor(field).at(-1)) continue;
      return found;
    }
    if (found.candidates.length === 0) continue;
    const chosen = choose(field, found.candidates, text, isSeen);
    return chosen ? { ok: true, chosen } : { ok: false, problem: ambiguous(field, text, found.candidates, found.total) };
  }
  return { ok: false, problem: nothing(field, text, input) };
}

const isId = ({ idPrefix }: Field, text: string): boolean => text.startsWith(`${idPrefix}_`);

/** Whom or what a name was taken for, to be said before anybody is asked: `In project Library  City`. */
function meaningOf({ name }: Field, { text }: Candidate): string {
  const noun = name.replace(/Ids?$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return noun === 'project' ? `In project ${clean(text)}` : `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${clean(text)}`;
}

type Resolved = { readonly ok: true; readonly input: Values; readonly meant: readonly string[] };

/** Whether an act names named users without their project, which then is said beside. */
export const lacksProject = (fields: readonly Field[]): boolean =>
  fields.some(({ idPrefix }) => idPrefix === 'usr') && !fields.some(({ name }) => name === 'projectId');

const besideProject: Field = {
  name: 'projectId',
  place: 'query',
  required: false,
  description: '',
  shape: { kind: 'text', secret: false },
  nullable: false,
  idPrefix: 'prj',
};

/**
 * Replaces names by ids wherever a field wants an id: a hardware key, part of a name, an e-mail. `projectId` is where named users
 * are looked for whose act names no project; `isSeen`, whether somebody is shown what is meant before anything is done.
 */
export async function resolveNames(
  context: Context,
  fields: readonly Field[],
  input: Values,
  { projectId, isSeen }: { readonly projectId: string | undefined; readonly isSeen: boolean },
): Promise<Resolved | { ok: false; problem: Problem }> {
  if (projectId === undefined || !lacksProject(fields)) return replaceNames(context, fields, input, isSeen);
  const found = await replaceNames(context, [besideProject, ...fields], { ...input, projectId }, isSeen);
  if (!found.ok) return found;
  const { projectId: _, ...resolved } = found.input;
  return { ...found, input: resolved };
}

async function replaceNames(
  context: Context,
  fields: readonly Field[],
  input: Values,
  isSeen: boolean,
): Promise<Resolved | { ok: false; problem: Problem }> {
  const resolved = { ...input };
  const meant: string[] = [];
  for (const field of fields) {
    if (findersFor(field).length === 0) continue;
    const given = input[field.name];
    const ids: unknown[] = [];
    for (const text of Array.isArray(given) ? given : [given]) {
      if (typeof text !== 'string' || text === '' || isId(field, text)) {
        ids.push(text);
        continue;
      }
      const answer = await resolveOne(context, field, text, resolved, isSeen);
      if (!answer.ok) return answer;
      ids.push(answer.chosen.id);
      meant.push(meaningOf(field, answer.chosen));
    }
    if (given !== undefined) resolved[field.name] = Array.isArray(given) ? ids : ids[0];
  }
  return { ok: true, input: resolved, meant };
}

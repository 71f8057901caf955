import type { createEnrolmentCode as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId, toId, uuidv7 } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { actorRef } from '../../audit/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { loadProject, lockProject } from '../../projects/index.ts';
import { codeHash, makeCode } from '../code.ts';
import { countCodes, insertCode } from '../codes-store.ts';

/** Codes that could still be used, in one project. */
const mostCodes = 100;
const holdsHours = 24;

/** Makes a code for the technician at the device: whoever has it lets one device into the project within a day. */
export const createEnrolmentCode: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, actor, now } = context;
  const project = await loadProject(tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  await lockProject(tx, vendor.id, project.id);
  const there = await countCodes(tx, vendor.id, project.id, now);
  if (there >= mostCodes) return refuse('too-many-enrolment-codes', { there, most: mostCodes });
  const [id, code, expiresAt] = [uuidv7(), makeCode(), now.add({ hours: holdsHours })];
  await insertCode(tx, vendor.id, {
    id,
    projectId: project.id,
    hash: codeHash(code),
    createdBy: actorRef(actor),
    createdAt: now,
    expiresAt,
  });
  const about = { customerId: project.customer_id, projectId: project.id };
  await recordAct(context, 'create-enrolment-code', { codeId: id, expiresAt: expiresAt.toString() }, about);
  return accept({ code, project: { id: toId('prj', project.id), name: project.name }, expiresAt: expiresAt.toString() });
};

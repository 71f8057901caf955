import type { Language } from '../../loopback/words.ts';
import type { Installation } from './install-license.ts';
import { type Answer, licenseFacts, type Status } from './status.ts';
import { problemOf } from './words/index.ts';
import { reasonFor, standingFor } from './words/reasons.ts';

/** `GET /v1/status` and `muniment lmc status --json`. */
export function statusBody(status: Status, language: Language) {
  const { problems, code, ...rest } = status;
  return { ...rest, code, reason: standingFor(code, language), problems: problems.map((problem) => problemOf(problem, language)) };
}

/** `GET /v1/hardware-key` and `muniment lmc key --json`. */
export function keyBody({ hardwareKey, childKey, isOwnKey }: Pick<Status, 'hardwareKey' | 'childKey' | 'isOwnKey'>) {
  return { hardwareKey, childKey, isOwnKey };
}

/** `POST /v1/validate` and `GET /v1/entitlements`. */
export function answerBody(answer: Answer, language: Language) {
  const { valid, code, ...rest } = answer;
  return { valid, code, reason: reasonFor(code, language), ...rest };
}

/** `POST /v1/licenses` and `muniment lmc install --json`. */
export function installationBody({ kind, unchanged, dryRun, replaced, payload, learntKeys }: Installation) {
  return { kind, unchanged, dryRun, replaced, license: payload === null ? null : licenseFacts(payload), learntKeys };
}

/** What was installed, as programs are told; also what a command hears from the service. */
export type InstallationBody = ReturnType<typeof installationBody>;
export type StatusBody = ReturnType<typeof statusBody>;

import { accept, type Decision, refuse } from '../refusal/index.ts';
import type {
  ComparedComponent,
  ComponentState,
  Fingerprint,
  FingerprintComparison,
  FingerprintComponent,
  FingerprintPolicy,
} from './types.ts';

const none: readonly string[] = [];

/** The hashes of a component; none where it is missing. */
const hashesOf = (fingerprint: Fingerprint, id: FingerprintComponent): readonly string[] =>
  Object.hasOwn(fingerprint, id) ? (fingerprint[id] ?? none) : none;

function stateOf(before: readonly string[], now: readonly string[]): ComponentState {
  if (before.length === 0) return now.length === 0 ? 'absent' : 'new';
  if (now.length === 0) return 'gone';
  return before.some((hash) => now.includes(hash)) ? 'same' : 'changed';
}

const weightOf = (components: readonly { readonly weight: number }[]): number => components.reduce((sum, { weight }) => sum + weight, 0);

/** What a machine shares with many others, or is called: by it alone none is known. */
const isCommon = (id: FingerprintComponent): boolean => id === 'host-name' || id === 'cpu-model';

/** A machine goes into no container and out of none: what is in one is another machine than what is around it, whatever else agrees. */
const changedPlace = ({ id, state }: ComparedComponent): boolean => id === 'container-id' && (state === 'gone' || state === 'new');

/**
 * Compares a machine with the fingerprint its licence is for, component by component (C4, F14). A component that neither has says
 * nothing; one that is new takes nothing away, and counts for nothing until the licence is made anew.
 */
export function compareFingerprints(policy: FingerprintPolicy, bound: Fingerprint, present: Fingerprint): FingerprintComparison {
  const components = policy.components.map((component) => ({
    ...component,
    state: stateOf(hashesOf(bound, component.id), hashesOf(present, component.id)),
  }));
  const matched = weightOf(components.filter(({ state }) => state === 'same'));
  const isItself = matched >= policy.atLeast && !components.some(changedPlace);
  const differs = components.some(({ state }) => state !== 'same' && state !== 'absent');
  const verdict = isItself ? (differs ? 'tolerated' : 'same') : 'another-machine';
  return { verdict, matched, atLeast: policy.atLeast, components };
}

/**
 * Whether a machine may be the one it was with other parts: a third of what is asked of it otherwise is the same, and something among it that
 * not every machine has. One that went into a container or out of one was not repaired.
 */
export function isRepaired({ matched, atLeast, components }: FingerprintComparison): boolean {
  const isOwn = components.some(({ id, state }) => state === 'same' && !isCommon(id));
  return isOwn && 3 * matched >= atLeast && !components.some(changedPlace);
}

/** What of a comparison is told to people: the components that differ. */
export function differencesOf({ components }: FingerprintComparison): readonly ComparedComponent[] {
  return components.filter(({ state }) => state !== 'same' && state !== 'absent');
}

/**
 * Whether a licence can be bound to a machine: it must show as much as will be asked of it later. Refused where it does not, with
 * what it has not shown, for else it would be another machine from the first day on.
 */
export function checkBindable(policy: FingerprintPolicy, present: Fingerprint): Decision<Fingerprint, 'fingerprint-too-weak'> {
  const isShown = ({ id }: { readonly id: FingerprintComponent }) => hashesOf(present, id).length > 0;
  const shown = weightOf(policy.components.filter(isShown));
  if (shown >= policy.atLeast) return accept(onlyNamed(policy, present));
  const missing = policy.components.filter((component) => !isShown(component)).map(({ id }) => id);
  return refuse('fingerprint-too-weak', { shown, atLeast: policy.atLeast, missing });
}

/** Of a fingerprint what the policy names: no more of a machine is kept than is compared. */
function onlyNamed({ components }: FingerprintPolicy, fingerprint: Fingerprint): Fingerprint {
  const named = components.flatMap(({ id }) => {
    const hashes = hashesOf(fingerprint, id);
    return hashes.length === 0 ? [] : [[id, [...new Set(hashes)].sort()] as const];
  });
  return Object.fromEntries(named);
}

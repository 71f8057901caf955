import { createStore, localStore } from './store.ts';

/**
 * The organization this tab acts for. Each tab keeps its own, so that a switch in one never changes what another is about to do;
 * a new tab starts with the one chosen last.
 */
const lastChosen = localStore<string | null>('organization-last', null);
export const actingOrganization = createStore<string | null>('organization', lastChosen.get(), () => sessionStorage);

export function actFor(organizationId: string): void {
  actingOrganization.set(organizationId);
  lastChosen.set(organizationId);
}

/** Back to the server's choice: after signing in as someone else, or when the organization is no longer theirs. */
export function forgetActing(): void {
  actingOrganization.set(null);
  lastChosen.set(null);
}

import { readFile } from 'node:fs/promises';
import { value } from '@muniment/testkit';
import { compactVerify, createLocalJWKSet } from 'jose';
import type { Locator, Page } from 'playwright-core';
import type { World } from './world.ts';

/** What a licence file says, once its signature is verified with the published keys. */
export interface Verified {
  readonly fileName: string;
  readonly claims: { readonly sub: string; readonly serial: { readonly number: number }; readonly entitlements: Record<string, unknown> };
}

/** Downloads by the button of this part of a page, pressed as `act` says, and verifies the file with a library that is not ours. */
export async function downloadLicense(
  world: World,
  page: Page,
  act: (button: Locator) => Promise<void>,
  scope: Page | Locator = page,
): Promise<Verified> {
  const button = scope.getByRole('button', { name: 'Download licence file', exact: true });
  const [file] = await Promise.all([page.waitForEvent('download'), act(button)]);
  const keys = await value(world.server.client().getKeySet({}));
  const { payload } = await compactVerify(await readFile(await file.path(), 'utf8'), createLocalJWKSet(keys as never));
  return { fileName: file.suggestedFilename(), claims: JSON.parse(new TextDecoder().decode(payload)) };
}

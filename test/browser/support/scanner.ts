import type { Page } from 'playwright-core';

/** Keys beside letters and digits that scanners press. */
const named: Readonly<Record<string, { readonly code: number; readonly text: string }>> = {
  Enter: { code: 13, text: '\r' },
  Tab: { code: 9, text: '' },
};

/** When the last key went down, in seconds: keys never go back in time. */
let last = 0;

/**
 * Presses keys as a keyboard scanner does, or a person: so many milliseconds apart. The browser is told when each went down, so a busy
 * machine changes nothing.
 */
export async function pressApart(page: Page, keys: readonly string[], gap: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const begin = Math.max(Date.now() / 1000, last + 1);
  last = begin + (keys.length * gap) / 1000;
  for (const [index, key] of keys.entries()) {
    const timestamp = begin + (index * gap) / 1000;
    const { code, text } = named[key] ?? { code: key.toUpperCase().charCodeAt(0), text: key };
    const stroke = { key, windowsVirtualKeyCode: code, timestamp };
    await session.send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', text, ...stroke });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...stroke });
  }
  await session.detach();
}

/** A label scanned by a keyboard scanner, wherever the focus is. */
export const scan = (page: Page, text: string, end: 'Enter' | 'Tab' = 'Enter') => pressApart(page, [...text, end], 8);

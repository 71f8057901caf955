import { expect, it } from 'vitest';
import { problemIn } from './index.ts';

it('whose place another machine took is sent to a new folder, and not to renew what cannot be renewed', () => {
  const said = (reason: string, language: 'en' | 'de') =>
    problemIn({ refusal: { code: 'license-revoked', facts: { reason } } }, language).nextStep;
  for (const language of ['en', 'de'] as const) {
    expect(said('hardware-replaced', language)).toMatch(/\(--data /);
    expect(said('hardware-replaced', language)).not.toContain('muniment renew');
    expect(said('key-replaced', language)).toContain('muniment renew');
  }
});

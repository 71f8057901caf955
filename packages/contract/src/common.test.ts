import { describe, expect, it } from 'vitest';
import { email } from './common.ts';

describe('an e-mail address', () => {
  it.each(['a@b.c', 'ada.lovelace+x@mail.example.com', 'münchen@bücher.example', "o'hara@x-y.example"])('may be %s', (address) => {
    expect(email.safeParse(address).success).toBe(true);
  });

  it.each(['', 'a', 'a@b', '@b.c', 'a@.c', 'a@b.', 'a@b..c', 'a b@c.d', 'a@b@c.d'])('is not %s', (address) => {
    expect(email.safeParse(address).success).toBe(false);
  });

  it('is told from a hostile text at once, however long: the text is compared before its length is', () => {
    const began = performance.now();
    for (const hostile of [`a@${'.'.repeat(500_000)}@`, `a@${'a.'.repeat(250_000)}@`, `${'a'.repeat(500_000)}`]) {
      expect(email.safeParse(hostile).success).toBe(false);
    }
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

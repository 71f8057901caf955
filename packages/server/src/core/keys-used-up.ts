/**
 * Thrown where a key that an act makes by the way, such as the number a licence file is named under, is left in no value of
 * its shape. The act did nothing, and whoever asked is told.
 */
export class KeysUsedUp extends Error {
  override readonly name = 'KeysUsedUp';
  readonly facts: { readonly product: string; readonly shape: string };

  constructor(facts: KeysUsedUp['facts']) {
    super(`no key of the shape ${facts.shape} is left for ${facts.product}`);
    this.facts = facts;
  }
}

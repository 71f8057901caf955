const pattern = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

/** Whether a text looks like an e-mail address: what an operator mistypes should not be mailed to. */
export function isEmail(text: string): boolean {
  return pattern.test(text);
}

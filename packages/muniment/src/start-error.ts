/** A reason not to go on that the person at the keyboard can do something about; each line is a sentence. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

import type { ProblemSentence } from '@muniment/platform/http';
import { problems } from '@muniment/server';

type Facts = Readonly<Record<string, unknown>>;

/** A refusal in words: what is the matter, and what to do now. */
export interface ProblemWords {
  readonly detail: string;
  readonly nextStep: string;
}

/** Refusals that only the operator meets; all others have their words in the server's table. */
const own: Readonly<Record<string, (facts: Facts) => ProblemWords>> = {
  'slug-not-valid': ({ slug }) => ({
    detail: `“${slug}” cannot be a vendor's short name.`,
    nextStep: 'Use 3 to 63 small letters, digits and dashes, beginning with a letter and not ending with a dash.',
  }),
  'slug-taken': ({ slug }) => ({ detail: `There is already a vendor “${slug}”.`, nextStep: 'Choose another short name.' }),
  'email-not-valid': ({ email }) => ({ detail: `“${email}” is not an e-mail address.`, nextStep: 'Give one like ada@example.com.' }),
  'not-an-administrator': ({ email, vendor, administrators }) => ({
    detail: `“${email}” is no administrator of the vendor “${vendor}” who may sign in.`,
    nextStep: `Name one who is (${(administrators as readonly string[]).join(', ')}); an administrator invites all others.`,
  }),
  'no-vendor': ({ vendor }) => ({
    detail: vendor ? `There is no vendor “${vendor}”.` : 'There is no vendor yet.',
    nextStep: 'Make one: muniment vendor create SLUG --catalog FILE --admin EMAIL',
  }),
  'vendor-not-named': ({ vendors }) => ({
    detail: `There are several vendors: ${(vendors as readonly string[]).join(', ')}.`,
    nextStep: 'Say for which one: --vendor SLUG. Or give an API key of the vendor in MUNIMENT_API_KEY.',
  }),
  'no-test-clock': () => ({
    detail: 'The clock of this installation cannot be moved.',
    nextStep: 'Make a new installation with MUNIMENT_TEST_CLOCK=1 and another MUNIMENT_DATA.',
  }),
  'clock-backwards': ({ now, given }) => ({
    detail: `It is already ${now}; ${given} would be earlier.`,
    nextStep: 'The clock moves forwards only: give a later time.',
  }),
  'time-not-valid': ({ given }) => ({
    detail: `“${given}” is not a time.`,
    nextStep: 'Give a period like P40D or PT2H to advance, or an instant like 2027-01-31T10:00:00Z to set.',
  }),
};

const say = (sentence: ProblemSentence, facts: Facts) => (typeof sentence === 'string' ? sentence : sentence(facts, 'en'));

/** Words for a refusal; one without any is shown by its code, which is better than nothing. */
export function problemText(refusal: { readonly code: string; readonly facts?: Facts }): ProblemWords {
  const facts = refusal.facts ?? {};
  const words = own[refusal.code]?.(facts);
  if (words) return words;
  const text = problems[refusal.code];
  if (text) return { detail: say(text.detail, facts), nextStep: say(text.nextStep, facts) };
  return { detail: `Refused: ${refusal.code}`, nextStep: JSON.stringify(facts) };
}

/** The agreement of the pack that controllers are tested with, as a person accepts it. */
export const agreement = { id: 'end-user-terms', version: '4' };

import type { OrganizationKind } from '../context.ts';

/** Where the conditions stand in a statement: its first three parameters are the vendor, the organization that looks, and now. */
interface Sought {
  readonly kind: 'device' | 'customer' | 'project';
  readonly viewer: OrganizationKind;
  /** The parameter that holds the text, `$4`. */
  readonly text: string;
}

/**
 * Rows whose `column` is the id of what a text finds: all of it. For lists of the whole vendor, where the index over texts
 * finds the few that there are sooner than row after row.
 */
export const foundSql = (column: string, { kind, viewer, text }: Sought): string =>
  `${column} IN (SELECT f.id FROM found_ids($2::uuid, ${viewer === 'vendor'}, $3::timestamptz, ${text}::text, '${kind}') AS f (id))`;

/**
 * The same, asked of each row behind its id. For lists that something else has made short already: then it does not matter
 * how much of others the text would find. What is seen is for the statement to say.
 */
export const hasTextSql = (column: string, { kind, viewer, text }: Sought): string => {
  // One or two letters find, for whoever sees all, what begins with them: as `found_ids` has it.
  const matches = `strpos(st.term, lower(${text}::text)) > 0`;
  const begins = `starts_with(st.term, lower(${text}::text))`;
  const holds = viewer === 'vendor' ? `CASE WHEN length(${text}::text) > 2 THEN ${matches} ELSE ${begins} END` : matches;
  // Offset 0 keeps it a question for each row: joined or hashed, the texts of the whole vendor would be read.
  return `EXISTS (SELECT 1 FROM search_terms st WHERE st.vendor_id = $1 AND st.kind = '${kind}' AND st.object_id = ${column}::text AND ${holds} OFFSET 0)`;
};

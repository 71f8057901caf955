import { table } from '@muniment/cli';
import type { Here } from './context.ts';

/** What a program may do here, feature by feature. */
export type Rights = readonly { readonly feature: string; readonly value: unknown; readonly lastDay: string | null }[];

/** What is licensed here now; nothing where that cannot be told. */
export async function rightsHere({ agent, place }: Here): Promise<Rights> {
  const asked = await agent.askStanding(place);
  return asked.ok ? asked.value.rights : [];
}

/** What is licensed and until when, for people. */
export function rightsTable({ io, say }: Here, rights: Rights): string {
  const { feature, value, lastDay } = say.columns;
  return table(
    io,
    rights.map((one) => ({ [feature]: one.feature, [value]: String(one.value), [lastDay]: one.lastDay ?? '' })),
  );
}

/** The same in one line: "plotting 3 until 2027-05-09, drawing". */
export const rightsLine = ({ say }: Here, rights: Rights): string =>
  rights
    .map(({ feature, value, lastDay }) =>
      [feature, ...(value === true ? [] : [String(value)]), ...(lastDay === null ? [] : [say.until, lastDay])].join(' '),
    )
    .join(', ');

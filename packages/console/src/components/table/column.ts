import type { ReactNode } from 'react';

/** A column of a table: how it shows, sorts and is exported. */
export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** The cell in an exported file; left out where the file needs none. */
  readonly csv?: (row: Row) => string | number | null;
  /** Numbers stand right, in tabular figures. */
  readonly align?: 'right';
  /** Name the server sorts by, such as `name`; `-name` is the other way round. */
  readonly sort?: string;
  /** Width in pixels, or a share of what is left over (`'2fr'`); a share of one unless told. */
  readonly width?: number | `${number}fr`;
  /**
   * Where it goes on a phone, where a row is a card: first line, right of it, below with its name, or nowhere. `act` holds what can be
   * done with the row: last, and its header is only read aloud.
   */
  readonly phone?: 'title' | 'status' | 'detail' | 'act' | 'hidden';
  /** Takes as many lines as it needs: what tells rows apart, or says why, is never cut. */
  readonly wrap?: true;
  /** Only shown when chosen in the column chooser. */
  readonly hidden?: boolean;
}

/** Which rows are chosen: some by id, or all that match but a few. */
export type Selection =
  | { readonly all: false; readonly ids: ReadonlySet<string> }
  | { readonly all: true; readonly except: ReadonlySet<string> };

export const nothingSelected: Selection = { all: false, ids: new Set() };

export const isSelected = (selection: Selection, id: string): boolean =>
  selection.all ? !selection.except.has(id) : selection.ids.has(id);

/** How many rows are chosen of `total` that match. */
export const countSelected = (selection: Selection, total: number): number =>
  selection.all ? Math.max(0, total - selection.except.size) : selection.ids.size;

/** Chooses or drops rows. */
export function withRows(selection: Selection, ids: readonly string[], chosen: boolean): Selection {
  const next = new Set(selection.all ? selection.except : selection.ids);
  for (const id of ids) {
    if (chosen === selection.all) next.delete(id);
    else next.add(id);
  }
  return selection.all ? { all: true, except: next } : { all: false, ids: next };
}

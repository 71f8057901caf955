export type { BulkAct, BulkRun } from './BulkBar.tsx';
export { type Column, isSelected, nothingSelected, type Selection } from './column.ts';
export { DataTable, type DataTableProps } from './DataTable.tsx';
export type { Filter } from './FilterBar.tsx';
export { ListPage, type ListPageProps, type Pages } from './ListPage.tsx';
export { type ListValues, useListState } from './list-state.ts';

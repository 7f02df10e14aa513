import type { LedgerColumn } from '../../api/index.ts';

/** What a column is called. */
export function columnName(column: LedgerColumn): string {
  return typeof column === 'string' ? column : column.name;
}

/** What a column is known by in the rows. */
export function columnId(column: LedgerColumn): string {
  return typeof column === 'string' ? column : column.id;
}

/** The text of one cell: rows are lists in the order of the columns, or objects by column, perhaps inside `cells`. */
export function cellOf(row: unknown, column: LedgerColumn, place: number): string {
  const cells =
    typeof row === 'object' && row !== null
      ? 'cells' in row
        ? row.cells
        : 'values' in row
          ? row.values
          : row
      : row;
  const value = Array.isArray(cells)
    ? cells[place]
    : typeof cells === 'object' && cells !== null
      ? ((cells as Record<string, unknown>)[columnId(column)] ??
        (cells as Record<string, unknown>)[columnName(column)])
      : cells;
  if (value === undefined || value === null) {
    return '';
  }
  return Array.isArray(value) ? value.join('、') : String(value);
}

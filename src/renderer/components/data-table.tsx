import type { ReactNode } from 'react';
import css from './data-table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  render(row: Row): ReactNode;
}

interface DataTableProps<Row> {
  /** Says what the table lists, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  keyOf(row: Row): string;
  /** The first column becomes a button that opens the row. */
  onOpen?(row: Row): void;
  /** Key of the row that is open beside the table. */
  readonly open?: string | null;
}

export function DataTable<Row>({ label, columns, rows, keyOf, onOpen, open = null }: DataTableProps<Row>) {
  return (
    <div className={css.scroll}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-open={keyOf(row) === open}>
              {columns.map((column, index) => (
                <td key={column.id}>
                  {index === 0 && onOpen !== undefined ? (
                    <button type="button" className={css.link} onClick={() => onOpen(row)}>
                      {column.render(row)}
                    </button>
                  ) : (
                    column.render(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import type { ComponentChildren, VNode } from 'preact';

interface OrdersTableProps {
  columns: readonly string[];
  /** A row for each order. */
  children: ComponentChildren;
}

/** A table that scrolls by itself where the screen is narrow. */
export function OrdersTable({ columns, children }: OrdersTableProps): VNode {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Orders">
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** The first cell of an order's row. */
export function OrderCell({ reference, flow }: { reference: string; flow?: string }): VNode {
  return (
    <th scope="row">
      <a href={`/orders/${reference}`}>{reference}</a>
      {flow !== undefined && (
        <>
          <br />
          {flow}
        </>
      )}
    </th>
  );
}

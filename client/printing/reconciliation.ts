import type { CustomerReconciliation, Difference } from '../../contract/reconciliation.ts';
import { toTheMinute, withTimesIn } from './times.ts';

/** How a reconciliation came out. */
export interface Reconciled {
  differences: number;
  failures: number;
}

const COLUMNS = [
  { title: 'CUSTOMER', width: 10, of: ({ custNo }: Difference) => String(custNo) },
  { title: 'DIFFERENCE', width: 18, of: ({ code }: Difference) => code },
  { title: 'REFERENCE', width: 34, of: ({ references }: Difference) => references.join(', ') },
  { title: 'OCTANE', width: 12, of: ({ orderIds }: Difference) => orderIds.join(', ') },
];

function row(cells: string[]): string {
  return COLUMNS.map(({ width }, index) => (cells[index] ?? '').padEnd(width))
    .join(' ')
    .trimEnd();
}

/** Differences as a table, or customers as lines of JSON, each printed when it arrives. What could not be done goes to standard error. */
export async function printReconciliation(
  customers: AsyncIterable<CustomerReconciliation>,
  json: boolean,
  zone: string,
): Promise<Reconciled> {
  const total = { customers: 0, orders: 0, differences: 0, failures: 0 };
  let listed = true;
  let period = '';
  if (!json) console.log(row(COLUMNS.map(({ title }) => title)));
  for await (const customer of customers) {
    const { custNo, since, orders, ordersListed, differences, failure } = customer;
    period = `, open or closed since ${toTheMinute(new Date(since), zone)}`;
    total.customers += 1;
    total.orders += orders;
    total.differences += differences.filter(({ informational }) => !informational).length;
    if (json) console.log(JSON.stringify(customer));
    else for (const difference of differences) printDifference(difference, zone);
    if (failure !== undefined) {
      total.failures += 1;
      console.error(`Customer ${custNo} could not be compared: ${failure}`);
    }
    if (!ordersListed && listed) {
      listed = false;
      console.error(
        "Octane has no list of orders at its path (HTTP 404; the path is inferred). Orders of ours were compared one by one; orders that only Octane knows of cannot be found. Correct the path of listOrders in the worker's NBN_CONFIG.",
      );
    }
  }
  if (!json) {
    console.log(
      `${total.customers} customers with ${total.orders} orders compared${period}: ${total.differences} differences.`,
    );
  }
  return total;
}

function printDifference(difference: Difference, zone: string): void {
  console.log(row(COLUMNS.map(({ of }) => of(difference) || '–')));
  console.log(`  ${withTimesIn(zone, difference.sentence)}`);
  console.log(`  → ${difference.whatToDo}`);
}

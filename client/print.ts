import type { Progress } from '../contract/outputs.ts';
import { isTerminal } from '../contract/states.ts';
import type { OrderSummary } from './nbn-orders.ts';
import type { Retry } from './order-handle.ts';

/** Without the questions of a workflow that has closed: one that was terminated would show for ever what it last waited for. */
export function answerable(progress: Progress, status: string): Progress {
  if (status === 'RUNNING') return progress;
  const closed = { ...progress };
  delete closed.waitingFor;
  delete closed.heldBy;
  delete closed.fallout;
  delete closed.dueDate;
  return closed;
}

/** One order, for a person at a terminal. `status` is Temporal's word for how its workflow stands. */
export function printOrder(progress: Progress, status: string, retries: Retry[]): void {
  const stopped = status !== 'RUNNING' && !isTerminal(progress.state);
  const raw = [progress.orderStatus, progress.orderSubStatus, progress.orderExternalStatus].filter(Boolean).join(' / ');
  const facts: [string, string | number | undefined][] = [
    ['Order', `${progress.flow} ${progress.reference}`],
    [
      'State',
      stopped ? `${progress.state}, when its workflow was closed as ${status}; it is not followed` : progress.state,
    ],
    ['Waiting for', [progress.waitingFor, progress.heldBy].filter(Boolean).join(': ') || undefined],
    ['To do', progress.hint],
    ['Appointment', progress.appointment?.startTime],
    ['Due', progress.dueDate && `${progress.dueDate}${progress.inJeopardy ? ', in jeopardy' : ''}`],
    ["Octane's order", progress.orderId],
    ["Octane's status", raw || undefined],
    ['Customer', progress.custNo],
    ['Group', progress.groupNo],
  ];
  for (const [name, value] of facts) if (value !== undefined) console.log(`${name.padEnd(16)}${value}`);
  const { fallout } = progress;
  if (fallout) {
    console.log(`${'To decide'.padEnd(16)}${fallout.code}, at "${fallout.step}": ${fallout.sentence}`);
    for (const { action, effect } of fallout.choices) console.log(`${''.padEnd(16)}${action}: ${effect}`);
  }
  for (const { activity, attempt, lastFailure } of retries) {
    console.log(`${'Retrying'.padEnd(16)}${activity}, attempt ${attempt}: ${lastFailure}`);
  }
  for (const { at, text } of progress.timeline) console.log(`  ${at.slice(0, 19).replace('T', ' ')}  ${text}`);
}

const COLUMNS = [
  { title: 'REFERENCE', width: 34, of: (order: OrderSummary) => order.reference },
  { title: 'FLOW', width: 12, of: (order: OrderSummary) => order.flow },
  { title: 'STATE', width: 22, of: (order: OrderSummary) => order.state },
  { title: 'WAITING FOR', width: 12, of: (order: OrderSummary) => order.waitingFor },
  { title: 'OCTANE', width: 12, of: (order: OrderSummary) => order.orderId },
  { title: 'STATUS', width: 20, of: (order: OrderSummary) => order.orderStatus },
  { title: 'STARTED', width: 20, of: (order: OrderSummary) => order.startedAt.toISOString().slice(0, 19) },
];

/** Orders as a table or as lines of JSON, each printed when it arrives. */
export async function printOrders(orders: AsyncIterable<OrderSummary>, limit: number, json: boolean): Promise<void> {
  if (!json)
    console.log(
      COLUMNS.map(({ title, width }) => title.padEnd(width))
        .join(' ')
        .trimEnd(),
    );
  let count = 0;
  for await (const order of orders) {
    console.log(
      json
        ? JSON.stringify(order)
        : COLUMNS.map(({ of, width }) => (of(order) ?? '–').padEnd(width))
            .join(' ')
            .trimEnd(),
    );
    count += 1;
    if (count === limit) break;
  }
}

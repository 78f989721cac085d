import type { OrderState } from '../../contract/states.ts';
import type { OrderSummary } from '../nbn-orders.ts';
import { stateInColour } from './states.ts';
import { table } from './table.ts';
import { lineWidth } from './terminal.ts';
import { toTheMinute } from './times.ts';

const NOTHING = '–';

/** Orders as a table that fits the terminal; those that need a person are coloured. */
export function ordersTable(orders: readonly OrderSummary[], zone: string): string[] {
  const columns: [title: string, of: (order: OrderSummary) => string | undefined][] = [
    ['REFERENCE', (order) => order.reference],
    ['FLOW', (order) => order.flow],
    ['STATE', (order) => order.state],
    ['WAITING FOR', (order) => order.waitingFor],
    ['OCTANE', (order) => order.orderId],
    ['STATUS', (order) => order.orderStatus],
    ['DUE', (order) => order.dueDate && `${toTheMinute(order.dueDate, zone)}${order.inJeopardy ? ' !' : ''}`],
    ['STARTED', (order) => toTheMinute(order.startedAt, zone)],
  ];
  const rows = orders.map((order) => columns.map(([, of]) => of(order) ?? NOTHING));
  const [head = '', ...lines] = table([columns.map(([title]) => title), ...rows], lineWidth());
  return [
    head,
    ...lines.map((line, index) => {
      const state = orders[index]?.state;
      return state === undefined ? line : stateInColour(state as OrderState, line);
    }),
  ];
}

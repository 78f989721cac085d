import { isActivation } from '../../sandbox/create-request.ts';
import type { Records } from '../../sandbox/records.ts';
import type { Received } from '../events/receiver.ts';
import type { Ending } from './endings.ts';
import { isAt, subOrderTypesOf } from './operator.ts';
import { untold } from './told.ts';

/** What is wrong with the run, each in a sentence. */
export interface Differences {
  /** Orders in the records that no reference has, or that two references have. */
  duplicates: string[];
  /** Orders that a reference should have, and that are not in the records, or are other ones. */
  lost: string[];
  /** References that ended in no way that was wanted or stated. */
  unexpected: string[];
  /** Customers that were added more than once for a reference. */
  customers: string[];
  /** Ends of orders that the receiver of events was not told of, and events that came in another order. */
  untold: string[];
}

/** Compares how the references ended with what is in Octane's own records. */
export function compare(endings: readonly Ending[], records: Records, taken: readonly Received[]): Differences {
  const holders = new Map<string, string[]>();
  for (const { orderId, planned } of endings) {
    if (orderId === undefined) continue;
    holders.set(orderId, [...(holders.get(orderId) ?? []), planned.input.reference]);
  }
  return {
    duplicates: [
      ...records
        .orders()
        .filter(({ orderId }) => !holders.has(orderId))
        .map(
          ({ orderId, request }) =>
            `no reference has order ${orderId}, a ${request.subOrderType} of customer ${request.service.custNo}`,
        ),
      ...[...holders]
        .filter(([, references]) => references.length > 1)
        .map(([orderId, references]) => `order ${orderId} is taken for its own by ${references.join(' and ')}`),
    ],
    lost: endings.flatMap((ending) => lossOf(ending, records)),
    unexpected: endings
      .filter(({ outcome }) => outcome === 'unexpected')
      .map(({ planned, why }) => `${planned.input.reference}: ${why}`),
    customers: customersAddedTwice(records),
    untold: untold(endings, taken),
  };
}

function lossOf({ planned, outcome, orderId, custNo }: Ending, records: Records): string[] {
  const { reference } = planned.input;
  if (orderId === undefined) return [];
  const order = records.order(orderId);
  if (!order) return [`${reference} has order ${orderId}, which is not in the records`];
  const { request, stage } = order;
  const wrong = [
    ...(request.service.custNo === custNo ? [] : [`of customer ${request.service.custNo}`]),
    ...(subOrderTypesOf(planned.flow).includes(request.subOrderType) ? [] : [`a ${request.subOrderType}`]),
    ...(isActivation(request) && !isAt(order, planned) ? [`at ${order.service.location.id}`] : []),
    ...(outcome === 'completed' && stage.orderStatus !== 'Completed' ? [stage.orderStatus] : []),
  ];
  return wrong.length === 0
    ? []
    : [`${reference} (${planned.flow}, ${outcome}) has order ${orderId}, which is ${wrong.join(' and ')}`];
}

function customersAddedTwice(records: Records): string[] {
  const counts = new Map<string, number>();
  for (const { settings } of records.customers()) {
    const reference = settings?.altCustId;
    if (reference !== undefined) counts.set(reference, (counts.get(reference) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([reference, count]) => `${reference}: its customer was added ${count} times`);
}

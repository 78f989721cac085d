import { z } from 'zod';
import { activationOrder, disconnectionOrder, modificationOrder } from '../../octane/orders.ts';
import { json, type Answer } from '../answer.ts';
import type { Call, Handlers } from '../call.ts';
import { isActivation, type CreateRequest } from '../create-request.ts';
import type { Customer } from '../customer.ts';
import type { Faults } from '../faults/faults.ts';
import { hasEnded, isPastPointOfNoReturn } from '../lifecycle.ts';
import { serviceToChange, serviceToConnect } from '../order-checks.ts';
import { orderView, type Order } from '../order.ts';
import type { Records } from '../records.ts';
import { invalid, requestOf } from '../refusal.ts';
import { reservedCustomer } from '../reserved-customers.ts';
import type { Service } from '../service.ts';
import { orderOf } from './order-of.ts';

type OrderOperation =
  | 'createActivationOrder'
  | 'createModificationOrder'
  | 'createDisconnectionOrder'
  | 'getOrder'
  | 'listOrders'
  | 'cancelOrder';

const ordersOfCustomer = z.object({ custno: z.coerce.number().int() });
/** A page of the group's orders that were modified since `fromDate`. */
const ordersOfGroup = z.object({
  groupno: z.string(),
  fromDate: z.iso.datetime({ offset: true }).optional(),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(100),
});

export function orderRoutes(records: Records, faults: Faults): Handlers<OrderOperation> {
  return {
    createActivationOrder: (call) =>
      create(call, requestOf(activationOrder, call.body), (request) => {
        const service = serviceToConnect(records, request, call);
        records.addService(service);
        return service;
      }),

    createModificationOrder: (call) =>
      create(call, requestOf(modificationOrder, call.body), (request) => serviceToChange(records, request)),

    createDisconnectionOrder: (call) =>
      create(call, requestOf(disconnectionOrder, call.body), (request) => serviceToChange(records, request)),

    getOrder: (call) => {
      const order = orderOf(records, call);
      const fault = reservedCustomer(order.service.custNo)?.getFault;
      if (fault && call.now < order.placedAt + fault.during) return fault.answer;
      return json(orderView(order, customer(order.service.custNo)));
    },

    cancelOrder: (call) => {
      const order = orderOf(records, call);
      requestOf(z.strictObject({}), call.body);
      // A repeated call is accepted again.
      if (!order.cancelling || hasEnded(order.stage)) {
        requireCancellable(order);
        records.cancel(order, call.now);
      }
      return json({ orderId: order.orderId, success: true });
    },

    listOrders: ({ query, now }) => {
      const lists = ({ placedAt }: Order) => faults.listsOrder(placedAt, now);
      const listed =
        query['groupno'] === undefined
          ? records.ordersOf(requestOf(ordersOfCustomer, query).custno).filter(lists)
          : pageOf(requestOf(ordersOfGroup, query), lists);
      return json(listed.map((order) => orderView(order, customer(order.service.custNo))));
    },
  };

  function pageOf(
    { groupno, fromDate, page, pageSize }: z.output<typeof ordersOfGroup>,
    lists: (order: Order) => boolean,
  ): Order[] {
    if (groupno !== records.catalogue.groupNo) return [];
    const orders: Order[] = [];
    let passed = 0;
    for (const order of records.ordersModifiedSince(fromDate === undefined ? 0 : Date.parse(fromDate))) {
      if (!lists(order)) continue;
      passed += 1;
      if (passed > (page - 1) * pageSize) orders.push(order);
      if (orders.length === pageSize) break;
    }
    return orders;
  }

  function create<Request extends CreateRequest>(
    { now, by }: Call,
    request: Request,
    serviceOf: (request: Request) => Service,
  ): Answer {
    const { custNo } = request.service;
    const fault = reservedCustomer(custNo)?.createFault;
    if (fault?.stored === false && records.calls.createsFor(custNo) <= (fault.firstCalls ?? Infinity))
      return fault.answer;
    customer(custNo);
    const { orderId } = records.place({ request, service: serviceOf(request), by, now });
    const answer = json({ orderId, success: true });
    if (!fault?.stored) return answer;
    return fault.arrives === 'nothing' ? 'reset' : { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
  }

  function customer(custNo: number): Customer {
    const known = records.customer(custNo);
    if (!known) throw invalid('service.custNo', 'No such customer');
    return known;
  }
}

/**
 * documented: only an activation, and only in some of its states. inferred: in which.
 *
 * @throws Refusal a validation error.
 */
function requireCancellable({ request, stage }: Order): void {
  if (!isActivation(request)) throw invalid('orderId', 'Only an activation can be cancelled');
  if (hasEnded(stage)) throw invalid('orderId', `The order is ${stage.orderStatus}`);
  if (isPastPointOfNoReturn(stage)) throw invalid('orderId', 'The order is past the point of no return');
}

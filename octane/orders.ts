import { z } from 'zod';
import type { OctaneHttp } from './http.ts';
import { once } from './lists.ts';
import { infrastructureOption, orderDetail, qualificationKey, type OrderDetail } from './order-detail.ts';
import { isOtherCustomers, trusted, whyUnclear, type OrderReading } from './order-rows.ts';
import { checked } from './request.ts';
import { dateTime } from './shared-schemas.ts';

/** Orders on a page of those that have changed. A list that has more of them has no pages. */
export const PAGE_SIZE = 100;

const custNo = z.number().int().positive();
const planNo = z.number().int().positive();

/** documented: the only value the page lists for the service number of an NBN change. */
const NBN_SERVICE_NUMBER = 'nbn-tc4';

/**
 * documented: page Create Order (NBN Modification), whole. The page says in prose that `planNo` belongs to a PlanChange only.
 * Nothing in it names the service line.
 */
export const modificationOrder = z.discriminatedUnion('subOrderType', [
  z.strictObject({
    orderType: z.literal('Change'),
    subOrderType: z.literal('PlanChange'),
    service: z.strictObject({ custNo, csn: z.literal(NBN_SERVICE_NUMBER), planNo }),
    custReqDate: dateTime,
  }),
  z.strictObject({
    orderType: z.literal('Change'),
    subOrderType: z.enum(['Suspend', 'Unsuspend', 'Shape', 'Unshape']),
    service: z.strictObject({ custNo, csn: z.literal(NBN_SERVICE_NUMBER) }),
    custReqDate: dateTime,
  }),
]);

/**
 * documented: `orderType`, `subOrderType`, `serviceClass`, the three ids of the qualification and `infrastructureOption`
 * (page Create Order (NBN Activation), in part). inferred from Get Order Detail (NBN): the rest.
 */
export const activationOrder = z.strictObject({
  orderType: z.literal('New'),
  subOrderType: z.enum(['New', 'Transfer', 'Transition']),
  serviceClass: z.string().min(1),
  ...qualificationKey.shape,
  infrastructureOption: z.strictObject(infrastructureOption.shape),
  orderContact: z.strictObject({
    contactName: z.string().min(1).max(40),
    contactNumber: z.string().min(1),
    contactEmail: z.email().max(50),
  }),
  service: z.strictObject({ custNo, csn: z.literal(NBN_SERVICE_NUMBER), planNo }),
  custReqDate: dateTime,
});

/** inferred: like a modification, with the order types that the activation page's list names. */
export const disconnectionOrder = z.strictObject({
  orderType: z.literal('Terminate'),
  subOrderType: z.literal('Disconnect'),
  service: z.strictObject({ custNo, csn: z.literal(NBN_SERVICE_NUMBER) }),
  custReqDate: dateTime,
});

/** inferred: the list itself, or `orders` in an envelope. */
const orderList = z.array(orderDetail);

/** documented: answer of Create Order (NBN Modification). */
export const createOrderAnswer = z.object({ orderId: z.string().optional(), success: z.boolean().optional() });

/** inferred: as a create's. */
export const cancelOrderAnswer = createOrderAnswer;

type QualificationKey = z.output<typeof qualificationKey>;
type InfrastructureOption = z.output<typeof infrastructureOption>;

/** What an order asks for, in this project's words. `custReqDate` is an ISO 8601 date-time. */
export type OrderRequest = {
  custNo: number;
  custReqDate: string;
  /** Sent only where a field for it is configured, because Octane documents none. */
  lineSeqNo?: number;
} & (
  | {
      subOrderType: 'New' | 'Transfer' | 'Transition';
      planNo: number;
      serviceClass: string;
      qualification: QualificationKey;
      infrastructure: InfrastructureOption;
      contact: { name: string; phone: string; email: string };
    }
  | { subOrderType: 'PlanChange'; planNo: number }
  | { subOrderType: 'Suspend' | 'Unsuspend' | 'Shape' | 'Unshape' | 'Disconnect' }
);

export interface ListedOrders {
  orders: OrderDetail[];
  /** Why the list may hide an order: then it is no proof that there is none. For an operator, without personal data. */
  unclear?: string;
  /** Milliseconds by which Octane's clock is ahead of ours, or behind when negative; undefined when there is no difference that it tells. */
  clockAhead?: number;
}

export interface Orders {
  /** Whether an order can say which line of the customer it is for; only where a field for it is configured. */
  namesLine: { change: boolean; disconnection: boolean };
  /**
   * Sends the create-order call. Not idempotent: Octane has no key for it.
   *
   * @returns the order's id.
   * @throws OctaneError whose `outcome` says whether an order can exist now.
   */
  create: (request: OrderRequest, signal?: AbortSignal) => Promise<string>;
  /** As {@link trusted} says: dates in UTC or absent, and texts that say nothing of people. */
  get: (orderId: string, signal?: AbortSignal) => Promise<OrderDetail>;
  /**
   * inferred: asks Octane to withdraw an activation (documented: only an activation, and only while it can be withdrawn).
   * That it is accepted does not say that it will happen: the order's own end says so.
   *
   * @throws OctaneError `OctaneRefused` when the order cannot be withdrawn.
   */
  cancel: (orderId: string, signal?: AbortSignal) => Promise<void>;
  /**
   * inferred: the customer's orders, each once, as a list of order details or in an envelope; {@link trusted} as with `get`.
   * Orders that say they are another customer's are left out, because Octane may not know the query by this name.
   *
   * @throws OctaneError `OctaneUnexpectedAnswer` also when it is not clear which list of the answer is that of the orders.
   */
  list: (query: { custNo: number }, signal?: AbortSignal) => Promise<ListedOrders>;
  /**
   * inferred: a page of the orders of a group that were modified since then (ISO 8601), {@link PAGE_SIZE} of them. A list that
   * does not know this query may answer with other orders too, or with all of them on each page. A row that comes twice is in
   * it twice, because a page is full by its rows.
   */
  changed: (
    query: { groupNo: string; modifiedSince: string; page: number },
    signal?: AbortSignal,
  ) => Promise<OrderDetail[]>;
}

export function orders(http: OctaneHttp, reading: OrderReading): Orders {
  return {
    namesLine: {
      change: http.namesLine('createModificationOrder'),
      disconnection: http.namesLine('createDisconnectionOrder'),
    },
    create: async (request, signal) => {
      const { operation, body } = createCall(request);
      const { custNo, lineSeqNo } = request;
      const call = { parameters: { custno: custNo }, body, lineSeqNo, signal };
      const { id } = await http.create(operation, createOrderAnswer, call, 'orderId');
      return id;
    },
    get: async (orderId, signal) =>
      trusted(await http.read('getOrder', orderDetail, { parameters: { orderId }, signal }), reading),
    cancel: async (orderId, signal) => {
      await http.read('cancelOrder', cancelOrderAnswer, { parameters: { orderId }, body: {}, signal });
    },
    list: async ({ custNo }, signal) => {
      const call = { query: { custno: custNo }, signal };
      const { rows, hidden, clockAhead } = await http.readList('listOrders', orderList, call, { countsIds: true });
      const found = rows.filter((row) => !isOtherCustomers(row, custNo)).map((row) => trusted(row, reading));
      const reasons = [...hidden, ...whyUnclear(found)];
      return {
        orders: once(found, ({ orderId }) => orderId),
        ...(reasons.length > 0 && { unclear: reasons.join('; ') }),
        ...(clockAhead !== undefined && { clockAhead }),
      };
    },
    changed: async ({ groupNo, modifiedSince, page }, signal) => {
      const query = { groupNo, modifiedSince, page, pageSize: PAGE_SIZE };
      const { rows } = await http.readList('listOrders', orderList, { query, signal }, { countsIds: true });
      return rows.map((row) => trusted(row, reading));
    },
  };
}

function createCall(request: OrderRequest) {
  const { subOrderType, custReqDate } = request;
  const service = { custNo: request.custNo, csn: NBN_SERVICE_NUMBER } as const;
  switch (subOrderType) {
    case 'New':
    case 'Transfer':
    case 'Transition': {
      const body = checked('createActivationOrder', activationOrder, {
        orderType: 'New',
        subOrderType,
        serviceClass: request.serviceClass,
        ...request.qualification,
        infrastructureOption: request.infrastructure,
        orderContact: {
          contactName: request.contact.name,
          contactNumber: request.contact.phone,
          contactEmail: request.contact.email,
        },
        service: { ...service, planNo: request.planNo },
        custReqDate,
      });
      return { operation: 'createActivationOrder', body } as const;
    }
    case 'PlanChange': {
      const body = checked('createModificationOrder', modificationOrder, {
        orderType: 'Change',
        subOrderType,
        service: { ...service, planNo: request.planNo },
        custReqDate,
      });
      return { operation: 'createModificationOrder', body } as const;
    }
    case 'Suspend':
    case 'Unsuspend':
    case 'Shape':
    case 'Unshape': {
      const body = checked('createModificationOrder', modificationOrder, {
        orderType: 'Change',
        subOrderType,
        service,
        custReqDate,
      });
      return { operation: 'createModificationOrder', body } as const;
    }
    case 'Disconnect': {
      const body = checked('createDisconnectionOrder', disconnectionOrder, {
        orderType: 'Terminate',
        subOrderType,
        service,
        custReqDate,
      });
      return { operation: 'createDisconnectionOrder', body } as const;
    }
  }
}

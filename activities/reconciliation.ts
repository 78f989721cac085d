import { Context } from '@temporalio/activity';
import { isSecondLook, type Difference, type DifferenceCode } from '../contract/reconciliation.ts';
import type { CustomerKey } from '../octane/customers.ts';
import { unlessNotFound } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import type { OrderDetail } from '../octane/order-detail.ts';
import { isNbn } from '../octane/service-words.ts';
import { orderStateOf, type StatusRow } from '../octane/statuses.ts';
import { reconciliationOf, type Comparison, type OctaneOrder, type OctaneService } from '../rules/reconciliation.ts';
import { finalFailure } from './failures.ts';
import { conditionOf } from './services.ts';

interface CustomerOfGroup {
  custNo: number;
  /** Default: OCTANE_GROUP_NO. */
  groupNo?: string | undefined;
}

/** Each is one call to Octane, so that the task queue's rate limit counts every one of them. */
export interface ReconciliationActivities {
  /** The customer's NBN orders; null when Octane has no list of orders at its path, which is inferred. */
  listOrders: (customer: { custNo: number }) => Promise<OctaneOrder[] | null>;
  /** One order; null when Octane does not have it. */
  readOrder: (order: { orderId: string }) => Promise<OctaneOrder | null>;
  /** The customer's NBN services; null when Octane has no such customer, or no list of services at its path, which is inferred. */
  listServices: (customer: CustomerOfGroup) => Promise<OctaneService[] | null>;
  /** documented: whether Octane has this customer. */
  hasCustomer: (customer: CustomerOfGroup) => Promise<boolean>;
}

export interface ComparisonActivities {
  /** How Octane's orders and services differ from what our orders say. Makes no calls. */
  compare: (comparison: Comparison) => Promise<Difference[]>;
}

export interface ReconciliationSettings {
  /** Of customers whose orders name no group. */
  groupNo?: string | undefined;
  statusRows: readonly StatusRow[];
}

export interface ComparisonSettings {
  /** Called for each difference that a second look finds. */
  onDifference: (code: DifferenceCode) => void;
}

export function comparisonActivities({ onDifference }: ComparisonSettings): ComparisonActivities {
  return {
    compare: (comparison) => {
      const differences = reconciliationOf(comparison);
      // An order that moved between two readings looks like a difference at first.
      if (isSecondLook(Context.current().info.workflowExecution?.workflowId ?? '')) {
        for (const { code } of differences) onDifference(code);
      }
      return Promise.resolve(differences);
    },
  };
}

export function reconciliationActivities(
  octane: Octane,
  { groupNo: defaultGroupNo, statusRows }: ReconciliationSettings,
): ReconciliationActivities {
  return {
    listOrders: async ({ custNo }) => {
      const found = await unlessNotFound(octane.orders.list({ custNo }, Context.current().cancellationSignal));
      return found?.orders.flatMap((order) => (isNbnOrder(order) ? orderOf(order, statusRows) : [])) ?? null;
    },

    readOrder: async ({ orderId }) => {
      const found = await unlessNotFound(octane.orders.get(orderId, Context.current().cancellationSignal));
      return (found && orderOf({ ...found, orderId }, statusRows)[0]) ?? null;
    },

    listServices: async (customer) => {
      const found = await unlessNotFound(octane.services.list(keyOf(customer), Context.current().cancellationSignal));
      if (found === undefined) return null;
      return found.flatMap((service) => {
        const { lineSeqNo } = service;
        // One that cannot be told may be one of nbn's.
        if (lineSeqNo === undefined || isNbn(service, octane.words) === false) return [];
        return [{ lineSeqNo, ...conditionOf(service, octane.words) }];
      });
    },

    hasCustomer: async (customer) => {
      const found = await unlessNotFound(octane.customers.get(keyOf(customer), Context.current().cancellationSignal));
      return found !== undefined;
    },
  };

  function keyOf({ custNo, groupNo = defaultGroupNo }: CustomerOfGroup): CustomerKey {
    if (groupNo !== undefined) return { groupNo, custNo };
    throw finalFailure(
      'InvalidOrder',
      `No order says which group customer ${custNo} belongs to, and the worker has no OCTANE_GROUP_NO.`,
    );
  }
}

/** Octane's list has the customer's mobile and SIP orders too. */
function isNbnOrder({ productType = 'NBN' }: OrderDetail): boolean {
  return productType === 'NBN';
}

/** None without an id, by which alone it could be told from another. */
function orderOf(detail: OrderDetail, rows: readonly StatusRow[]): OctaneOrder[] {
  const { orderId, orderSubType, orderStatus, dateAdded, service } = detail;
  if (orderId === undefined) return [];
  const placedAt = Date.parse(dateAdded ?? '');
  const lineSeqNo = service?.lineSeqNo ?? 0;
  return [
    {
      orderId,
      state: orderStateOf(detail, rows),
      ...(orderSubType !== undefined && { subOrderType: orderSubType }),
      ...(orderStatus !== undefined && { orderStatus }),
      ...(!Number.isNaN(placedAt) && { placedAt: new Date(placedAt).toISOString() }),
      ...(lineSeqNo > 0 && { lineSeqNo }),
    },
  ];
}

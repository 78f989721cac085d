import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { OctaneOrderState, RawStatus } from '../contract/states.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import type { OrderRequest } from '../octane/orders.ts';
import { redact } from '../octane/redaction.ts';
import { orderStateOf, type StatusRow } from '../octane/statuses.ts';
import { didNothing, mayHaveRunBefore } from './at-most-once.ts';
import { finalFailure, retryableOctaneFailure } from './failures.ts';

export type { OrderRequest };

export interface OrderToFollow {
  orderId: string;
  /** The status the workflow knows; nothing on the first look. */
  seen?: RawStatus;
}

export interface OrderStatus extends RawStatus {
  state: OctaneOrderState | 'unknown';
  /** Octane's words for why, where it gives any. */
  reason?: string;
  /** The service line that the order is about, once it has one. */
  lineSeqNo?: number;
}

export interface OrderActivities {
  /**
   * Sends the create-order call, and never again unless it surely created nothing.
   *
   * @throws ApplicationFailure whose details' `outcome` says whether an order can exist now.
   */
  placeOrder: (request: OrderRequest) => Promise<{ orderId: string }>;
  /**
   * Reads the order once. Returns its status when it differs from `seen`; else fails as "pending", which makes Temporal's retry
   * the poll: no history event, no worker slot, nothing in memory until the next attempt.
   */
  followOrder: (order: OrderToFollow) => Promise<OrderStatus>;
}

export interface OrderSettings {
  /** Milliseconds between two looks at an order that does not change. */
  pollInterval: number;
  statusRows: readonly StatusRow[];
  /** Called when an order has a status that no row maps. */
  onUnknownStatus: (orderId: string, orderStatus: string | undefined) => void;
}

export function orderActivities(octane: Octane, settings: OrderSettings): OrderActivities {
  return {
    placeOrder: async (request) => {
      if (mayHaveRunBefore()) {
        throw outcomeUnknown(request, 'an earlier attempt was cut short (a timeout, or its worker is gone)');
      }
      try {
        return { orderId: await octane.orders.create(request, Context.current().cancellationSignal) };
      } catch (error) {
        if (!(error instanceof OctaneError)) throw error;
        if (error.outcome !== 'refused') throw outcomeUnknown(request, error.message, error);
        didNothing();
        throw error;
      }
    },

    followOrder: async ({ orderId, seen }) => {
      const detail = await octane.orders.get(orderId, Context.current().cancellationSignal).catch((error: unknown) => {
        // Octane has this order, so whatever the answer, it is worth another look later.
        throw error instanceof OctaneError
          ? retryableOctaneFailure(error, untilNextLook(settings.pollInterval))
          : error;
      });
      const { orderStatus, orderSubStatus, orderExternalStatus, orderReason, service } = detail;
      const status: RawStatus = { orderStatus, orderSubStatus, orderExternalStatus };
      if (seen !== undefined && sameStatus(seen, status)) {
        throw pending(orderId, untilNextLook(settings.pollInterval));
      }
      const state = orderStateOf(status, settings.statusRows);
      if (state === 'unknown') settings.onUnknownStatus(orderId, orderStatus);
      return {
        state,
        ...status,
        ...(orderReason !== undefined && { reason: redact(orderReason, undefined) }),
        ...(service?.lineSeqNo !== undefined && service.lineSeqNo > 0 && { lineSeqNo: service.lineSeqNo }),
      };
    },
  };
}

function sameStatus(one: RawStatus, other: RawStatus): boolean {
  return (
    one.orderStatus === other.orderStatus &&
    one.orderSubStatus === other.orderSubStatus &&
    one.orderExternalStatus === other.orderExternalStatus
  );
}

function outcomeUnknown(request: OrderRequest, what: string, cause?: OctaneError): ApplicationFailure {
  return finalFailure(
    cause?.type ?? 'OctaneUnavailable',
    `It is not known whether Octane has the ${request.subOrderType} order for customer ${request.custNo}: ${what} ` +
      'It was not sent again. Look for it among the customer’s orders in Octane before you start this order anew.',
    { outcome: 'unknown', ...(cause && { operation: cause.operation }) },
  );
}

function pending(orderId: string, delay: number): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'OrderPending',
    message: `Order ${orderId} has not changed.`,
    // Not an error: kept out of the error metrics and logged as debug.
    category: ApplicationFailureCategory.BENIGN,
    nextRetryDelay: delay,
  });
}

/** Spread out, so that orders placed together are not read together for months; never sooner than the interval. */
function untilNextLook(pollInterval: number): number {
  return Math.round(pollInterval * (1 + Math.random() / 10));
}

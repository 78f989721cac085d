import { Context } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import type { OrderFlow } from '../contract/names.ts';
import type { FailureDetails } from '../contract/failures.ts';
import { OctaneError } from '../octane/errors.ts';
import { CLOCK_TOLERANCE, isForOtherEquipment, isForPlan, matchOf } from '../rules/order-matching.ts';
import type { Octane } from '../octane/octane.ts';
import type { OrderDetail } from '../octane/order-detail.ts';
import type { OrderRequest } from '../octane/orders.ts';
import { hasEndedInVain, type StatusRow } from '../octane/statuses.ts';
import { finalFailure, laterFailure } from './failures.ts';
import type { EarlierRun, Runs } from '../temporal/executions.ts';
import { isOfFlow, SUB_ORDER_TYPES } from './sub-order-types.ts';

export type { OrderRequest };

/** docs/exactly-once.md has the protocol that this is a step of. */
export interface OrderToPlace {
  request: OrderRequest;
  /** ISO 8601: when the first attempt to place it began. */
  began: string;
  /** ISO 8601: when a create-order call of this run, whose end nobody knows, was surely over. */
  suspectedAt?: string | undefined;
  /** Orders of Octane that are surely not this one. */
  notThese: string[];
  /** False: only look. */
  mayCreate: boolean;
  /** A person looked into Octane and decided that the order is not there, so that a list is not needed any more. */
  decided: boolean;
}

export type Placed = { placed: 'created' | 'found'; orderId: string } | { placed: 'no' };

export interface PlacingActivities {
  /**
   * One step of placing an order: looks whether Octane has it, unless this surely is the first attempt, and sends the
   * create-order call, once, when it has not. Never retried by Temporal: whether there is another step is the workflow's to know
   * (workflows/order/placing.ts).
   *
   * @throws ApplicationFailure whose details' `outcome` says whether an order can exist now.
   */
  placeOrder: (order: OrderToPlace) => Promise<Placed>;
  /** @throws ApplicationFailure `InvalidOrder` when the order cannot be the one that was asked for. */
  assertAdoptable: (candidate: { orderId: string; custNo: number; flow: OrderFlow }) => Promise<void>;
}

export interface PlacingSettings {
  /** Milliseconds until an order that was created appears in Octane's list. */
  orderListDelay: number;
  /** Milliseconds that one call may last. */
  responseTimeout: number;
  statusRows: readonly StatusRow[];
  /** False turns the look before the post off. For the test that shows that it is needed, and for nothing else. */
  lookBeforePost?: boolean | undefined;
  runs: Runs;
}

/** A create-order call begins so many calls' time after its attempt at the latest, and lasts for one more. */
const CALLS_BEFORE_CREATE = 2;

export function placingActivities(octane: Octane, settings: PlacingSettings): PlacingActivities {
  return {
    placeOrder: async (order) => {
      const { info } = Context.current();
      const { workflowId = '', runId = '' } = info.workflowExecution ?? {};
      const { request, suspectedAt, mayCreate } = order;
      const { responseTimeout } = settings;
      // An attempt that a paused worker goes on with later than it may would be over in the eyes of everybody else.
      const latestCreate = performance.now() + CALLS_BEFORE_CREATE * responseTimeout;
      const longestAttempt = (CALLS_BEFORE_CREATE + 1) * responseTimeout;
      const earlier = await settings.runs.earlier(workflowId, runId);
      const suspicions = [
        ...(suspectedAt === undefined || settings.lookBeforePost === false ? [] : [Date.parse(suspectedAt)]),
        ...earlier.filter(({ inDoubt }) => inDoubt).map(({ closedAt }) => Date.parse(closedAt) + longestAttempt),
      ];
      if (suspicions.length > 0 || earlier.some(({ orderId }) => orderId !== undefined)) {
        const found = await look(order, earlier, workflowId);
        if (found !== undefined) return { placed: 'found', orderId: found };
        const visibleAt = Math.max(...suspicions) + settings.orderListDelay;
        const wait = visibleAt - info.currentAttemptScheduledTimestampMs;
        if (wait > 0) throw notListedYet(request, visibleAt, wait);
      }
      if (!mayCreate) return { placed: 'no' };
      if (performance.now() > latestCreate || !(await isAwaited(workflowId, runId))) {
        throw laterFailure('OctaneUnavailable', 'This attempt has no time left for the call; nothing was sent.', 0, {
          outcome: 'refused',
        });
      }
      try {
        return { placed: 'created', orderId: await octane.orders.create(request, signal()) };
      } catch (error) {
        if (!(error instanceof OctaneError) || error.outcome === 'refused') throw error;
        const { type, operation, message } = error;
        throw laterFailure(type, unknown(request, message), 0, {
          outcome: 'unknown',
          code: 'outcomeUnknown',
          operation,
        });
      }
    },

    assertAdoptable: async ({ orderId, custNo, flow }) => {
      const { info } = Context.current();
      const { service, customerDetails, orderSubType } = await octane.orders.get(orderId, signal());
      const actual = service?.custNo ?? customerDetails?.custno;
      if (actual !== custNo) {
        throw notAdoptable(`Order ${orderId} is not of customer ${custNo}, so it cannot be this order.`);
      }
      if (!isOfFlow(flow, orderSubType)) {
        const wanted = SUB_ORDER_TYPES[flow].join(' or ');
        throw notAdoptable(`Order ${orderId} is a ${orderSubType ?? 'nameless'} order, not ${wanted}.`);
      }
      const others = await settings.runs.othersWith(orderId, info.workflowExecution?.workflowId ?? '');
      const holder = others.find(({ isRunning }) => isRunning);
      if (holder) throw notAdoptable(`Order ${orderId} is already followed by ${holder.workflowId}.`);
    },
  };

  /** A worker that stood still may have got its task late: then Temporal has to say that the workflow still waits for it. */
  function isAwaited(workflowId: string, runId: string): Promise<boolean> {
    const { info } = Context.current();
    const age = Date.now() - info.currentAttemptScheduledTimestampMs;
    if (age < CALLS_BEFORE_CREATE * settings.responseTimeout) return Promise.resolve(true);
    return settings.runs.awaits(workflowId, runId, info.activityId);
  }

  /** The one order of Octane's that is this one; undefined when there is none. @throws ApplicationFailure when that is not clear. */
  async function look(order: OrderToPlace, earlier: EarlierRun[], workflowId: string): Promise<string | undefined> {
    const { request, began, notThese } = order;
    for (const { orderId } of earlier) {
      if (orderId === undefined || notThese.includes(orderId)) continue;
      const detail = await read(request, () => octane.orders.get(orderId, signal())).catch((error: unknown) => {
        if (!(error instanceof OctaneError)) throw error;
        throw undecided(request, `an earlier run had order ${orderId}, which cannot be read: ${error.message}`, [
          orderId,
        ]);
      });
      // A failed reference may be used again, for something else too.
      if (
        matchOf(request, detail.dateAdded ?? began, detail) === 'other' ||
        hasEndedInVain(detail, settings.statusRows)
      )
        notThese.push(orderId);
      else if (!isForPlan(request, detail))
        throw undecided(request, `an earlier run has order ${orderId}, for another plan.`, [orderId]);
      else if (isForOtherEquipment(request, detail))
        throw undecided(request, `an earlier run has order ${orderId}, with other equipment.`, [orderId]);
      else return orderId;
    }
    const inDoubt = earlier.filter((run) => run.inDoubt);
    const firstBegan = Math.min(Date.parse(began), ...inDoubt.map((run) => Date.parse(run.startedAt)));
    const since = new Date(firstBegan - CLOCK_TOLERANCE).toISOString();
    const matches: { orderId: string; match: 'same' | 'unclear' }[] = [];
    for (const detail of await listed(order)) {
      const { orderId } = detail;
      const match = matchOf(request, since, detail);
      if (orderId === undefined || match === 'other' || notThese.includes(orderId)) continue;
      if (match === 'unclear' && hasEndedInVain(detail, settings.statusRows)) continue;
      if ((await settings.runs.othersWith(orderId, workflowId)).length > 0) continue;
      matches.push({ orderId, match });
    }
    const [only, another] = matches;
    if (only === undefined) return undefined;
    if (only.match === 'same' && another === undefined) return only.orderId;
    const candidates = matches.map(({ orderId }) => orderId);
    throw undecided(request, `it may be one of Octane's orders ${candidates.join(', ')}.`, candidates);
  }

  async function listed({ request, decided }: OrderToPlace): Promise<OrderDetail[]> {
    try {
      const { orders, unclear } = await read(request, () => octane.orders.list({ custNo: request.custNo }, signal()));
      if (unclear === undefined || decided) return orders;
      throw undecided(request, `an earlier attempt may have created it, and Octane's list may hide it: ${unclear}.`);
    } catch (error) {
      if (!(error instanceof OctaneError)) throw error;
      if (decided) return [];
      throw undecided(
        request,
        `an earlier attempt may have created it, and its orders cannot be listed: ${error.message}`,
      );
    }
  }

  /** A look that fails says nothing new about the order, so it is worth another one later. */
  async function read<T>(request: OrderRequest, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof OctaneError) || !error.retryable) throw error;
      const { type, message, retryAfter = 0, heldBack } = error;
      const details: FailureDetails = { outcome: 'unknown', ...(heldBack && { heldBack }) };
      throw laterFailure(type, unknown(request, message), retryAfter, details);
    }
  }
}

function signal(): AbortSignal {
  return Context.current().cancellationSignal;
}

function unknown({ subOrderType, custNo }: OrderRequest, what: string): string {
  return `It is not known whether Octane has the ${subOrderType} order for customer ${custNo}: ${what}`;
}

function notListedYet(request: OrderRequest, visibleAt: number, wait: number): ApplicationFailure {
  const until = new Date(visibleAt).toISOString();
  const what = `it is not among the customer's orders, where it may show until ${until}.`;
  return laterFailure('OctaneUnavailable', unknown(request, what), wait, { outcome: 'unknown' });
}

function undecided(request: OrderRequest, what: string, candidates?: string[]): ApplicationFailure {
  return finalFailure(
    'OctaneUnavailable',
    `${unknown(request, what)} It was not sent again. Look for it among the customer’s orders in Octane.`,
    { outcome: 'unknown', code: 'outcomeUnknown', ...(candidates && { candidates }) } satisfies FailureDetails,
  );
}

function notAdoptable(why: string): ApplicationFailure {
  return finalFailure('InvalidOrder', why);
}

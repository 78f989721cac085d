import { FLOW_TABLE, isOfFlow } from '../contract/flows.ts';
import type { CustomerToReconcile, Difference, RecordedOrder } from '../contract/reconciliation.ts';
import { differencesOf, type ServiceCondition } from '../contract/service-condition.ts';
import { isTerminal, type OctaneOrderState } from '../contract/states.ts';
import { CLOCK_TOLERANCE } from './order-matching.ts';

/** An order as Octane has it, without anything personal. */
export interface OctaneOrder {
  orderId: string;
  subOrderType?: string;
  orderStatus?: string;
  state: OctaneOrderState | 'unknown';
  /** ISO 8601. */
  placedAt?: string;
  lineSeqNo?: number;
}

export type OctaneService = ServiceCondition & { lineSeqNo: number };

export interface Comparison {
  customer: CustomerToReconcile;
  since: string;
  octane: {
    knowsCustomer: boolean;
    /** False when Octane has no list of orders: then `orders` are only those that we know. */
    listed: boolean;
    orders: OctaneOrder[];
    services: OctaneService[];
  };
}

/** Where a candidate that is missed may be ordered a second time, even a wrong time zone is forgiven. */
const ZONES_DIFFER = 24 * 3_600_000;

type PlacedOrder = RecordedOrder & { orderId: string };
type Found = Omit<Difference, 'custNo'>;

/** How what Octane has of a customer differs from what our orders say. */
export function reconciliationOf({ customer, since, octane }: Comparison): Difference[] {
  const { custNo, orders } = customer;
  const theirs = new Map(octane.orders.map((order) => [order.orderId, order]));
  const placed = orders.filter((order): order is PlacedOrder => order.orderId !== undefined);
  const isRecent = ({ closedAt }: RecordedOrder) => closedAt === undefined || closedAt >= since;
  const found: Found[] = [
    ...(octane.knowsCustomer ? [] : [customerNotInOctane(customer)]),
    ...placed.flatMap((order) => {
      const their = theirs.get(order.orderId);
      return their ? statusDifference(order, their) : isRecent(order) ? [notInOctane(order)] : [];
    }),
    ...claimedTwice(placed),
    ...startedTwice(placed, theirs),
    ...unclaimed(orders, octane, since),
    ...serviceDifferences(placed.filter(isRecent), octane),
  ];
  return found.map((difference) => ({ custNo, ...difference }));
}

/** Worth knowing, and no reason to be woken: an order for such a customer places nothing. */
function customerNotInOctane({ custNo, orders }: CustomerToReconcile): Found {
  const references = [...new Set(orders.map(({ reference }) => reference))];
  return {
    code: 'customerNotInOctane',
    references,
    orderIds: [],
    sentence: `Octane has no customer ${custNo}${references.length > 0 ? `, whom ${references.join(', ')} named` : ''}.`,
    whatToDo: 'Nothing, unless it is a typing error: then order again for the right customer.',
    informational: true,
  };
}

function notInOctane({ reference, orderId }: PlacedOrder): Found {
  return {
    code: 'orderNotInOctane',
    references: [reference],
    orderIds: [orderId],
    sentence: `${reference} is order ${orderId}, which Octane does not have.`,
    whatToDo: 'Ask Octane what happened to it. Place nothing again before that.',
  };
}

function statusDifference(ours: PlacedOrder, theirs: OctaneOrder): Found[] {
  const { reference, orderId, state } = ours;
  const about = { references: [reference], orderIds: [orderId] };
  const says = `Octane says "${theirs.orderStatus ?? 'nothing'}" of its order ${orderId}`;
  const open = !isTerminal(theirs.state);
  switch (ours.workflow) {
    case 'running': {
      // What Octane ended may be settled for hours, or wait for a person, who then knows.
      const known = (state === 'settling' || state === 'fallout') && ours.orderStatus === theirs.orderStatus;
      if (!open && !known) {
        return [
          {
            code: 'behind',
            ...about,
            sentence: `${says}; ${reference} is still ${state}.`,
            whatToDo:
              state === 'fallout' ? 'Decide, with nbn resolve.' : 'Nothing: the next poll of the order finds it.',
            informational: true,
          },
        ];
      }
      if (!open || state !== 'settling') return [];
      return [
        {
          code: 'statusDiffers',
          ...about,
          sentence: `${says}, which it had completed before; ${reference} does not follow it any more.`,
          whatToDo: 'Ask Octane why. Take care of the order there.',
        },
      ];
    }
    case 'stopped':
      if (endedWithoutEffect(theirs)) return [];
      return [
        {
          code: 'statusDiffers',
          ...about,
          sentence: `The workflow of ${reference} was stopped while it was ${state}; ${says}, and no workflow follows it.`,
          whatToDo:
            'Start it again with its reference, or reset the workflow to after the placing, and it is followed again. Do not order it under another reference.',
        },
      ];
    case 'ended': {
      // A status that is not mapped does not say how the order stands.
      if (theirs.state === 'unknown') return [];
      const wellHere = state === 'completed' || state === 'partial';
      if (!open && wellHere !== endedWithoutEffect(theirs)) return [];
      return [
        {
          code: 'statusDiffers',
          ...about,
          sentence: `${reference} ended as ${state}; ${says}.`,
          whatToDo: open
            ? 'No workflow follows it any more: cancel it in Octane if it is not wanted, else take care of it there.'
            : 'See which of the two is right, and tell those who rely on the other.',
        },
      ];
    }
  }
}

/** Several references that say the same order of Octane is theirs. */
function claimedTwice(placed: PlacedOrder[]): Found[] {
  return grouped(placed, ({ orderId }) => orderId).flatMap(([orderId, claims]) => {
    const references = [...new Set(claims.map(({ reference }) => reference))];
    if (references.length === 1) return [];
    return {
      code: 'sameOrderTwice',
      references,
      orderIds: [orderId],
      sentence: `${references.join(' and ')} both say that order ${orderId} is theirs.`,
      whatToDo: 'One of them adopted it by mistake. See which, and whether Octane has an order for the other.',
    };
  });
}

/** One reference that was started again while its first order went on. */
function startedTwice(placed: PlacedOrder[], theirs: Map<string, OctaneOrder>): Found[] {
  return grouped(placed, ({ reference }) => reference).flatMap(([reference, runs]) => {
    const orderIds = [...new Set(runs.map(({ orderId }) => orderId))].filter((orderId) => {
      const their = theirs.get(orderId);
      return their && !endedWithoutEffect(their);
    });
    return orderIds.length > 1 ? placedTwice(reference, orderIds) : [];
  });
}

function placedTwice(reference: string, orderIds: string[]): Found {
  return {
    code: 'placedTwice',
    references: [reference],
    orderIds,
    sentence: `Octane has ${orderIds.length} orders that fit ${reference}: ${orderIds.join(', ')}.`,
    whatToDo: 'See in Octane which one is wanted, and cancel the other there while it can be.',
  };
}

/** What is to be made of Octane's orders that no order of ours names. */
function unclaimed(orders: RecordedOrder[], { listed, orders: theirs }: Comparison['octane'], since: string): Found[] {
  const claimed = new Set(orders.map(({ orderId }) => orderId));
  const strangers = theirs.filter(({ orderId }) => !claimed.has(orderId));
  const doubtful = orders
    .filter(({ outcomeUnknown }) => outcomeUnknown)
    .map((order) => ({ order, candidates: strangers.filter((stranger) => fits(stranger, order, ZONES_DIFFER)) }));
  const explained = new Set(doubtful.flatMap(({ candidates }) => candidates));
  const beingPlaced = orders.filter(
    ({ workflow, state, orderId }) => workflow === 'running' && state === 'placing' && orderId === undefined,
  );
  const rest = strangers.filter(
    (stranger) =>
      !explained.has(stranger) && !endedWithoutEffect(stranger) && !beingPlaced.some((order) => fits(stranger, order)),
  );
  return [
    ...doubtful.map(({ order, candidates }) => stillUnknown(order, candidates, listed)),
    ...rest.flatMap((stranger) => {
      const twin = orders.find(
        (order) =>
          fits(stranger, order) &&
          theirs.some((their) => their.orderId === order.orderId && !endedWithoutEffect(their)),
      );
      if (twin?.orderId !== undefined) return [placedTwice(twin.reference, [twin.orderId, stranger.orderId])];
      const recent = !isTerminal(stranger.state) || (stranger.placedAt ?? '') >= since;
      return recent ? [notOurs(stranger)] : [];
    }),
  ];
}

function stillUnknown({ reference, workflow }: RecordedOrder, candidates: OctaneOrder[], listed: boolean): Found {
  const orderIds = candidates.map(({ orderId }) => orderId);
  const waits = workflow === 'running';
  const about = { code: 'outcomeUnknown' as const, references: [reference], orderIds };
  const unknown = `It is not known whether Octane has ${reference}`;
  if (!listed) {
    return {
      ...about,
      sentence: `${unknown}, and its list of orders cannot be read.`,
      whatToDo: "Search the customer's orders in Octane before anything is placed again.",
    };
  }
  if (orderIds.length > 0) {
    return {
      ...about,
      sentence: `${unknown}; it has ${orderIds.join(', ')}, which fits.`,
      whatToDo: waits
        ? `If it is that one: nbn resolve ${reference} adopt --orderId ${orderIds[0] ?? ''}. Do not retry.`
        : 'Do not start it again. Take care of the order in Octane, or cancel it there.',
    };
  }
  return {
    ...about,
    sentence: `${unknown}; on its list is no order that fits.`,
    whatToDo: waits
      ? `If it surely is not there: nbn resolve ${reference} retry places it.`
      : 'Start it again if it is still wanted.',
    ...(!waits && { informational: true }),
  };
}

function notOurs({ orderId, subOrderType, orderStatus }: OctaneOrder): Found {
  return {
    code: 'orderNotOurs',
    references: [],
    orderIds: [orderId],
    sentence: `Octane has the ${subOrderType ?? 'nameless'} order ${orderId} (${orderStatus ?? 'no status'}), which no order of ours names.`,
    whatToDo: 'Find out who placed it. An order of ours in fallout may be it: nbn resolve, with adopt.',
  };
}

/** Whether Octane's order can be one of ours: of its kind, and made while it lived. */
function fits(
  { subOrderType, placedAt }: OctaneOrder,
  { flow, startedAt, closedAt }: RecordedOrder,
  slack = CLOCK_TOLERANCE,
): boolean {
  if (isOfFlow(flow, subOrderType) !== true) return false;
  if (placedAt === undefined) return true;
  const at = Date.parse(placedAt);
  const end = closedAt === undefined ? Infinity : Date.parse(closedAt);
  return at >= Date.parse(startedAt) - slack && at <= end + slack;
}

/** Services that are otherwise than the last completed order left them, if that is one of ours. */
function serviceDifferences(placed: PlacedOrder[], { orders, services }: Comparison['octane']): Found[] {
  return grouped(orders, ({ lineSeqNo }) => lineSeqNo).flatMap(([lineSeqNo, ofLine]) => {
    // An open order may have changed the service already.
    if (lineSeqNo === undefined || ofLine.some(({ state }) => !isTerminal(state))) return [];
    const last = ofLine
      .filter((order) => !endedWithoutEffect(order))
      .toSorted((one, other) => (one.placedAt ?? '').localeCompare(other.placedAt ?? ''))
      .at(-1);
    const ours = placed.find(({ orderId, workflow }) => orderId === last?.orderId && workflow === 'ended');
    // What ended otherwise, or in part, made no promise.
    if (ours?.state !== 'completed' || last?.state !== 'completed') return [];
    const goal = { ...FLOW_TABLE[ours.flow].goal, ...(ours.planNo !== undefined && { planNo: ours.planNo }) };
    const service = services.find((candidate) => candidate.lineSeqNo === lineSeqNo);
    const wrong = service ? differencesOf(service, goal) : goal.status === 'disconnected' ? [] : ['is not there'];
    if (wrong.length === 0) return [];
    const { reference, flow, orderId } = ours;
    return {
      code: 'serviceDiffers',
      references: [reference],
      orderIds: [orderId],
      lineSeqNo,
      sentence: `The last order for line ${lineSeqNo} is the ${flow} ${reference}, completed; but the line ${wrong.join(' and ')}.`,
      whatToDo: 'Find out in Octane who changed the service; order again what is wanted.',
    };
  });
}

/** Such an order changed nothing, so it is not reported. */
function endedWithoutEffect({ state }: OctaneOrder): boolean {
  return state === 'rejected' || state === 'cancelled' || state === 'failed';
}

function grouped<T, Key>(items: T[], keyOf: (item: T) => Key): [Key, T[]][] {
  const groups = new Map<Key, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

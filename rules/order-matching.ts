import type { OrderDetail } from '../octane/order-detail.ts';
import type { OrderRequest } from '../octane/orders.ts';

/** Milliseconds by which Octane's clock and Temporal's may differ. */
export const CLOCK_TOLERANCE = 5 * 60_000;

/**
 * How an order that Octane lists compares with one that was asked for. `same`: everything that tells orders apart is there, and
 * agrees. `unclear`: nothing says that it is another one. `other`: something does.
 */
export type Match = 'same' | 'unclear' | 'other';

/**
 * inferred: Octane takes no key of ours, so a listed order is known by its customer, its kind, when it was added, its plan, and
 * for an activation by its qualification, which no two placings share, or by the very port or line that it takes.
 *
 * @param since - ISO 8601: an order that was added before cannot be the one.
 */
export function matchOf(request: OrderRequest, since: string, listed: OrderDetail): Match {
  const { customerDetails, service, orderSubType, dateAdded, productType = 'NBN' } = listed;
  const custNo = customerDetails?.custno ?? service?.custNo;
  if (productType !== 'NBN' || (custNo !== undefined && custNo !== request.custNo)) return 'other';
  if (orderSubType !== undefined && kindOf(orderSubType) !== kindOf(request.subOrderType)) return 'other';
  const added = dateAdded === undefined ? NaN : Date.parse(dateAdded);
  if (added < Date.parse(since)) return 'other';
  const same =
    custNo !== undefined &&
    orderSubType === request.subOrderType &&
    !Number.isNaN(added) &&
    isForPlan(request, listed) &&
    (!('qualification' in request) || isOfPlace(request, listed));
  return same ? 'same' : 'unclear';
}

/** Whether a listed order is for the plan that was asked for, where one was. */
export function isForPlan(request: OrderRequest, { service }: OrderDetail): boolean {
  return !('planNo' in request) || service?.serviceAgreement?.planNo === request.planNo;
}

/** Whether an activation that is listed takes other equipment than the one that was asked for: it may be of another place. */
export function isForOtherEquipment(request: OrderRequest, { infrastructureOption }: OrderDetail): boolean {
  if (!('infrastructure' in request)) return false;
  const [wanted, taken] = [request.infrastructure.infrastructureID, infrastructureOption?.infrastructureID ?? ''];
  return EQUIPMENT.test(wanted) && EQUIPMENT.test(taken) && wanted !== taken;
}

const ACTIVATIONS = ['New', 'Transfer', 'Transition'];

function kindOf(subOrderType: string): string {
  return ACTIVATIONS.includes(subOrderType) ? 'activation' : subOrderType;
}

/** Ids of equipment that is there; the others (NEW_INFRASTRUCTURE, SUBSEQUENT_INSTALL) say nothing about where. */
const EQUIPMENT = /^(NTD|CPI)/;

function isOfPlace(
  { qualification, infrastructure }: Extract<OrderRequest, { qualification: unknown }>,
  listed: OrderDetail,
): boolean {
  if (listed.qualification?.qualificationSearchId === qualification.qualificationSearchId) return true;
  const { infrastructureID, portID } = listed.infrastructureOption ?? {};
  return (
    EQUIPMENT.test(infrastructure.infrastructureID) &&
    infrastructureID === infrastructure.infrastructureID &&
    portID === infrastructure.portID
  );
}

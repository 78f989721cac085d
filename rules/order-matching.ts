import { DateTime } from 'luxon';
import { flowOf } from '../contract/flows.ts';
import { sameWord } from '../contract/words.ts';
import type { OrderDetail } from '../octane/order-detail.ts';
import type { OrderRequest } from '../octane/orders.ts';

/** Milliseconds by which Octane's clock and Temporal's may differ. */
export const CLOCK_TOLERANCE = 5 * 60_000;

/**
 * How an order that Octane lists compares with one that was asked for. `same`: everything that tells orders apart is there, and
 * agrees. `other`: something was read and understood that says so. `unclear`: anything else.
 */
export type Match = 'same' | 'unclear' | 'other';

/**
 * inferred: Octane takes no key of ours, so a listed order is known by its customer, its kind, when it was added, its plan, and
 * for an activation by its qualification, which no two placings share, or by the very port or line that it takes.
 *
 * @param since - ISO 8601 with a zone: an order that was added before cannot be the one.
 */
export function matchOf(request: OrderRequest, since: string, listed: OrderDetail): Match {
  const facts = [
    isOfCustomer(request, listed),
    isOfProduct(listed),
    isOfKind(request, listed),
    isOfLine(request, listed),
    isAddedSince(since, listed),
  ];
  if (facts.includes(false)) return 'other';
  const same = !facts.includes(undefined) && isForPlan(request, listed) && isOfPlace(request, listed);
  return same ? 'same' : 'unclear';
}

/**
 * As {@link matchOf}, where Octane's clock is not ours. What tells its time may not be what dates its orders, so a date counts only
 * where it says the same by both clocks.
 *
 * @param clockAhead - Milliseconds by which Octane's clock is ahead of ours; behind, when negative.
 */
export function matchByBothClocks(
  request: OrderRequest,
  since: string,
  clockAhead: number,
  listed: OrderDetail,
): Match {
  const theirs = new Date(Date.parse(since) + clockAhead).toISOString();
  const [byOurs, byTheirs] = [matchOf(request, since, listed), matchOf(request, theirs, listed)];
  return byOurs === byTheirs ? byOurs : 'unclear';
}

/** Whether a listed order is for the plan that was asked for, where one was. */
export function isForPlan(request: OrderRequest, { service }: OrderDetail): boolean {
  return !('planNo' in request) || service?.serviceAgreement?.planNo === request.planNo;
}

/** Whether an activation that is listed takes other equipment than the one that was asked for: it may be of another place. */
export function isForOtherEquipment(request: OrderRequest, { infrastructureOption }: OrderDetail): boolean {
  if (!('infrastructure' in request)) return false;
  const [wanted, taken] = [request.infrastructure.infrastructureID, infrastructureOption?.infrastructureID ?? ''];
  return EQUIPMENT.test(wanted) && EQUIPMENT.test(taken) && !sameWord(wanted, taken);
}

/*
 * Each of these says whether a listed order agrees with the one that was asked for; undefined where that is not known.
 */

/** An order names its customer in two places. One that names two customers is not understood. */
function isOfCustomer({ custNo }: OrderRequest, { customerDetails, service }: OrderDetail): boolean | undefined {
  // An unset number may be 0.
  const named = [customerDetails?.custno, service?.custNo].filter((number) => number !== undefined && number > 0);
  if (named.length === 0) return undefined;
  if (named.every((number) => number === custNo)) return true;
  return named.includes(custNo) ? undefined : false;
}

/** documented: all that an order can be of. An order that does not say is taken for one of nbn's. */
const OTHER_PRODUCTS = ['MOBILE', 'SIPTRUNK', 'RESI', 'UNITE_CALLING', 'UC_THIN', 'ADVANCED_PBX'];

function isOfProduct({ productType = 'NBN' }: OrderDetail): boolean | undefined {
  if (sameWord(productType, 'NBN')) return true;
  return OTHER_PRODUCTS.some((product) => sameWord(product, productType)) ? false : undefined;
}

/** Sub-types of one flow may be taken for one another, but are not the same: the three of an activation. */
function isOfKind({ subOrderType }: OrderRequest, { orderSubType }: OrderDetail): boolean | undefined {
  if (sameWord(subOrderType, orderSubType)) return true;
  const listed = flowOf(orderSubType);
  return listed === undefined || listed === flowOf(subOrderType) ? undefined : false;
}

/** A listed order may name another line than it was placed for, so a difference does not say that it is another one. */
function isOfLine({ lineSeqNo }: OrderRequest, { service }: OrderDetail): boolean | undefined {
  // An unset number may be 0.
  const listed = service?.lineSeqNo ?? 0;
  return lineSeqNo === undefined || listed <= 0 || listed === lineSeqNo ? true : undefined;
}

/** Dates that octane/ could read have a zone. Without one they say nothing. */
const WITH_ZONE = /T.*(Z|[+-]\d{2}:?\d{2})$/;

function isAddedSince(since: string, { dateAdded = '' }: OrderDetail): boolean | undefined {
  if (!WITH_ZONE.test(dateAdded) || !WITH_ZONE.test(since)) return undefined;
  const [added, earliest] = [DateTime.fromISO(dateAdded), DateTime.fromISO(since)];
  return added.isValid && earliest.isValid ? added >= earliest : undefined;
}

/** Ids of equipment that is there; the others (NEW_INFRASTRUCTURE, SUBSEQUENT_INSTALL) say nothing about where. */
const EQUIPMENT = /^\s*(NTD|CPI)/i;

/** Whether an activation is the one of this very placing, or takes the same port or line. */
function isOfPlace(request: OrderRequest, listed: OrderDetail): boolean {
  if (!('qualification' in request)) return true;
  const { qualification, infrastructure } = request;
  if (listed.qualification?.qualificationSearchId === qualification.qualificationSearchId) return true;
  const { infrastructureID, portID } = listed.infrastructureOption ?? {};
  return (
    EQUIPMENT.test(infrastructure.infrastructureID) &&
    sameWord(infrastructureID, infrastructure.infrastructureID) &&
    portID === infrastructure.portID
  );
}

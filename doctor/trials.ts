import type { Octane } from '../octane/octane.ts';
import type { OperationName } from '../octane/operations.ts';
import { bad, note, type Finding } from './check.ts';

/** What of the provider's own is looked at. */
export interface Subject {
  groupNo?: string | undefined;
  custNo?: number | undefined;
  orderId?: string | undefined;
  locationId?: string | undefined;
}

/** What an earlier trial found, and a later one needs. */
export interface Found {
  lineSeqNo?: number | undefined;
  /** Personal: only ever sent back to Octane. */
  address?: string | undefined;
  custNoOfOrder?: number | undefined;
}

export interface Trial {
  operation: OperationName;
  /** The call; undefined where what it needs is missing. */
  call: (octane: Octane, subject: Subject, found: Found) => Promise<Finding[]> | undefined;
  /** What it needs. */
  needs: string;
}

/** Milliseconds by which an order's date may be ahead of our clock. */
const AHEAD = 5 * 60 * 1000;

/** Every operation that only reads, in the order in which they need each other. None of them changes anything at Octane. */
export const TRIALS: readonly Trial[] = [
  {
    operation: 'listPlans',
    needs: 'a group: OCTANE_GROUP_NO or --groupNo',
    call: (octane, { groupNo }) =>
      groupNo === undefined ? undefined : octane.plans.list(groupNo).then((plans) => noneOf(plans, 'plan')),
  },
  {
    operation: 'getCustomer',
    needs: 'a group and --custNo',
    call: (octane, { groupNo, custNo }) =>
      groupNo === undefined || custNo === undefined
        ? undefined
        : octane.customers.get({ groupNo, custNo }).then((customer) => {
            if (customer.custNo === undefined || customer.custNo === custNo) return [];
            return [bad('It answered with another customer than the one that was asked for.')];
          }),
  },
  {
    operation: 'listCustomers',
    needs: 'a group: OCTANE_GROUP_NO or --groupNo',
    call: (octane, { groupNo }) =>
      groupNo === undefined
        ? undefined
        : octane.customers.list(groupNo, { fromDate: recently() }).then(({ unclear }) => unclearList(unclear)),
  },
  {
    operation: 'listServices',
    needs: 'a group and --custNo',
    call: (octane, { groupNo, custNo }, found) =>
      groupNo === undefined || custNo === undefined
        ? undefined
        : octane.services.list({ groupNo, custNo }).then((services) => {
            found.lineSeqNo = services.find(({ lineSeqNo }) => lineSeqNo !== undefined)?.lineSeqNo;
            return noneOf(services, 'service');
          }),
  },
  {
    operation: 'getService',
    needs: 'a group, and --custNo of a customer whose list of services was understood',
    call: (octane, { groupNo, custNo }, { lineSeqNo }) =>
      groupNo === undefined || custNo === undefined || lineSeqNo === undefined
        ? undefined
        : octane.services.get({ groupNo, custNo, lineSeqNo }).then(() => []),
  },
  {
    operation: 'getOrder',
    needs: '--orderId',
    call: (octane, { orderId }, found) =>
      orderId === undefined
        ? undefined
        : octane.orders.get(orderId).then(({ dateAdded, orderStatus, customerDetails, service }) => {
            found.custNoOfOrder = customerDetails?.custno ?? service?.custNo;
            return [...dateOf(dateAdded), ...(orderStatus === undefined ? [bad('It says no orderStatus.')] : [])];
          }),
  },
  {
    operation: 'listOrders',
    needs: '--custNo',
    call: (octane, { custNo, orderId }, { custNoOfOrder }) =>
      custNo === undefined
        ? undefined
        : octane.orders.list({ custNo }).then(({ orders, unclear }) => {
            const expected = orderId !== undefined && custNoOfOrder === custNo;
            const hides = expected && !orders.some((order) => order.orderId === orderId);
            return [
              ...unclearList(unclear),
              ...(hides
                ? [bad('It does not show the order that --orderId names, so an order could not be found again.')]
                : []),
            ];
          }),
  },
  {
    operation: 'qualifyService',
    needs: '--locationId',
    call: (octane, { locationId }, found) =>
      locationId === undefined
        ? undefined
        : octane.qualifications.check({ locationId }).then(({ location, infrastructures, product }) => {
            found.address = location?.addressString;
            return [
              ...(location?.serviceClass === undefined ? [bad('It says no serviceClass.')] : []),
              ...(infrastructures === undefined && product?.productResult !== 'Fail'
                ? [bad('It names no infrastructures.')]
                : []),
            ];
          }),
  },
  {
    operation: 'searchAddress',
    needs: '--locationId of a location whose qualification says its address',
    call: (octane, { locationId }, { address }) =>
      address === undefined
        ? undefined
        : octane.addresses.search(address).then((locations) => {
            if (locations.some((location) => location.locationId === locationId)) return [];
            return [note('It does not find the location by the address that its qualification says.')];
          }),
  },
  {
    operation: 'queryTimeslots',
    needs: '--orderId',
    call: (octane, { orderId }) =>
      orderId === undefined
        ? undefined
        : octane.appointments.timeslots({ orderId }).then(({ timeslots }) => {
            const unread = timeslots.filter(({ slotId, startTime }) => slotId === undefined || startTime === undefined);
            return unread.length > 0 ? [bad(`${unread.length} of its slots have no readable id or time.`)] : [];
          }),
  },
  {
    operation: 'listAvailableTests',
    needs: 'a group, and --custNo of a customer whose list of services was understood',
    call: (octane, { custNo }, { lineSeqNo }) =>
      custNo === undefined || lineSeqNo === undefined
        ? undefined
        : octane.enquiries.availableTests({ custNo, lineSeqNo }).then((tests) => noneOf(tests, 'test')),
  },
];

/** A day ago: the list is a short one where Octane knows the query. */
function recently(): string {
  return new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString();
}

function noneOf(rows: readonly unknown[], what: string): Finding[] {
  return rows.length === 0 ? [note(`It shows no ${what}.`)] : [];
}

function unclearList(reasons: string | undefined): Finding[] {
  return reasons === undefined ? [] : [bad(`It would be no proof that there is nothing: ${reasons}.`)];
}

function dateOf(dateAdded: string | undefined): Finding[] {
  if (dateAdded === undefined)
    return [bad('Its dateAdded cannot be read: if it names no zone, set timeZone in NBN_CONFIG.')];
  if (Date.parse(dateAdded) > Date.now() + AHEAD)
    return [bad('Its dateAdded is in the future: timeZone in NBN_CONFIG is not the zone of its dates.')];
  return [];
}

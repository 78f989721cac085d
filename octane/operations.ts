/** `documented`: on one of the vendor's pages we have whole or in part. `inferred`: by analogy, so a configuration may override it. */
export type Label = 'documented' | 'inferred';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

export interface Operation {
  method: Method;
  /** Relative to the base URL, with `{parameters}`. */
  path: string;
  /** Parameters that are known besides those of the path, so that another path may have them. */
  knows?: readonly string[];
  /** inferred, but for `fromDate`: what the query calls what is asked for, by our own names for it. */
  query?: Readonly<Record<string, string>>;
  /** inferred: the fields under which its list, or its object, may stand in an envelope, besides the usual ones. */
  names?: readonly string[];
  /** Whether it answers with a list. */
  lists?: boolean;
  /** inferred: a row may also be a bare text, its id. */
  rowsMayBeIds?: boolean;
  /** The field that has the id, in each row of a list or in the answer of a create. */
  id?: string;
  /** What backs the method and path; the fields carry their own labels where their schemas are. */
  label: Label;
  source: string;
  /** What sending it twice does; decides whether a call with an unknown outcome may be sent again. */
  effect: 'reads' | 'creates' | 'sets' | 'sends';
  /**
   * How it is sent again once a call of it may have taken effect: `freely`; `afterSearching` what Octane has, each time; or
   * `never`. Held to it by test/activities/repetition.test.ts, but for the orders, which the workflow places.
   */
  repetition: 'freely' | 'afterSearching' | 'never';
}

/** The one table of Octane's operations as we know them. `NBN_CONFIG` corrects it (configured-operations.ts). */
export const OPERATIONS = {
  getCustomer: {
    method: 'GET',
    path: '/v1/group/{groupno}/customer/{custno}',
    names: ['customer'],
    label: 'documented',
    source: 'page Get Customer Detail',
    effect: 'reads',
    repetition: 'freely',
  },
  updateCustomer: {
    method: 'PATCH',
    path: '/v1/group/{groupno}/customer/{custno}',
    names: ['customer'],
    label: 'documented',
    source: 'page Update Customer',
    effect: 'sets',
    repetition: 'afterSearching',
  },
  sendWelcomeEmail: {
    method: 'POST',
    path: '/v1/group/{groupno}/customer/{custno}/send-welcome-email',
    label: 'documented',
    source: 'page Send Welcome Email',
    effect: 'sends',
    repetition: 'never',
  },
  createModificationOrder: {
    method: 'POST',
    path: '/v1/service/orders/change',
    knows: ['custno'],
    id: 'orderId',
    label: 'documented',
    source: 'page Create Order (NBN Modification)',
    effect: 'creates',
    repetition: 'afterSearching',
  },
  getOrder: {
    method: 'GET',
    path: '/v1/service/orders/{orderId}',
    id: 'orderId',
    names: ['order'],
    label: 'documented',
    source: 'page Get Order Detail (NBN)',
    effect: 'reads',
    repetition: 'freely',
  },
  qualifyService: {
    method: 'POST',
    path: '/v1/qualification/check',
    knows: ['locationId'],
    names: ['qualification'],
    label: 'documented',
    source: 'page Perform Service Qualification Check, in part',
    effect: 'reads',
    repetition: 'freely',
  },
  addCustomer: {
    method: 'POST',
    path: '/v1/group/{groupno}/customer',
    id: 'custNo',
    names: ['customer'],
    label: 'inferred',
    source: 'method from the navigation; path by analogy with Get Customer Detail',
    effect: 'creates',
    repetition: 'afterSearching',
  },
  listPlans: {
    method: 'GET',
    path: '/v1/group/{groupno}/plan',
    query: { page: 'page' },
    lists: true,
    names: ['groupPlan', 'plans'],
    id: 'planNo',
    label: 'inferred',
    source: 'named in the NBN flows; path by analogy with the customer pages',
    effect: 'reads',
    repetition: 'freely',
  },
  listServices: {
    method: 'GET',
    path: '/v1/group/{groupno}/customer/{custno}/service',
    query: { page: 'page' },
    lists: true,
    names: ['services'],
    id: 'lineSeqNo',
    label: 'inferred',
    source: 'method from the navigation; path by analogy with the customer pages',
    effect: 'reads',
    repetition: 'freely',
  },
  getService: {
    method: 'GET',
    path: '/v1/group/{groupno}/customer/{custno}/service/{lineseqno}',
    id: 'lineSeqNo',
    names: ['service'],
    label: 'inferred',
    source: 'method from the navigation; path by analogy with the customer pages',
    effect: 'reads',
    repetition: 'freely',
  },
  createActivationOrder: {
    method: 'POST',
    path: '/v1/service/orders/new',
    knows: ['custno'],
    id: 'orderId',
    label: 'inferred',
    source: 'method and the first body fields documented; path by analogy with /change',
    effect: 'creates',
    repetition: 'afterSearching',
  },
  createDisconnectionOrder: {
    method: 'POST',
    path: '/v1/service/orders/disconnect',
    knows: ['custno'],
    id: 'orderId',
    label: 'inferred',
    source: 'method from the navigation; path by analogy with /change',
    effect: 'creates',
    repetition: 'afterSearching',
  },
  listOrders: {
    method: 'GET',
    path: '/v1/service/orders',
    knows: ['custno'],
    query: {
      custno: 'custno',
      groupNo: 'groupno',
      modifiedSince: 'fromDate',
      page: 'page',
      pageSize: 'pageSize',
    },
    lists: true,
    names: ['orders'],
    id: 'orderId',
    label: 'inferred',
    source: 'method from the navigation; path by analogy with Get Order Detail',
    effect: 'reads',
    repetition: 'freely',
  },
  cancelOrder: {
    method: 'POST',
    path: '/v1/service/orders/{orderId}/cancel',
    label: 'inferred',
    source: 'named in the withdrawal flow; path by analogy with Send Welcome Email',
    effect: 'sets',
    repetition: 'freely',
  },
  listCustomers: {
    method: 'GET',
    path: '/v1/group/{groupno}/customer',
    query: { fromDate: 'fromDate', page: 'page' },
    lists: true,
    names: ['customers'],
    id: 'custNo',
    label: 'inferred',
    source: 'method and query documented; path by analogy with Get Customer Detail',
    effect: 'reads',
    repetition: 'freely',
  },
  searchAddress: {
    method: 'GET',
    path: '/v1/address/search',
    knows: ['address'],
    query: { address: 'address' },
    lists: true,
    names: ['locations', 'addresses'],
    id: 'locationId',
    label: 'inferred',
    source: 'named in the activation flow; method and path are guesses',
    effect: 'reads',
    repetition: 'freely',
  },
  queryTimeslots: {
    method: 'GET',
    path: '/v1/service/orders/{orderId}/appointment/timeslots',
    query: { dateFrom: 'dateFrom' },
    lists: true,
    names: ['timeslots'],
    id: 'slotId',
    label: 'inferred',
    source: 'named in the navigation; method and path are guesses',
    effect: 'reads',
    repetition: 'freely',
  },
  bookAppointment: {
    method: 'POST',
    path: '/v1/service/orders/{orderId}/appointment',
    names: ['appointment'],
    label: 'inferred',
    source: 'named in the navigation, for booking and rescheduling; method and path are guesses',
    effect: 'sets',
    repetition: 'afterSearching',
  },
  listAvailableTests: {
    method: 'GET',
    path: '/v1/enquiry/available-tests',
    knows: ['custno', 'lineseqno'],
    query: { custno: 'custno', lineseqno: 'lineseqno' },
    lists: true,
    names: ['tests'],
    rowsMayBeIds: true,
    id: 'testType',
    label: 'inferred',
    source: 'named in the navigation; method and path are guesses',
    effect: 'reads',
    repetition: 'freely',
  },
  createEnquiry: {
    method: 'POST',
    path: '/v1/enquiry',
    knows: ['custno', 'lineseqno'],
    id: 'enquiryId',
    label: 'inferred',
    source: 'named in the navigation; method and path are guesses',
    effect: 'creates',
    repetition: 'freely',
  },
  getEnquiry: {
    method: 'GET',
    path: '/v1/enquiry/{enquiryId}',
    names: ['enquiry'],
    id: 'enquiryId',
    label: 'inferred',
    source: 'named in the navigation; method and path are guesses',
    effect: 'reads',
    repetition: 'freely',
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;

export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];

/** Every parameter that a path of the operation may have. */
export function knownParameters(name: OperationName): string[] {
  const { path, knows = [] }: Operation = OPERATIONS[name];
  return [...parametersOf(path), ...knows];
}

/** The names of a path's `{parameters}`. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

/** Replaces the `{parameters}` of a path, percent-encoded. */
export function fillPath(path: string, parameters: Readonly<Record<string, string | number>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
}

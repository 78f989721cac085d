/** `documented`: on one of the vendor's pages we have whole or in part. `inferred`: by analogy, so a configuration may override it. */
export type Label = 'documented' | 'inferred';

export interface Operation {
  method: 'GET' | 'POST' | 'PATCH';
  /** Relative to the base URL, with `{parameters}`. */
  path: string;
  /** What backs the method and path; the fields carry their own labels where their schemas are. */
  label: Label;
  source: string;
  /** What sending it twice does; decides whether a call with an unknown outcome may be sent again. */
  effect: 'reads' | 'creates' | 'sets' | 'sends';
  /**
   * How it is sent again once a call of it may have taken effect: `freely`; `afterLooking` what Octane has, each time; or
   * `never`. Held to it by test/activities/repetition.test.ts, but for the orders, which the workflow places.
   */
  repetition: 'freely' | 'afterLooking' | 'never';
}

/**
 * The one table of Octane's operations. `NBN_CONFIG` may override any path by the operation's name:
 * `{"paths": {"listPlans": "/v1/…"}}`.
 */
export const OPERATIONS = {
  getCustomer: {
    method: 'GET',
    path: '/v1/group/{groupno}/customer/{custno}',
    label: 'documented',
    source: 'page Get Customer Detail',
    effect: 'reads',
    repetition: 'freely',
  },
  updateCustomer: {
    method: 'PATCH',
    path: '/v1/group/{groupno}/customer/{custno}',
    label: 'documented',
    source: 'page Update Customer',
    effect: 'sets',
    repetition: 'afterLooking',
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
    label: 'documented',
    source: 'page Create Order (NBN Modification)',
    effect: 'creates',
    repetition: 'afterLooking',
  },
  getOrder: {
    method: 'GET',
    path: '/v1/service/orders/{orderId}',
    label: 'documented',
    source: 'page Get Order Detail (NBN)',
    effect: 'reads',
    repetition: 'freely',
  },
  qualifyService: {
    method: 'POST',
    path: '/v1/qualification/check',
    label: 'documented',
    source: 'page Perform Service Qualification Check, in part',
    effect: 'reads',
    repetition: 'freely',
  },
  addCustomer: {
    method: 'POST',
    path: '/v1/group/{groupno}/customer',
    label: 'inferred',
    source: 'method from the navigation; path by analogy with Get Customer Detail',
    effect: 'creates',
    repetition: 'afterLooking',
  },
  listPlans: {
    method: 'GET',
    path: '/v1/group/{groupno}/plan',
    label: 'inferred',
    source: 'named in the NBN flows; path by analogy with the customer pages',
    effect: 'reads',
    repetition: 'freely',
  },
  listServices: {
    method: 'GET',
    path: '/v1/group/{groupno}/customer/{custno}/service',
    label: 'inferred',
    source: 'method from the navigation; path by analogy with the customer pages',
    effect: 'reads',
    repetition: 'freely',
  },
  getService: {
    method: 'GET',
    path: '/v1/group/{groupno}/customer/{custno}/service/{lineseqno}',
    label: 'inferred',
    source: 'method from the navigation; path by analogy with the customer pages',
    effect: 'reads',
    repetition: 'freely',
  },
  createActivationOrder: {
    method: 'POST',
    path: '/v1/service/orders/new',
    label: 'inferred',
    source: 'method and the first body fields documented; path by analogy with /change',
    effect: 'creates',
    repetition: 'afterLooking',
  },
  createDisconnectionOrder: {
    method: 'POST',
    path: '/v1/service/orders/disconnect',
    label: 'inferred',
    source: 'method from the navigation; path by analogy with /change',
    effect: 'creates',
    repetition: 'afterLooking',
  },
  listOrders: {
    method: 'GET',
    path: '/v1/service/orders',
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
    label: 'inferred',
    source: 'method and query documented; path by analogy with Get Customer Detail',
    effect: 'reads',
    repetition: 'freely',
  },
  searchAddress: {
    method: 'GET',
    path: '/v1/address/search',
    label: 'inferred',
    source: 'named in the activation flow; method and path are guesses',
    effect: 'reads',
    repetition: 'freely',
  },
  queryTimeslots: {
    method: 'GET',
    path: '/v1/service/orders/{orderId}/appointment/timeslots',
    label: 'inferred',
    source: 'named in the navigation; method and path are guesses',
    effect: 'reads',
    repetition: 'freely',
  },
  bookAppointment: {
    method: 'POST',
    path: '/v1/service/orders/{orderId}/appointment',
    label: 'inferred',
    source: 'named in the navigation, for booking and rescheduling; method and path are guesses',
    effect: 'sets',
    repetition: 'afterLooking',
  },
  listAvailableTests: {
    method: 'GET',
    path: '/v1/enquiry/available-tests',
    label: 'inferred',
    source: 'named in the navigation; method and path are guesses',
    effect: 'reads',
    repetition: 'freely',
  },
  createEnquiry: {
    method: 'POST',
    path: '/v1/enquiry',
    label: 'inferred',
    source: 'named in the navigation; method and path are guesses',
    effect: 'creates',
    repetition: 'freely',
  },
  getEnquiry: {
    method: 'GET',
    path: '/v1/enquiry/{enquiryId}',
    label: 'inferred',
    source: 'named in the navigation; method and path are guesses',
    effect: 'reads',
    repetition: 'freely',
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;

export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];

/** The names of a path's `{parameters}`. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

/** Replaces the `{parameters}` of a path, percent-encoded. */
export function fillPath(path: string, parameters: Readonly<Record<string, string | number>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
}

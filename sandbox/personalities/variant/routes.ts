import type { OperationName } from '../../../octane/operations.ts';
import type { Route } from '../personality.ts';

/** Where the inferred operations are in this Octane. Those that are documented are where they are documented. */
export const ROUTES: Readonly<Partial<Record<OperationName, Route>>> = {
  addCustomer: { method: 'PUT', path: '/v1/group/{groupno}/customers' },
  listCustomers: { method: 'GET', path: '/v1/group/{groupno}/customers/search' },
  listPlans: { method: 'GET', path: '/v1/plans' },
  listServices: { method: 'GET', path: '/v1/customer/{custno}/services' },
  getService: { method: 'GET', path: '/v1/customer/{custno}/services/{lineseqno}' },
  createActivationOrder: { method: 'POST', path: '/v1/service/orders/connect' },
  createDisconnectionOrder: { method: 'POST', path: '/v1/service/orders/cease' },
  listOrders: { method: 'GET', path: '/v1/service/orders/search' },
  cancelOrder: { method: 'DELETE', path: '/v1/service/orders/{orderId}' },
  searchAddress: { method: 'GET', path: '/v1/locations' },
  queryTimeslots: { method: 'GET', path: '/v1/service/orders/{orderId}/visit/slots' },
  bookAppointment: { method: 'PUT', path: '/v1/service/orders/{orderId}/visit' },
  listAvailableTests: { method: 'GET', path: '/v1/customer/{custno}/services/{lineseqno}/tests' },
  createEnquiry: { method: 'POST', path: '/v1/diagnostics' },
  getEnquiry: { method: 'GET', path: '/v1/diagnostics/{enquiryId}' },
};

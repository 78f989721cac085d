// The workflow types that the worker serves: the entry of the workflow bundle.
export { activate } from './activate.ts';
export { disconnect } from './disconnect.ts';
export { diagnosticTest, serviceHealthCheck } from './enquiries.ts';
export { shape, suspend, unshape, unsuspend } from './modifications.ts';
export { octaneOutage } from './octane-outage.ts';
export { planChange } from './plan-change.ts';
export { reconcile } from './reconcile.ts';
export { watchOrders } from './watch-orders.ts';
export { holdService, queueForService } from './service-lock.ts';

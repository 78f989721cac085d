// The workflow types that the worker serves: the entry of the workflow bundle.
export { activate } from './activate.ts';
export { disconnect } from './disconnect.ts';
export { diagnosticTest, serviceHealthCheck } from './enquiries.ts';
export { shape, suspend, unshape, unsuspend } from './modifications.ts';
export { planChange } from './plan-change.ts';
export { appointmentSlots } from './system/appointment-slots.ts';
export { countOrders } from './system/count-orders.ts';
export { deliverEvents } from './system/deliver-events.ts';
export { octaneOutage } from './system/octane-outage.ts';
export { reconcile } from './system/reconcile.ts';
export { serviceLock } from './system/service-lock.ts';
export { watchOrders } from './system/watch-orders.ts';
export { unknownWorkflowType as default } from './system/unknown-workflow-type.ts';

// What other services import.
export type { FailureDetails, FailureType, WrongField } from '../contract/failures.ts';
export type {
  ActivateInput,
  DiagnosticTestInput,
  DisconnectInput,
  Inputs,
  PlanChangeInput,
  ServiceHealthCheckInput,
  ServiceOrderInput,
} from '../contract/inputs.ts';
export type { AppointmentSlot } from '../contract/appointment-slots.ts';
export type { EventType, OrderEvent } from '../contract/events.ts';
export type { EnquiryFlow, Flow, OrderFlow } from '../contract/names.ts';
export type { EnquiryResult, OrderResult, Progress, Results, TimelineEntry } from '../contract/outputs.ts';
export type { Fallout, FalloutCode, ResolveAction } from '../contract/fallout.ts';
export type * from '../contract/updates.ts';
export type { OrderState, TerminalState, WaitingFor } from '../contract/states.ts';
export type { CustomerReconciliation, Difference, DifferenceCode } from '../contract/reconciliation.ts';
export type { ConnectOptions } from './connection.ts';
export { CannotDecrypt } from '../temporal/encryption/codec.ts';
export { WrongKeys } from '../temporal/encryption/key-ring.ts';
export {
  CannotReconcile,
  NoAnswer,
  NoSuchOrder,
  NotConnected,
  NoWorker,
  OrderError,
  ReferenceInUse,
  SlotsNotListed,
  UnknownCursor,
  UpdateIdInUse,
  UpdateRefused,
} from './errors.ts';
export type { ListFilter } from './list-filter.ts';
export { NbnOrders, type OrderPage, type OrderSummary } from './nbn-orders.ts';
export {
  OrderHandle,
  type PollAnswer,
  type PollOptions,
  type SlotsOptions,
  type UpdateOptions,
} from './order-handle.ts';
export type { OrderHistory } from './order-history.ts';
export type { OrderView, Retry } from './order-view.ts';
export type { ReconcileFilter } from './reconciliation.ts';
export type { UndeliveredEvents, UndeliveredFilter } from './undelivered-events.ts';

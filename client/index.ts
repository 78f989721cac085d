// What other services import.
export type { FailureDetails, FailureType, WrongField } from '../contract/failures.ts';
export type { ActivateInput, DisconnectInput, Inputs, PlanChangeInput } from '../contract/inputs.ts';
export type { Flow } from '../contract/names.ts';
export type { OrderResult, Progress, TimelineEntry } from '../contract/outputs.ts';
export type { OrderState, TerminalState, WaitingFor } from '../contract/states.ts';
export { NoSuchOrder, OrderError, ReferenceInUse } from './errors.ts';
export { NbnOrders, type ListFilter, type OrderSummary } from './nbn-orders.ts';
export { OrderHandle, type Retry } from './order-handle.ts';

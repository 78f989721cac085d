import type { OrderFlow } from './names.ts';
import type { OrderState } from './states.ts';

/** How what our orders say and what Octane says can differ. */
export const DIFFERENCE_CODES = [
  'customerNotInOctane',
  'orderNotInOctane',
  'orderNotOurs',
  'statusDiffers',
  'behind',
  'serviceDiffers',
  'sameOrderTwice',
  'placedTwice',
  'outcomeUnknown',
] as const;
export type DifferenceCode = (typeof DIFFERENCE_CODES)[number];

/** One difference, without personal data. */
export interface Difference {
  code: DifferenceCode;
  custNo: number;
  /** Our orders that it is about, by their references. */
  references: string[];
  /** Octane's orders that it is about. */
  orderIds: string[];
  lineSeqNo?: number;
  /** What differs, in plain words. */
  sentence: string;
  whatToDo: string;
  /** It settles by itself, or nothing is left to decide: worth knowing, but no difference to act on. */
  informational?: true;
}

/** What we know of one order, as far as it can be compared. */
export interface RecordedOrder {
  reference: string;
  flow: OrderFlow;
  state: OrderState;
  /** `ended`: with a result or one of the contract's failures. `stopped`: in any other way, such as terminated. */
  workflow: 'running' | 'ended' | 'stopped';
  orderId?: string;
  orderStatus?: string;
  /** It is not known whether Octane has it. */
  outcomeUnknown?: true;
  /** The plan that it was for in the end, of a completed order. */
  planNo?: number;
  /** ISO 8601. */
  startedAt: string;
  closedAt?: string;
}

export interface CustomerToReconcile {
  custNo: number;
  /** The worker's OCTANE_GROUP_NO when left out. */
  groupNo?: string;
  orders: RecordedOrder[];
}

export interface ReconcileInput {
  customers: CustomerToReconcile[];
  /** ISO 8601: what closed before is history. */
  since: string;
}

export interface CustomerReconciliation {
  custNo: number;
  /** ISO 8601: what closed before was left out. */
  since: string;
  /** How many of our orders were compared. */
  orders: number;
  /** False when Octane has no list of orders at its path: then nothing that only Octane knows of can be found. */
  ordersListed: boolean;
  differences: Difference[];
  /** Why this customer could not be compared. */
  failure?: string;
}

export interface ReconcileResult {
  customers: CustomerReconciliation[];
}

const SECOND_LOOK = '-again';

/** The workflow id of the comparison that looks again at what the one with this id has found: what is found twice counts. */
export function secondLookAfter(workflowId: string): string {
  return workflowId + SECOND_LOOK;
}

export function isSecondLook(workflowId: string): boolean {
  return workflowId.endsWith(SECOND_LOOK);
}

import type { Interval } from '../../activities/orders.ts';
import { referenceOf, type Flow } from '../../contract/names.ts';
import type { OrderResult, Progress } from '../../contract/outputs.ts';
import { fieldsOf } from '../../contract/plain-objects.ts';
import type { OrderState as State, RawStatus } from '../../contract/states.ts';
import type { Outbox } from './events.ts';
import type { Placement } from './placement.ts';

/**
 * All that an order knows of itself: plain, serialisable, and the argument of continue-as-new as it stands. Nothing personal is in it.
 */
export interface OrderRecord {
  version: 1;
  /** What the query answers, and the search attributes and the details show. */
  progress: Progress;
  /** Does Octane have the order? */
  order: Creation;
  /** Does Octane have the customer who is added with an activation? */
  customer: Creation;
  withdrawal: Withdrawal;
  /** The services that the order holds, or waits for, in the order in which it takes them. */
  services: HeldService[];
  /** ISO 8601: since when Octane is asked to take the order. Only a person's retry begins this again. */
  patientSince?: string;
  /** What the steps returned, by name. Starting over forgets them. */
  steps: Record<string, unknown>;
  /** What starting over does not forget, by name. */
  kept: Record<string, unknown>;
  following: Following;
  /** Where the service is: its business days count. */
  location: { serviceClass?: string; state?: string };
  lineSeqNo?: number;
  earlierRuns: EarlierRuns;
  /** A person adopted an order without the checks, so it is only followed. */
  isAdoptedUnchecked: boolean;
  /** Only where receivers are told what happens to the order. */
  events?: Outbox;
}

/** What is known of something that Octane is asked to create, once. */
export interface Creation {
  placement: Placement;
  /** ISO 8601: when the first attempt began. Nothing that is older can be it. */
  began?: string;
  /** Ids of Octane that are surely not it. */
  notThese: string[];
  /** Create calls in a row whose outcome is unknown. */
  lost: number;
  /** Whether this order has sent a create call whose outcome was unknown, whatever was found out later. */
  hasSent: boolean;
  /** Whether a person has decided that Octane has none, and nothing was sent since. */
  isDecided: boolean;
}

export interface Withdrawal {
  /** A person wants the order withdrawn. */
  isWanted: boolean;
  /** `here`: nothing was placed, and nothing will be. `octane`: Octane accepted it, and the order tells whether it was in time. */
  accepted: 'no' | 'here' | 'octane';
  /** The wish must not end the order before it was searched for. */
  isAfterSearch: boolean;
}

export interface HeldService {
  service: string;
  /** False while the order waits for it, and after the order started over: another input may want another service. */
  isConfirmed: boolean;
}

export interface Following {
  /** The last status, and what it means for the due date. */
  seen?: RawStatus;
  dueDate?: string;
  inJeopardy?: boolean;
  /** When each phase ran, until it ended. */
  ran: Partial<Record<State, Interval[]>>;
  running?: { phase: State; since: string };
  /** How the order ended at Octane, and whether it had when it was first polled. */
  ended?: { state: OrderResult['state']; atOnce: boolean };
  /** Another order may have changed the service before it was verified. */
  isUncompared?: boolean;
}

/** Whether earlier runs of the reference may have left an order at Octane. */
export interface EarlierRuns {
  /**
   * ISO 8601: runs that had closed by then left nothing. One may close later: that of an order which was reset knows what this one does
   * not.
   */
  leftNothingBy?: string;
  /** A person knows, so that an end need not be questioned again. */
  isTold: boolean;
}

export function newRecord(flow: Flow, workflowId: string): OrderRecord {
  return {
    version: 1,
    progress: { reference: referenceOf(workflowId), flow, state: 'placing', waitingFor: 'octane', timeline: [] },
    order: newCreation(),
    customer: newCreation(),
    withdrawal: { isWanted: false, accepted: 'no', isAfterSearch: false },
    services: [],
    steps: {},
    kept: {},
    following: { ran: {} },
    location: {},
    earlierRuns: { isTold: false },
    isAdoptedUnchecked: false,
  };
}

function newCreation(): Creation {
  return { placement: { is: 'none' }, notThese: [], lost: 0, hasSent: false, isDecided: false };
}

/** Whether what a run was given is what a run of this flow carries over. */
export function isRecordOf(flow: Flow, workflowId: string, value: unknown): value is OrderRecord {
  const { version, progress, order, following } = fieldsOf(value);
  const { flow: carriedFlow, reference } = fieldsOf(progress);
  return (
    version === 1 &&
    carriedFlow === flow &&
    reference === referenceOf(workflowId) &&
    'is' in fieldsOf(fieldsOf(order)['placement']) &&
    'ran' in fieldsOf(following)
  );
}

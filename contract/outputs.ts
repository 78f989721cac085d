import type { Fallout } from './fallout.ts';
import type { EnquiryFlow, Flow } from './names.ts';
import type { OrderState, RawStatus, TerminalState, WaitingFor } from './states.ts';
import type { BookedAppointment } from './updates.ts';

/** What the workflow of an order returns. One that ended otherwise than completed or partial is a failure instead. */
export interface OrderResult {
  reference: string;
  flow: Flow;
  state: Extract<TerminalState, 'completed' | 'partial'>;
  /** Missing when there was nothing to order, which `note` says. */
  orderId?: string;
  custNo: number;
  /** The service line, once Octane has named it. */
  lineSeqNo?: number;
  /** What a person should know about this ending, in a sentence. */
  note?: string;
}

/** What a diagnostic test or a service health check returns. */
export interface EnquiryResult {
  reference: string;
  flow: Flow;
  state: Extract<TerminalState, 'completed'>;
  enquiryId: string;
  custNo: number;
  lineSeqNo: number;
  /** Octane's word for how it came out, such as Pass. */
  outcome?: string;
  summary?: string;
  /** The raw measurements, by their names. */
  metrics: Record<string, string | number | boolean>;
}

/** What the workflow of each flow returns. */
export type Results = { [F in Flow]: F extends EnquiryFlow ? EnquiryResult : OrderResult };

export interface TimelineEntry {
  /** ISO 8601, by the Temporal server's clock. */
  at: string;
  text: string;
}

/** The answer to the query `progress`. */
export interface Progress extends RawStatus {
  reference: string;
  flow: Flow;
  state: OrderState;
  waitingFor?: WaitingFor;
  custNo?: number;
  groupNo?: string;
  orderId?: string;
  /** While the order waits for the service: the workflow id of the order that has it. */
  heldBy?: string;
  appointment?: BookedAppointment;
  fallout?: Fallout;
  /** What a person has to do for the order to continue, where it waits for more than time. */
  hint?: string;
  /** ISO 8601: when the current phase should be over. */
  dueDate?: string;
  /** True while that is missed. */
  inJeopardy?: boolean;
  /** Oldest first; the latest {@link TIMELINE_LENGTH} entries. */
  timeline: TimelineEntry[];
}

/** How many timeline entries an order keeps. */
export const TIMELINE_LENGTH = 100;

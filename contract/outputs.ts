import type { Flow } from './names.ts';
import type { OrderState, RawStatus, TerminalState, WaitingFor } from './states.ts';

/** What an order's workflow returns. An order that ended otherwise than completed or partial is a failure instead. */
export interface OrderResult {
  reference: string;
  flow: Flow;
  state: Extract<TerminalState, 'completed' | 'partial'>;
  orderId: string;
  custNo: number;
  /** The service line, once Octane has named it. */
  lineSeqNo?: number;
  /** What a person should know about this ending, in a sentence. */
  note?: string;
}

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
  /** Oldest first; the latest {@link TIMELINE_LENGTH} entries. */
  timeline: TimelineEntry[];
}

/** How many timeline entries an order keeps. */
export const TIMELINE_LENGTH = 100;

/** That all of Octane is away, for every caller alike. */
export interface Outage {
  type: 'OctaneUnavailable' | 'OctaneUnauthorized';
  /** ISO 8601 */
  since: string;
  /** Milliseconds until now. */
  lasted: number;
  /** What the last call came to, in a sentence that is free of personal data. */
  answer: string;
}

/** What the callers tell each other of outages, whatever process they are in. */
export interface Outages {
  /** The outage that is on; undefined when there is none, or nobody can tell. Asked before each call while there may be one. */
  current: () => Promise<Outage | undefined>;
  /** Tells of one; when there is one already, it stays. It ends by itself, when Octane answers a probe. */
  begin: (outage: Pick<Outage, 'type' | 'answer'>) => Promise<void>;
}

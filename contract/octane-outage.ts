/** Why all of Octane is away: it does not answer, or it does not accept the credentials. */
export const OUTAGE_TYPES = ['OctaneUnavailable', 'OctaneUnauthorized'] as const;

/** That all of Octane is away, for every caller alike. */
export interface Outage {
  type: (typeof OUTAGE_TYPES)[number];
  /** ISO 8601 */
  since: string;
  /** Milliseconds until now. */
  lasted: number;
  /** How the last call ended, in a sentence that is free of personal data. */
  answer: string;
}

/** What the callers tell each other of outages, whatever process they are in. */
export interface Outages {
  /** The outage that is on; undefined when there is none, or when that is not known. Asked before each call while there may be one. */
  current: () => Promise<Outage | undefined>;
  /** Reports one; when there is one already, it stays. It ends by itself, when Octane answers a probe. */
  begin: (outage: Pick<Outage, 'type' | 'answer'>) => Promise<void>;
}

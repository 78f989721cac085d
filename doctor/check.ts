/**
 * The outcome of a check. `good`: as it should be. `note`: works, with something to know. `bad`: an order would fail, stop, or need a
 * person because of it. `notTried`: nothing is known.
 */
export type Verdict = 'good' | 'note' | 'bad' | 'notTried';

/** One line of the doctor's report, without secrets and personal data. */
export interface Check {
  about: 'octane' | 'temporal';
  /** What was checked: an operation's name, or a few words. */
  name: string;
  verdict: Verdict;
  httpStatus?: number;
  /** Milliseconds. */
  took?: number;
  /** What was found, a sentence each; none when there is nothing to say. */
  findings: string[];
}

/** Something to tell of a check, and how bad it is. */
export interface Finding {
  verdict: Extract<Verdict, 'note' | 'bad'>;
  sentence: string;
}

export function note(sentence: string): Finding {
  return { verdict: 'note', sentence };
}

export function bad(sentence: string): Finding {
  return { verdict: 'bad', sentence };
}

/** As bad as the worst finding. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ verdict }) => verdict === 'bad')) return 'bad';
  return findings.length > 0 ? 'note' : 'good';
}

import { pino, type DestinationStream } from 'pino';
import type { ProblemType } from './problems.ts';
import type { Right } from './roles.ts';

/** One request for a change, whatever became of it. Names and ids only: no text that a person wrote. */
export interface AuditEntry {
  /** As the login says; missing when that was not accepted. */
  who?: string | undefined;
  what: Right;
  reference?: string | undefined;
  /** The address that the request came from. */
  from: string;
  status: number;
  /** Why it was not done. */
  problem?: ProblemType | undefined;
}

export type AuditLog = (entry: AuditEntry) => void;

/** A line of JSON for each entry, with its time. */
export function auditLog(destination: DestinationStream): AuditLog {
  const lines = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: () => ({ log: 'audit' }) } },
    destination,
  );
  return (entry) => {
    lines.info(entry);
  };
}

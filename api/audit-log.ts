import { pino, type DestinationStream } from 'pino';
import { z } from 'zod';
import { RESOLVE_ACTIONS, type ResolveAction } from '../contract/fallout.ts';
import { FLOWS, type Flow } from '../contract/names.ts';
import type { ProblemType } from './problems.ts';
import type { Right } from './roles.ts';

/** One request for a change, whatever became of it. Names and ids only: no text that a person wrote. */
export interface AuditEntry {
  /** As the login says; missing when that was not accepted. */
  who?: string | undefined;
  what: Right;
  /** Of an order that was to be started. */
  flow?: Flow | undefined;
  /** Of a decision. */
  action?: ResolveAction | undefined;
  reference?: string | undefined;
  /** The address that the request came from. */
  from: string;
  status: number;
  /** Why it was not done. */
  problem?: ProblemType | undefined;
}

/** A word that is not one of ours is left out. */
const words = z
  .object({
    flow: z.enum(FLOWS).optional().catch(undefined),
    action: z.enum(RESOLVE_ACTIONS).optional().catch(undefined),
  })
  .catch({});

/** What the audit log keeps of a request's body, which may hold anything. */
export function wordsOf(body: unknown): Pick<AuditEntry, 'flow' | 'action'> {
  return words.parse(body);
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

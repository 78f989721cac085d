import type { CreateOutcome, OctaneFailureType } from '../contract/failures.ts';
import type { OperationName } from './operations.ts';

export interface OctaneErrorFacts {
  type: OctaneFailureType;
  operation: OperationName;
  /** What this says about a create: whether an order can exist now. */
  outcome: CreateOutcome;
  /** False when the same call would only fail again. */
  retryable: boolean;
  httpStatus?: number | undefined;
  /** Milliseconds, from `Retry-After`. */
  retryAfter?: number | undefined;
  /** True when nothing was sent, because all of Octane is away (octane/circuit.ts), or the limit of calls did not allow it in time. */
  heldBack?: boolean | undefined;
}

/** A call to Octane that did not do what was asked. The message is for a person, and free of personal data. */
export class OctaneError extends Error {
  readonly type: OctaneFailureType;
  readonly operation: OperationName;
  readonly outcome: CreateOutcome;
  readonly retryable: boolean;
  readonly httpStatus: number | undefined;
  readonly retryAfter: number | undefined;
  readonly heldBack: boolean;

  constructor(message: string, facts: OctaneErrorFacts) {
    super(message);
    this.name = 'OctaneError';
    this.type = facts.type;
    this.operation = facts.operation;
    this.outcome = facts.outcome;
    this.retryable = facts.retryable;
    this.httpStatus = facts.httpStatus;
    this.retryAfter = facts.retryAfter;
    this.heldBack = facts.heldBack ?? false;
  }

  /** Octane knows nothing by this number, or has no such path. */
  get isNotFound(): boolean {
    return this.httpStatus === 404 || this.httpStatus === 410;
  }
}

/** undefined where Octane knows nothing by this number. */
export async function unlessNotFound<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof OctaneError && error.isNotFound) return undefined;
    throw error;
  }
}

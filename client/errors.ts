import type { Flow } from '../contract/names.ts';
import type { FailureDetails, FailureType, WrongField } from '../contract/failures.ts';

/** An order that was not accepted, or that ended otherwise than completed or partial. `type` is one of the contract's. */
export class OrderError extends Error {
  readonly type: FailureType;
  readonly details: FailureDetails;
  /** With `InvalidOrder`: every wrong field. */
  readonly fields: WrongField[];

  constructor(type: FailureType, message: string, details: FailureDetails, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OrderError';
    this.type = type;
    this.details = details;
    this.fields = details.fields ?? [];
  }
}

/** The reference already stands for another order: another flow, or another input. Nothing was started. */
export class ReferenceInUse extends Error {
  readonly reference: string;

  constructor(reference: string, flow: Flow, difference: string) {
    super(
      `Reference ${reference} already stands for another order (${difference}), so no ${flow} was started with it. Use a new reference.`,
    );
    this.name = 'ReferenceInUse';
    this.reference = reference;
  }
}

/** A withdrawal, rescheduling or decision that was refused. The message says why; nothing was changed. */
export class UpdateRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UpdateRefused';
  }
}

/** No order was ever started with this reference, or the server no longer keeps it. */
export class NoSuchOrder extends Error {
  readonly reference: string;

  constructor(reference: string, options?: ErrorOptions) {
    super(`There is no order ${reference}.`, options);
    this.name = 'NoSuchOrder';
    this.reference = reference;
  }
}

/** There is no connection to Temporal; the message says why, and what to do. */
export class NotConnected extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NotConnected';
  }
}

/** Temporal, or a worker, did not answer in time. Whether something was changed is not known: repeat what is safe to repeat. */
export class NoAnswer extends Error {
  constructor(limit: number, options?: ErrorOptions) {
    super(`There was no answer within ${limit / 1000} seconds.`, options);
    this.name = 'NoAnswer';
  }
}

/** The update id stands for another request to this order. Nothing was changed by this one. */
export class UpdateIdInUse extends Error {
  constructor(reference: string, options?: ErrorOptions) {
    super(`Order ${reference} has had another request with this id. Use a new id for a new request.`, options);
    this.name = 'UpdateIdInUse';
  }
}

/** A cursor that no page of the list has had. */
export class UnknownCursor extends Error {
  constructor() {
    super('cursor must be that of an earlier page.');
    this.name = 'UnknownCursor';
  }
}

/** No worker runs that could answer. Nothing was changed; orders continue when one runs again. */
export class NoWorker extends Error {
  constructor() {
    super('No worker runs, and only a worker can answer. Start one; what is open then continues by itself.');
    this.name = 'NoWorker';
  }
}

/** Octane's free slots could not be listed. An appointment may still be moved to the first slot that fits. */
export class SlotsNotListed extends Error {
  constructor(reference: string, why: string, options?: ErrorOptions) {
    super(`The slots for order ${reference} could not be listed: ${why}`, options);
    this.name = 'SlotsNotListed';
  }
}

/** A reconciliation that could not be done, so that nothing is known of differences. */
export class CannotReconcile extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotReconcile';
  }
}

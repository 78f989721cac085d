import type { OrderState } from './order-state.ts';

/** Thrown to run a flow from its checks again. */
export class StartOver extends Error {
  /** The fields of the input that a person corrected. */
  readonly corrections: Record<string, unknown>;

  constructor(corrections: Record<string, unknown>, why = 'The order starts over') {
    super(why);
    this.name = 'StartOver';
    this.corrections = corrections;
  }
}

/** Forgets what the checks found. What Octane has, what was promised, and the patience are not forgotten. */
export function forgetChecks(state: OrderState, why: string): void {
  const { record } = state;
  record.steps = {};
  record.services = record.services.map(({ service }) => ({ service, isConfirmed: false }));
  record.following = { ran: {} };
  delete record.lineSeqNo;
  const nothingYet = {
    appointment: undefined,
    orderId: undefined,
    orderStatus: undefined,
    orderSubStatus: undefined,
    orderExternalStatus: undefined,
    hint: undefined,
    heldBy: undefined,
  };
  state.show({ ...nothingYet, state: 'placing', waitingFor: 'octane' }, `${why}: from the checks again`);
}

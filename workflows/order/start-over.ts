import type { Display } from './display.ts';

/** Thrown to run a flow from its checks again. */
export class StartOver extends Error {
  /** The fields of the input that a person corrected. */
  readonly corrections: Record<string, unknown>;
  /** An order that a person took up, which is only followed. */
  readonly adopted: string | undefined;

  constructor(corrections: Record<string, unknown>, adopted?: string) {
    super('The flow starts over.');
    this.name = 'StartOver';
    this.corrections = corrections;
    this.adopted = adopted;
  }
}

/** Shows that there is no order any more, and starts over. */
export function startOver(display: Display, corrections: Record<string, unknown>): never {
  const noOrder = {
    appointment: undefined,
    orderId: undefined,
    orderStatus: undefined,
    orderSubStatus: undefined,
    orderExternalStatus: undefined,
    hint: undefined,
    heldBy: undefined,
  };
  display.show({ ...noOrder, state: 'placing', waitingFor: 'octane' }, 'Starting over from the checks');
  throw new StartOver(corrections);
}

import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { OrderRequest } from '../../activities/orders.ts';
import type { ExpectedService, ServiceToFind } from '../../activities/services.ts';
import type { Inputs } from '../../contract/inputs.ts';
import { referenceOf, type Flow } from '../../contract/names.ts';
import type { OrderResult } from '../../contract/outputs.ts';
import { isTerminal, type RawStatus } from '../../contract/states.ts';
import { orders, services, validateOrder } from './capabilities.ts';
import { Display } from './display.ts';
import { endOrder, FAILURE_OF_STATE, orEndOrder } from './endings.ts';

/** What a flow asks for in its own terms; the customer and the date are the order's. */
type Placing = WithoutCommon<OrderRequest>;
type WithoutCommon<Request> = Request extends unknown ? Omit<Request, 'custNo' | 'custReqDate'> : never;

interface Common {
  groupNo: string;
  custNo: number;
  custReqDate: string;
}

/**
 * Opens an order: shows it, and validates its input, whoever started the workflow and however.
 *
 * @throws ApplicationFailure `InvalidOrder` with every wrong field.
 */
export async function openOrder<F extends Flow>(flow: F, input: Inputs[F]): Promise<Order> {
  const { workflowId } = workflowInfo();
  const display = new Display({ reference: referenceOf(workflowId), flow, state: 'placing', waitingFor: 'octane' });
  const { groupNo } = await orEndOrder(display, 'Check the input', () => validateOrder({ flow, workflowId, input }));
  const { custNo } = 'service' in input ? input.service : input.customer;
  display.show({ groupNo, custNo }, 'The input is valid');
  return new Order(display, { groupNo, custNo, custReqDate: input.custReqDate });
}

/** One order from its first check to its end: the part that all flows share. */
export class Order {
  readonly customer: { groupNo: string; custNo: number };
  readonly #custReqDate: string;
  readonly #display: Display;
  #orderId: string | undefined;
  #lineSeqNo: number | undefined;
  #endState: OrderResult['state'] = 'completed';

  constructor(display: Display, { groupNo, custNo, custReqDate }: Common) {
    this.customer = { groupNo, custNo };
    this.#custReqDate = custReqDate;
    this.#display = display;
  }

  /** Runs one step; when it cannot be done, the order ends with the contract's failure. */
  step<T>(name: string, run: () => Promise<T>): Promise<T> {
    return orEndOrder(this.#display, name, run);
  }

  /** Adds to the timeline. */
  note(text: string): void {
    this.#display.show({}, text);
  }

  /** Finds the one service that the order can be about. */
  async findService({ lineSeqNo }: { lineSeqNo?: number | undefined }, status: ServiceToFind['status']): Promise<void> {
    const found = await this.step('Find the service', () => services.find({ ...this.customer, lineSeqNo, status }));
    this.#lineSeqNo = found.lineSeqNo;
    this.note(`The service is line ${found.lineSeqNo}, ${status}`);
  }

  /** Places the order with Octane, once. */
  async place(request: Placing): Promise<void> {
    const { custNo } = this.customer;
    const full: OrderRequest = { ...request, custNo, custReqDate: this.#custReqDate };
    const { orderId } = await this.step('Place the order', () => orders.place(full));
    this.#orderId = orderId;
    this.#display.show({ orderId, state: 'acknowledged' }, `Octane has it as order ${orderId}`);
    CancellationScope.current().cancelRequested.catch(() => {
      this.note(`Cancellation was asked for; Octane has order ${orderId}, so it is followed to its end`);
    });
  }

  /** Follows the order until Octane says that it has really ended; ends the workflow unless it was completed. */
  async follow(): Promise<void> {
    const orderId = this.#placed();
    let seen: RawStatus | undefined;
    for (;;) {
      const { state, reason, lineSeqNo, ...status } = await this.step('Follow the order', () =>
        orders.follow({ orderId, ...(seen && { seen }) }),
      );
      seen = status;
      this.#lineSeqNo = lineSeqNo ?? this.#lineSeqNo;
      const words = [status.orderStatus, status.orderSubStatus, status.orderExternalStatus].filter(Boolean).join(' / ');
      const says = `Octane says: ${words || 'nothing'}`;
      if (!isTerminal(state)) {
        this.#display.show({ state, waitingFor: state === 'pending' ? 'customer' : 'octane', ...status }, says);
      } else if (state === 'completed' || state === 'partial') {
        this.#endState = state;
        this.#display.show({ state: 'settling', ...status }, says);
        return;
      } else {
        this.#display.show({ state, ...status }, says);
        throw endOrder(this.#display, {
          type: FAILURE_OF_STATE[state],
          message: `Octane ended order ${orderId} as "${words}"${reason === undefined ? '' : ` (${reason})`}.`,
          details: { orderStatus: words },
        });
      }
    }
  }

  /** Checks that what was ordered is what is there. */
  async verifyService(expected: Pick<ExpectedService, 'status' | 'planNo'>): Promise<void> {
    const orderId = this.#placed();
    await this.step('Verify the service', () =>
      services.verify({ ...this.customer, orderId, lineSeqNo: this.#lineSeqNo, ...expected }),
    );
  }

  complete(text: string): OrderResult {
    const { reference, flow } = this.#display.progress;
    const orderId = this.#placed();
    this.#display.show({ state: this.#endState, waitingFor: undefined }, text);
    return {
      reference,
      flow,
      state: this.#endState,
      orderId,
      custNo: this.customer.custNo,
      ...(this.#lineSeqNo !== undefined && { lineSeqNo: this.#lineSeqNo }),
    };
  }

  #placed(): string {
    if (this.#orderId === undefined)
      throw new Error('An order is followed, verified and completed after it was placed.');
    return this.#orderId;
  }
}

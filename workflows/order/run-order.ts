import { allHandlersFinished, CancellationScope, condition, workflowInfo } from '@temporalio/workflow';
import type { Inputs } from '../../contract/inputs.ts';
import { referenceOf, type Flow } from '../../contract/names.ts';
import { AppointmentDesk } from './appointment.ts';
import { orders, validateOrder } from './capabilities.ts';
import { Display } from './display.ts';
import { endingOf, endOrder } from './endings.ts';
import { FalloutDesk, refusedUpdate, type CheckDecision } from './fallout.ts';
import { Order } from './order.ts';
import { Placing } from './placing.ts';
import { ServiceHold } from './service-hold.ts';
import { StartOver } from './start-over.ts';
import { WithdrawalDesk } from './withdrawal.ts';

/** Flows that order something; the others only ask. */
type OrderFlow = Exclude<Flow, 'diagnosticTest' | 'serviceHealthCheck'>;

/** Octane's sub-types that an order of a flow can have. */
const SUB_ORDER_TYPES: Record<OrderFlow, string[]> = {
  activate: ['New', 'Transfer', 'Transition'],
  planChange: ['PlanChange'],
  suspend: ['Suspend'],
  unsuspend: ['Unsuspend'],
  shape: ['Shape'],
  unshape: ['Unshape'],
  disconnect: ['Disconnect'],
};

/**
 * Runs a flow: shows the order, takes updates, validates the input whoever started the workflow and however, and starts the
 * flow over when a person decides so.
 *
 * @throws ApplicationFailure with one of the contract's types.
 */
export async function runOrder<F extends OrderFlow, Result>(
  flow: F,
  start: Inputs[F],
  run: (order: Order, input: Inputs[F]) => Promise<Result>,
): Promise<Result> {
  const { workflowId } = workflowInfo();
  let input = start;
  const display = new Display({ reference: referenceOf(workflowId), flow, state: 'placing', waitingFor: 'octane' });
  const validate = (candidate: Inputs[F]) => validateOrder({ flow, workflowId, input: candidate });

  const check: CheckDecision = async ({ action, orderId = '', input: corrections }) => {
    if (action === 'adopt') {
      const { custNo = 0, orderId: ended } = display.progress;
      if (orderId === ended) throw refusedUpdate(`Order ${orderId} is the one that Octane ended.`);
      await orRefuse(() => orders.assertAdoptable({ orderId, custNo, subOrderTypes: SUB_ORDER_TYPES[flow] }));
    }
    if (corrections) await orRefuse(() => validate({ ...input, ...corrections }));
  };
  const withdrawal = new WithdrawalDesk(display);
  const desks = {
    fallout: new FalloutDesk(display, check),
    withdrawal,
    placing: new Placing(withdrawal),
    hold: new ServiceHold(display),
  };
  new AppointmentDesk(display);

  // A cancellation of the workflow is a wish to withdraw the order, which the withdrawal's desk deals with.
  return CancellationScope.nonCancellable(async () => {
    try {
      for (;;) {
        const current = input;
        const { groupNo } = await validate(current).catch((error: unknown) => {
          const ending = endingOf(error);
          throw ending ? endOrder(display, { ...ending, message: `Check the input: ${ending.message}` }) : error;
        });
        const { custReqDate, onFallout = 'wait' } = current;
        const order = new Order(display, { groupNo, custReqDate, onFallout }, desks);
        try {
          return await desks.withdrawal.run(() => run(order, current));
        } catch (error) {
          if (!(error instanceof StartOver)) throw error;
          input = { ...input, ...error.corrections };
        }
      }
    } finally {
      await condition(allHandlersFinished);
      desks.hold.release();
    }
  });
}

/** A check of an update's request: what it finds wrong refuses the update, and nothing is changed. */
async function orRefuse(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const ending = endingOf(error);
    throw ending ? refusedUpdate(ending.message) : error;
  }
}

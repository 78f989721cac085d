import { allHandlersFinished, CancellationScope, condition, workflowInfo } from '@temporalio/workflow';
import type { Inputs } from '../../contract/inputs.ts';
import { referenceOf, type OrderFlow } from '../../contract/names.ts';
import type { OrderResult } from '../../contract/outputs.ts';
import { AppointmentDesk } from './appointment.ts';
import { orders, validateOrder } from './capabilities.ts';
import { continueOrder, type Carried } from './continuation.ts';
import { Display } from './display.ts';
import { EarlierRuns } from './earlier-runs.ts';
import { endingOf, endOrder } from './endings.ts';
import { FalloutDesk, refusedUpdate, type CheckDecision } from './fallout.ts';
import { Order, type Desks } from './order.ts';
import { Placing } from './placing.ts';
import { ServiceHold } from './service-hold.ts';
import { StartOver } from './start-over.ts';
import { WithdrawalDesk } from './withdrawal.ts';

/**
 * Runs a flow: shows the order, takes updates, validates the input whoever started the workflow and however, and starts the
 * flow over when a person decides so.
 *
 * @param carried - From the run that this one continues; a caller gives none.
 * @throws ApplicationFailure with one of the contract's types.
 */
export async function runOrder<F extends OrderFlow>(
  flow: F,
  start: Inputs[F],
  carried: Carried | undefined,
  run: (order: Order, input: Inputs[F]) => Promise<OrderResult>,
): Promise<OrderResult> {
  const { workflowId } = workflowInfo();
  let input = start;
  let adopted = carried?.adopted;
  const display = new Display(
    carried?.progress ?? { reference: referenceOf(workflowId), flow, state: 'placing', waitingFor: 'octane' },
  );
  const validate = (candidate: Inputs[F]) => validateOrder({ flow, workflowId, input: candidate });

  const check: CheckDecision = async ({ action, orderId = '', input: corrections = {} }, { code }) => {
    if (action === 'adopt') {
      const { custNo = 0, orderId: ended } = display.progress;
      if (orderId === ended) throw refusedUpdate(`Order ${orderId} is the one that Octane ended.`);
      await orRefuse(() => orders.assertAdoptable({ orderId, custNo, flow }));
    }
    if (code === 'outcomeUnknown' && ('service' in corrections || 'customer' in corrections)) {
      throw refusedUpdate('Octane may have the order for this customer: abandon it, and order for the other one anew.');
    }
    if (Object.keys(corrections).length > 0) await orRefuse(() => validate({ ...input, ...corrections }));
  };
  const earlierRuns = new EarlierRuns(display, flow);
  const withdrawal = new WithdrawalDesk(display, earlierRuns, carried?.withdrawal);
  const placing = new Placing(withdrawal, earlierRuns, carried?.placing);
  const hold = new ServiceHold(display, carried?.hold);
  const continueAsNew: Desks['continueAsNew'] = (order) =>
    continueOrder(
      () => hold.handOver(),
      input,
      () => ({
        ...order,
        adopted,
        progress: display.progress,
        placing: placing.carry(),
        withdrawal: withdrawal.carry(),
        hold: hold.carry(),
      }),
    );
  const desks: Desks = {
    fallout: new FalloutDesk(display, check),
    earlierRuns,
    withdrawal,
    placing,
    hold,
    continueAsNew,
  };
  new AppointmentDesk(display);

  // A cancellation of the workflow is a wish to withdraw the order, which the withdrawal's desk deals with.
  return CancellationScope.nonCancellable(async () => {
    try {
      for (let earlier = carried; ; earlier = undefined) {
        const current = input;
        const { groupNo } = await validate(current).catch((error: unknown) => {
          const ending = endingOf(error);
          throw ending ? endOrder(display, { ...ending, message: `Check the input: ${ending.message}` }) : error;
        });
        const { custReqDate, onFallout = 'wait' } = current;
        const order = new Order(display, { groupNo, custReqDate, onFallout }, desks, earlier);
        try {
          const taken = adopted;
          return await withdrawal.run(() => (taken === undefined ? run(order, current) : order.followAdopted(taken)));
        } catch (error) {
          if (!(error instanceof StartOver)) throw error;
          input = { ...input, ...error.corrections };
          adopted = error.adopted;
          if (workflowInfo().continueAsNewSuggested) await continueAsNew({ steps: [] });
        }
      }
    } finally {
      await condition(allHandlersFinished);
      hold.release();
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

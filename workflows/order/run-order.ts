import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  workflowInfo,
} from '@temporalio/workflow';
import type { ValidOrder } from '../../activities/validation.ts';
import { withoutNulls } from '../../contract/absent.ts';
import type { FailureType } from '../../contract/failures.ts';
import type { Inputs } from '../../contract/inputs.ts';
import type { OrderFlow } from '../../contract/names.ts';
import type { OrderResult } from '../../contract/outputs.ts';
import { orders, validateOrder } from './capabilities.ts';
import { Decisions } from './decisions.ts';
import { endingOf, endOrder } from './endings.ts';
import { handleMessages, type CheckDecision } from './handlers.ts';
import { Order } from './order.ts';
import { beginEvents, publishEvents } from './events.ts';
import { oneAtATime } from './handler-turns.ts';
import { OrderState } from './order-state.ts';
import { isRecordOf, newRecord, type OrderRecord } from './carried-record.ts';
import { refusedUpdate } from './refused-update.ts';
import { releaseServices } from './service-claims.ts';
import { recordSdkFlags } from './sdk-flags.ts';
import { upsertDifferences } from './search-attributes.ts';
import { forgetChecks, StartOver } from './start-over.ts';
import { Withdrawals } from './withdrawal.ts';

/**
 * Runs a flow: shows the order, takes messages, validates the input however the workflow was started, and starts the flow over when a
 * person decides so.
 *
 * @param carried - The record of the run that this one continues; from a caller it does not count.
 * @throws ApplicationFailure with one of the contract's types.
 */
export async function runOrder<F extends OrderFlow>(
  flow: F,
  start: Inputs[F],
  carried: OrderRecord | undefined,
  run: (order: Order, input: Inputs[F]) => Promise<OrderResult>,
): Promise<OrderResult> {
  recordSdkFlags();
  const { workflowId } = workflowInfo();
  let input = withoutNulls(start);
  const state = new OrderState(recordOf(flow, workflowId, carried));
  const validate = (candidate: unknown) => validateOrder({ flow, workflowId, input: candidate });
  const withdrawals = new Withdrawals(state);
  const decisions = new Decisions(state, () => input.onFallout ?? 'wait');
  const check: CheckDecision = async ({ action, orderId = '', input: corrections = {} }, { code }) => {
    const { custNo = 0 } = state.progress;
    if (action === 'adopt') {
      if (orderId === state.orderId) throw refusedUpdate(`Order ${orderId} is the one that this order has.`);
      await orRefuse(() => orders.assertAdoptable({ orderId, custNo, flow }));
    }
    if (code === 'outcomeUnknown' && ('service' in corrections || 'customer' in corrections)) {
      throw refusedUpdate('Octane may have the order for this customer: abandon it, and order for the other one anew.');
    }
    if (Object.keys(corrections).length > 0) await orRefuse(() => validate({ ...input, ...corrections }));
  };
  handleMessages(state, { withdrawals, decisions, check });
  state.note(
    {},
    workflowInfo().continuedFromExecutionRunId
      ? 'Continues in a new run, because the history had grown long'
      : 'Started',
  );

  let isContinued = false;
  // Once the updates that are being answered have been, also when the order is to be withdrawn.
  const carryOver = (): Promise<never> =>
    CancellationScope.nonCancellable(async () => {
      isContinued = true;
      await condition(allHandlersFinished);
      return continueAsNew<(input: unknown, carried: OrderRecord) => Promise<unknown>>(input, state.record);
    });
  // A cancellation of the workflow is a wish to withdraw the order.
  return CancellationScope.nonCancellable(async () => {
    try {
      for (;;) {
        const current = input;
        const { groupNo, hasReceivers = false } = await oneAtATime(() => validate(current)).catch(
          (error: unknown): ValidOrder => {
            const ending = endingOf(error);
            if (!ending) throw error;
            // What Octane has is followed, also when today's rules refuse the input that it was ordered by.
            if (state.orderId !== undefined) return { groupNo: state.progress.groupNo ?? '' };
            throw endOrder(state, { ...ending, message: `Check the input: ${ending.message}` });
          },
        );
        if (hasReceivers) beginEvents(state.record);
        const { custReqDate, onFallout = 'wait' } = current;
        const order = new Order({ groupNo, custReqDate, onFallout }, state, decisions, carryOver);
        try {
          const { isAdoptedUnchecked } = state.record;
          return await withdrawals.run(() => (isAdoptedUnchecked ? order.followAdopted() : run(order, current)));
        } catch (error) {
          if (!(error instanceof StartOver)) throw error;
          input = withoutNulls({ ...input, ...error.corrections });
          if (!state.record.isAdoptedUnchecked) forgetChecks(state, error.message);
          if (workflowInfo().continueAsNewSuggested) await carryOver();
        }
      }
    } finally {
      if (!isContinued) {
        await condition(allHandlersFinished);
        await releaseServices(state);
        upsertDifferences(state.record.progress);
        await publishEvents(state.record);
      }
    }
  });
}

/** A second argument counts only in a run that continues another one. */
function recordOf(flow: OrderFlow, workflowId: string, carried: unknown): OrderRecord {
  if (workflowInfo().continuedFromExecutionRunId === undefined) return newRecord(flow, workflowId);
  if (isRecordOf(flow, workflowId, carried)) return carried;
  const type: FailureType = 'InvalidOrder';
  throw ApplicationFailure.nonRetryable(
    `${workflowId} continues another run, without what that one carried over.`,
    type,
  );
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

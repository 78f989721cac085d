import type { OrderFlow } from '../../../contract/names.ts';
import type { Inputs } from '../../../contract/inputs.ts';
import type { Progress } from '../../../client/index.ts';
import { eventually } from '../../eventually.ts';
import { planChangeInput } from '../../flows/inputs.ts';
import { FAR_AWAY, NOT_OFFERED, ordinaryCustomer, reached, type Scenario } from './scenario.ts';

function stoppedAt<F extends OrderFlow>(
  flow: F,
  input: (reference: string, custNo: number) => Inputs[F],
  isThere: (progress: Progress) => boolean,
): Scenario['run'] {
  return async (stack, reference) =>
    reached(await stack.orders.start(flow, input(reference, ordinaryCustomer(stack))), isThere);
}

/** Orders that are open, stopped at each place where one may wait. */
export const OPEN: Record<string, Scenario> = {
  'plan-change-open-date': {
    shows: 'open: waits for its date',
    run: stoppedAt(
      'planChange',
      (reference, custNo) => planChangeInput({ reference, service: { custNo }, holdUntil: FAR_AWAY }),
      ({ waitingFor }) => waitingFor === 'date',
    ),
  },
  'plan-change-open-placing': {
    shows: 'open: between two create calls, which Octane denies',
    run: stoppedAt(
      'planChange',
      (reference) => planChangeInput({ reference, service: { custNo: 990006 } }),
      ({ timeline }) => timeline.filter(({ text }) => text.startsWith('Not yet')).length === 2,
    ),
  },
  'plan-change-open-searching': {
    shows: 'open: its create-order answer is lost, and the list of orders does not answer',
    faults: [
      { fault: 'reset', when: 'after', operations: ['createModificationOrder'], custNo: 990029 },
      { fault: 'status', httpStatus: 503, operations: ['listOrders'], custNo: 990029 },
    ],
    run: stoppedAt(
      'planChange',
      (reference) => planChangeInput({ reference, service: { custNo: 990029 } }),
      ({ timeline }) => timeline.filter(({ text }) => text.startsWith('Not yet')).length === 2,
    ),
  },
  'plan-change-open-acknowledged': {
    shows: 'open: Octane has it, and holds it back until its date',
    run: stoppedAt(
      'planChange',
      (reference, custNo) => planChangeInput({ reference, service: { custNo }, custReqDate: FAR_AWAY }),
      ({ orderStatus }) => orderStatus !== undefined,
    ),
  },
  'plan-change-open-in-progress': {
    shows: 'open: in progress, for months',
    run: stoppedAt(
      'planChange',
      (reference) => planChangeInput({ reference, service: { custNo: 990003 } }),
      ({ state }) => state === 'inProgress',
    ),
  },
  'plan-change-open-held': {
    shows: 'open: held, with a date by which it is to be mended',
    run: stoppedAt(
      'planChange',
      (reference) => planChangeInput({ reference, service: { custNo: 990021 } }),
      ({ state }) => state === 'held',
    ),
  },
  'plan-change-open-overdue': {
    shows: 'open: in work for so long that it is in jeopardy',
    server: 'timeSkipped',
    run: async (stack, reference) => {
      const order = await stack.orders.start('planChange', planChangeInput({ reference, service: { custNo: 990003 } }));
      await eventually(async () => (await order.progress()).orderStatus);
      await stack.env.sleep('12 days');
      return reached(order, ({ state, inJeopardy }) => state === 'inProgress' && inJeopardy === true);
    },
  },
  'plan-change-open-fallout': {
    shows: 'open: waits for a person',
    run: stoppedAt(
      'planChange',
      (reference, custNo) =>
        planChangeInput({ reference, service: { custNo }, planNo: NOT_OFFERED, onFallout: 'wait' }),
      ({ fallout, dueDate }) => fallout !== undefined && dueDate !== undefined,
    ),
  },
  'plan-change-open-settling': {
    shows: 'open: Octane is done, and the service is not yet what was ordered',
    run: stoppedAt(
      'planChange',
      (reference) => planChangeInput({ reference, service: { custNo: 990013 } }),
      ({ state }) => state === 'settling',
    ),
  },
  'diagnostic-test-open': {
    shows: 'open: a diagnostic test without an end',
    run: async ({ orders }, reference) => {
      const input = { reference, service: { custNo: 990029 }, testType: 'Optical Power' };
      return reached(await orders.start('diagnosticTest', input), ({ state }) => state === 'inProgress');
    },
  },
};

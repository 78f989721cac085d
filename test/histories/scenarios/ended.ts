import type { PlanChangeInput } from '../../../contract/inputs.ts';
import { TASK_QUEUES, workflowIdOf } from '../../../contract/names.ts';
import { planChangeInput } from '../../flows/inputs.ts';
import { ended, NOT_OFFERED, ordinaryCustomer, type Scenario } from './scenario.ts';

/** For a caller that would rather have the failure than a question. */
function planChange(changes: Partial<PlanChangeInput>): Scenario['run'] {
  return async (stack, reference) => {
    const service = { custNo: ordinaryCustomer(stack) };
    return ended(await stack.orders.start('planChange', planChangeInput({ reference, service, ...changes })));
  };
}

/** Orders that end as failures, without asking anybody. */
export const ENDED: Record<string, Scenario> = {
  'plan-change-invalid': {
    shows: 'a plan change with a wrong input, started without our client',
    run: async ({ client }, reference) => {
      const workflowId = workflowIdOf(reference);
      await client.workflow
        .execute('planChange', { args: [{ reference, planNo: 'fast' }], workflowId, taskQueue: TASK_QUEUES.orders })
        .catch(() => undefined);
      return { workflowId };
    },
  },
  'plan-change-check-failed': {
    shows: 'a plan change to a plan that is not on offer',
    run: planChange({ planNo: NOT_OFFERED }),
  },
  'plan-change-rejected': {
    shows: 'a plan change that nbn rejects',
    run: planChange({ service: { custNo: 990001 } }),
  },
  'plan-change-outcome-unknown': {
    shows: 'a plan change whose create-order calls are all lost: it fails, and it is said that this is not known',
    run: planChange({ service: { custNo: 990016 } }),
  },
  'diagnostic-test-failed': {
    shows: 'a diagnostic test that Octane cannot complete',
    run: async ({ orders }, reference) =>
      ended(
        await orders.start('diagnosticTest', { reference, service: { custNo: 990028 }, testType: 'Optical Power' }),
      ),
  },
};

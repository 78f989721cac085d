import { withoutNulls } from '../contract/absent.ts';
import { INPUTS } from '../contract/inputs.ts';
import { workflowIdOf, type Flow } from '../contract/names.ts';
import { wrongFieldsOf } from '../contract/validation.ts';
import { invalidOrder } from './failures.ts';

export interface OrderToValidate {
  flow: Flow;
  /** The id the workflow was started with, by any caller. */
  workflowId: string;
  input: unknown;
}

/** What validation adds to the input. */
export interface ValidOrder {
  groupNo: string;
  /** Whether anyone is told what happens to the order (contract/events.ts). */
  hasReceivers?: true;
}

export interface ValidationActivities {
  /** @throws ApplicationFailure `InvalidOrder` with every wrong field. */
  validateOrder: (order: OrderToValidate) => Promise<ValidOrder>;
}

export interface ValidationSettings {
  groupNo?: string | undefined;
  events: { receivers: readonly unknown[] };
}

export function validationActivities(settings: ValidationSettings): ValidationActivities {
  return {
    // Temporal expects a promise of every activity; async also turns a throw into a rejection.
    // eslint-disable-next-line @typescript-eslint/require-await
    validateOrder: async ({ flow, workflowId, input }) => {
      const fields = wrongFieldsOf(flow, input);
      if (fields.length > 0) throw invalidOrder(fields);
      const { reference, groupNo = settings.groupNo } = INPUTS[flow].parse(withoutNulls(input));
      // Two workflow ids for one reference would be two orders.
      if (workflowId !== workflowIdOf(reference)) {
        const message = `belongs to the workflow id ${workflowIdOf(reference)}, but this is ${workflowId}`;
        throw invalidOrder([{ path: 'reference', message }]);
      }
      if (groupNo === undefined) {
        throw invalidOrder([{ path: 'groupNo', message: 'is required, because the worker has no OCTANE_GROUP_NO' }]);
      }
      return { groupNo, ...(settings.events.receivers.length > 0 && { hasReceivers: true }) };
    },
  };
}

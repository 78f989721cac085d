import type { OrderHandle } from '../../client/index.ts';
import { activateInput, disconnectInput, planChangeInput } from '../flows/inputs.ts';
import type { Stack } from '../stack.ts';

export interface Scenario {
  /** What the history shows; goes into the index. */
  shows: string;
  start: (stack: Stack) => Promise<OrderHandle>;
}

/** What is recorded, by the file's name. */
export const SCENARIOS: Record<string, Scenario> = {
  'activate-completed': {
    shows: 'an activation on a free port, with the welcome email',
    start: ({ orders }) =>
      orders.start('activate', activateInput({ reference: 'H-activate', customer: { custNo: 100001 } })),
  },
  'plan-change-completed': {
    shows: 'a plan change with three status transitions',
    start: ({ orders }) =>
      orders.start('planChange', planChangeInput({ reference: 'H-plan-change', service: { custNo: 100002 } })),
  },
  'plan-change-rejected': {
    shows: 'a plan change that nbn rejects',
    start: ({ orders }) =>
      orders.start('planChange', planChangeInput({ reference: 'H-rejected', service: { custNo: 990001 } })),
  },
  'plan-change-outcome-unknown': {
    shows: 'a plan change whose create-order answer is lost: it fails, and nothing is sent again',
    start: ({ orders }) =>
      orders.start('planChange', planChangeInput({ reference: 'H-unknown', service: { custNo: 990005 } })),
  },
  'disconnect-completed': {
    shows: 'a disconnection of the last service, so that the customer is disconnected too',
    start: ({ orders }) =>
      orders.start('disconnect', disconnectInput({ reference: 'H-disconnect', service: { custNo: 100003 } })),
  },
};

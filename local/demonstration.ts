import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { Listr } from 'listr2';
import { OrderError, type Inputs, type NbnOrders, type OrderHandle } from '../client/index.ts';
import { workflowIdOf } from '../contract/names.ts';

/** Milliseconds between two queries of an order that is being shown. */
const LOOK_EVERY = 200;

/** Of the references of orders that end with their sandbox. */
export const DEMONSTRATION_PREFIX = 'demo-';

/** 20260302090000 */
export function stampOf(now: string): string {
  return now.slice(0, 19).replace(/\D/g, '');
}

type DemonstrationOrder = {
  [F in 'activate' | 'planChange' | 'disconnect']: { title: string; flow: F; input: Inputs[F] };
}['activate' | 'planChange' | 'disconnect'];

/** What a customer goes through: a service is connected, moved to a faster plan, and given up. */
function demonstrationOrders(custNo: number): DemonstrationOrder[] {
  const now = new Date().toISOString();
  const stamp = stampOf(now);
  return [
    {
      title: 'Activate a service on plan 1001',
      flow: 'activate',
      input: {
        reference: `${DEMONSTRATION_PREFIX}${stamp}-activate`,
        customer: { custNo },
        address: { locationId: 'LOC380100000995' },
        planNo: 1001,
        contact: { name: 'Jacqueline Sandbox', phone: '0400000123', email: 'jacqueline@example.com' },
        custReqDate: now,
      },
    },
    {
      title: 'Move it to plan 1002',
      flow: 'planChange',
      input: {
        reference: `${DEMONSTRATION_PREFIX}${stamp}-plan-change`,
        service: { custNo },
        planNo: 1002,
        custReqDate: now,
      },
    },
    {
      title: 'Disconnect it',
      flow: 'disconnect',
      input: {
        reference: `${DEMONSTRATION_PREFIX}${stamp}-disconnect`,
        service: { custNo },
        reason: 'moved house',
        custReqDate: now,
      },
    },
  ];
}

/**
 * Runs the orders one after the other, with a line for each that shows its state.
 *
 * @param linkTo - Makes the Web UI's link from a workflow id; nothing where there is no Web UI.
 * @returns whether all of them completed.
 */
export async function demonstrate(
  orders: NbnOrders,
  custNo: number,
  linkTo: (workflowId: string) => string | undefined,
): Promise<boolean> {
  const tasks = new Listr(
    demonstrationOrders(custNo).map(({ title, flow, input }) => ({
      title,
      task: async (_, task): Promise<void> => {
        const order = await orders.start(flow, input);
        const result = await watch(order, (state) => {
          task.output = state;
        });
        task.title = [`${title}: ${result}`, linkTo(order.workflowId)].filter(Boolean).join('\n  ');
      },
    })),
    // A line for each change where there is no terminal to draw in.
    { fallbackRenderer: 'simple', fallbackRendererCondition: !process.stdout.isTTY },
  );
  try {
    await tasks.run();
    return true;
  } catch (error) {
    if (!(error instanceof OrderError)) throw error;
    return false;
  }
}

/** Orders that go less well, for the Web UI to show: each stays open, and two of them wait for a person. */
export async function demonstrateTrouble(orders: NbnOrders): Promise<void> {
  const now = new Date().toISOString();
  const stamp = stampOf(now);
  for (const [name, custNo] of Object.entries(TROUBLE)) {
    const reference = `${DEMONSTRATION_PREFIX}${stamp}-${name}`;
    await orders.start('planChange', { reference, service: { custNo }, planNo: 1002, custReqDate: now });
  }
}

/** Reserved customers of the sandbox (docs/sandbox.md). */
const TROUBLE = { rejected: 990001, ambiguous: 990014, slow: 990003 };

/** Ends what an earlier run left open: its orders are unknown to a new sandbox. */
export async function endLeftovers(client: Client): Promise<void> {
  const query = `ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH '${workflowIdOf(DEMONSTRATION_PREFIX)}'`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    await client.workflow.getHandle(workflowId).terminate('The sandbox of this demonstration has ended');
  }
}

/** Prints each state that the order goes through, and returns the one it ended in. */
async function watch(order: OrderHandle, tell: (state: string) => void): Promise<string> {
  let result: string | undefined;
  const ended = order.result().then(({ state, orderId }) => {
    result = `${state}, Octane's order ${orderId}`;
  });
  let told = '';
  while (result === undefined) {
    const { state, timeline } = await order.progress();
    const now = `${state} · ${timeline.at(-1)?.text ?? ''}`;
    if (now !== told) tell(now);
    told = now;
    await Promise.race([ended, sleep(LOOK_EVERY)]);
  }
  return result;
}

import { NbnOrders } from '../../client/index.ts';
import { startTestedApi, type TestedApi } from '../api/api-stack.ts';
import { eventually } from '../eventually.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { NOT_OFFERED } from '../flows/service-queue.ts';
import type { Stack } from '../stack.ts';

export function startPage(stack: Stack): Promise<TestedApi> {
  return startTestedApi(new NbnOrders(stack.client, { answerExpected: 2_000 }));
}

/** An order that waits for a decision. */
export async function inFallout(stack: Stack, custNo: number, reference: string): Promise<void> {
  const input = planChangeInput({ reference, service: { custNo }, planNo: NOT_OFFERED, onFallout: 'wait' });
  const order = await stack.orders.start('planChange', input);
  await eventually(async () => (await order.progress()).fallout);
  // The list is eventually consistent.
  await eventually(async () => {
    for await (const listed of stack.orders.list({ state: 'fallout' })) if (listed.reference === reference) return true;
    return undefined;
  });
}

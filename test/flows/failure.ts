import { OrderError, type Flow, type OrderHandle } from '../../client/index.ts';

/** The failure an order ends with; fails the test when it ends well. */
export async function failureOf(order: OrderHandle<Flow>): Promise<OrderError> {
  const ending: unknown = await order.result().catch((error: unknown) => error);
  if (ending instanceof OrderError) return ending;
  throw new Error(
    `Expected an OrderError, but got ${ending instanceof Error ? ending.message : JSON.stringify(ending)}`,
  );
}

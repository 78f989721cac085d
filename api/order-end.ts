import type { z } from 'zod';
import { OrderError, type OrderHandle, type OrderView } from '../client/index.ts';
import type { orderAnswer } from './schemas.ts';

type OrderEnd = Pick<z.infer<typeof orderAnswer>, 'result' | 'failure'>;

/** How an order ended; empty while it runs, and when its workflow was closed from outside. */
export async function orderEnd(order: OrderHandle, { status }: OrderView): Promise<OrderEnd> {
  if (status !== 'COMPLETED' && status !== 'FAILED') return {};
  try {
    return { result: await order.result() };
  } catch (error) {
    if (!(error instanceof OrderError)) throw error;
    return { failure: { type: error.type, message: error.message } };
  }
}

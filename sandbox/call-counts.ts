import { z } from 'zod';
import type { OperationName } from '../octane/operations.ts';
import type { Call } from './call.ts';

interface Subject {
  orderId?: string | undefined;
  custNo?: number | undefined;
}

const CREATE_ORDER_OPERATIONS = [
  'createActivationOrder',
  'createModificationOrder',
  'createDisconnectionOrder',
] as const satisfies OperationName[];

const custno = z.coerce.number().optional().catch(undefined);

/** Which order or customer a call is about: in its path, its query or its body. */
const subject = z.object({
  params: z.object({ orderId: z.string().optional(), custno }),
  query: z.object({ custno }),
  body: z
    .union([
      z.object({ service: z.object({ custNo: z.number() }) }).transform(({ service }) => service.custNo),
      z.object({ custNo: z.number() }).transform(({ custNo }) => custNo),
    ])
    .optional()
    .catch(undefined),
});

/** How often each operation was called, whatever the answer was; calls with wrong credentials do not count. */
export class CallCounts {
  readonly #counts = new Map<string, number>();

  record(operation: OperationName, call: Call): void {
    const { params, query, body } = subject.parse(call);
    const custNo = params.custno ?? query.custno ?? body;
    this.#count(key(operation));
    if (params.orderId !== undefined) this.#count(key(operation, { orderId: params.orderId }));
    if (custNo !== undefined) this.#count(key(operation, { custNo }));
  }

  /** All calls of an operation, or those about one order or one customer. */
  of(operation: OperationName, about: Subject = {}): number {
    return this.#counts.get(key(operation, about)) ?? 0;
  }

  /** How often somebody tried to create an order for the customer. */
  createsFor(custNo: number): number {
    return CREATE_ORDER_OPERATIONS.map((name) => this.of(name, { custNo })).reduce((sum, count) => sum + count, 0);
  }

  #count(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }
}

function key(operation: OperationName, { orderId, custNo }: Subject = {}): string {
  return [operation, orderId, custNo].join('/');
}

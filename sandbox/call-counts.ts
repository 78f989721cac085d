import type { OperationName } from '../octane/operations.ts';
import type { CallTarget } from './call-target.ts';

const CREATE_ORDER_OPERATIONS = [
  'createActivationOrder',
  'createModificationOrder',
  'createDisconnectionOrder',
] as const satisfies OperationName[];

/** How often each operation was called, with any answer or fault. Calls with wrong credentials count separately. */
export class CallCounts {
  readonly #counts = new Map<string, number>();
  /** Calls with wrong credentials. */
  denied = 0;

  record(operation: OperationName, { orderId, custNo }: CallTarget): void {
    this.#count(key(operation));
    if (orderId !== undefined) this.#count(key(operation, { orderId }));
    if (custNo !== undefined) this.#count(key(operation, { custNo }));
  }

  /** All calls of an operation, or those about one order or one customer. */
  of(operation: OperationName, about: CallTarget = {}): number {
    return this.#counts.get(key(operation, about)) ?? 0;
  }

  /** How many create-order calls there were for the customer. */
  createsFor(custNo: number): number {
    return CREATE_ORDER_OPERATIONS.map((name) => this.of(name, { custNo })).reduce((sum, count) => sum + count, 0);
  }

  #count(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }
}

function key(operation: OperationName, { orderId, custNo }: CallTarget = {}): string {
  return [operation, orderId, custNo].join('/');
}

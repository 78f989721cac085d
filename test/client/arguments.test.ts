import { Client, Connection } from '@temporalio/client';
import { NbnOrders } from '../../client/index.ts';
import { queryOf } from '../../client/list-filter.ts';
import { planChangeInput } from '../flows/inputs.ts';

/** A caller in JavaScript can give anything. What is refused here never gets as far as Temporal, so there is none. */
const orders = new NbnOrders(new Client({ connection: Connection.lazy() }));

afterAll(() => orders.close());

async function listed(filter: object): Promise<unknown> {
  return orders.list(filter).next();
}

describe('a list of orders', () => {
  test('is asked for with quoted words', () => {
    expect(queryOf({ state: 'held', flow: 'activate', custNo: 100001, waitingFor: 'customer', jeopardy: true })).toBe(
      "WorkflowType IN ('activate') AND NbnState = 'held' AND NbnWaitingFor = 'customer' AND NbnJeopardy = true AND ExecutionStatus = 'Running' AND NbnCustNo = '100001'",
    );
  });

  test('is asked for by what Octane calls it, with its quotes quoted', () => {
    expect(queryOf({ orderId: "1' OR '1'='1", dueBefore: new Date('2026-12-01T00:00:00Z') })).toMatch(
      / AND NbnOrderId = '1\\' OR \\'1\\'=\\'1' AND NbnDueDate < '2026-12-01T00:00:00\.000Z' AND ExecutionStatus = 'Running'$/,
    );
  });

  test.each([
    ['a state', { state: 'Held' }, /^state must be one of acknowledged, .*; did you mean "held"\?$/],
    ['a state that asks for more', { state: "x' OR NbnState != 'x" }, /^state must be one of acknowledged, /],
    ['a flow', { flow: 'planchange' }, /^flow must be one of activate, .*; did you mean "planChange"\?$/],
    ['what is waited for', { waitingFor: 'nbn' }, /^waitingFor must be one of octane, /],
    ['a customer', { custNo: "1' OR '1'='1" }, /^custNo must be a whole number greater than 0\.$/],
    ['a customer that is no number', { custNo: NaN }, /^custNo must be a whole number/],
    ["Octane's number", { orderId: 5000001 }, /^orderId must be text\.$/],
    ['a due date', { dueBefore: '2026-12-01' }, /^dueBefore must be a Date\.$/],
    [
      'a field',
      { status: 'held' },
      /^"status" is not known here; did you mean "state"\?|^"status" is not known here; known/,
    ],
  ])('is refused with %s that does not exist', async (_, filter, message) => {
    await expect(listed(filter)).rejects.toThrow(message);
  });
});

test('a reconciliation is refused for a customer that is no number', async () => {
  await expect(orders.reconcile({ custNo: '5' as unknown as number }).next()).rejects.toThrow(/^custNo must be/);
});

test('an order of Octane is told by its id, which is text', async () => {
  await expect(orders.orderChanged({ orderId: 5 as unknown as string })).rejects.toThrow('orderId must be text.');
});

test.each(['planchange', 'toString', undefined, 7])(
  'no order is started of the flow %s, which does not exist',
  async (flow) => {
    const started = orders.start(flow as 'planChange', planChangeInput());
    await expect(started).rejects.toMatchObject({
      name: 'OrderError',
      type: 'InvalidOrder',
      message: expect.stringMatching(
        /^The flow must be one of activate, planChange, suspend, unsuspend, shape, unshape, disconnect, diagnosticTest, serviceHealthCheck[.;]/,
      ),
      fields: [{ path: 'flow' }],
    });
  },
);

test('a misspelt flow is told what was meant', async () => {
  const started = orders.start('planchange' as 'planChange', planChangeInput());
  await expect(started).rejects.toThrow(/did you mean "planChange"\?$/);
});

import { startTimeSkippingStack } from '../stack.ts';
import { planChangeInput } from './inputs.ts';

/** An order of 90 days, read each `pollInterval`: how often, and what that left in its history. */
async function orderOf90Days(pollInterval: string) {
  const stack = await startTimeSkippingStack({ environment: { OCTANE_POLL_INTERVAL: pollInterval } });
  try {
    // A Monday noon in Sydney: what is seen to be overdue depends on the weekend otherwise.
    await stack.env.sleep(Date.parse('2035-05-07T12:00:00+10:00') - (await stack.env.currentTimeMs()));
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990003 } }));
    const { orderId } = await order.result();
    const { events } = await stack.client.workflow.getHandle(order.workflowId).fetchHistory();
    return {
      polls: stack.sandbox.records.calls.of('getOrder', { orderId }),
      events: events?.length,
      transitions: (await order.progress()).timeline.filter(({ text }) => text.startsWith('Octane says')).length,
    };
  } finally {
    await stack.stop();
  }
}

test('polling leaves nothing in the history: 90 days with hundreds of polls look like 90 days with a few', async () => {
  const often = await orderOf90Days('4h');
  const seldom = await orderOf90Days('7d');
  expect(often.polls).toBeGreaterThan(500);
  expect(seldom.polls).toBeLessThan(50);
  expect(often.transitions).toBe(seldom.transitions);
  expect(often.events).toBe(seldom.events);
});

test('a plan change with three status transitions stays within 60 events', async () => {
  const stack = await startTimeSkippingStack();
  try {
    const order = await stack.orders.start('planChange', planChangeInput());
    await order.result();
    const { timeline } = await order.progress();
    expect(timeline.filter(({ text }) => text.startsWith('Octane says'))).toHaveLength(3);
    const { events } = await stack.client.workflow.getHandle(order.workflowId).fetchHistory();
    expect(events?.length).toBeLessThanOrEqual(60);
  } finally {
    await stack.stop();
  }
});

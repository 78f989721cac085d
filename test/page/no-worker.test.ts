import { startDevServerStack } from '../stack.ts';
import { FormClient } from './form-client.ts';
import { startPage } from './page-stack.ts';

test('without a worker the page of an order says so', async () => {
  const other = await startDevServerStack({ workers: false });
  const alone = await startPage(other);
  const browser = new FormClient(alone.url);
  await browser.logIn(alone.keys.viewer);
  const { reference } = await other.orders.start('planChange', {
    reference: 'T-page-alone',
    service: { custNo: 100001 },
    planNo: 1002,
    custReqDate: '2026-03-02T00:00:00Z',
  });
  expect(await browser.get(`/orders/${reference}`)).toMatchObject({
    status: 503,
    html: expect.stringContaining('No worker runs'),
  });
  await alone.close();
  await other.stop();
});

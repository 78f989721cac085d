import bundleOnce from '../test/bundle.ts';
import { startDevServerStack } from '../test/stack.ts';
import { planChangeInput } from '../test/flows/inputs.ts';
import { FAR_AHEAD } from '../test/far-ahead.ts';
await bundleOnce();
const stack = await startDevServerStack({ customers: 13, config: { orderListDelay: '100ms', responseTimeout: '2s', longestResponseTimeout: '2s' } });
const wait = (ms: number) => new Promise(r => setTimeout(r, ms));
const ASKED = { by: 'Carla', reason: 'moving' };
try {
  const input = planChangeInput({ service: { custNo: 100006 }, custReqDate: FAR_AHEAD, onFallout: 'wait', planNo: 4711 });
  const first = await stack.orders.start('planChange', input);
  await wait(1500);
  await stack.client.workflow.getHandle(first.workflowId).terminate();
  await wait(1500);
  const again = await stack.orders.start('planChange', input);
  await wait(2000);
  console.log(await again.withdraw(ASKED));
  await wait(1000);
  console.log(await again.resolve({ ...ASKED, action: 'retry', input: { planNo: 1003 } }));
  await wait(12000);
  console.log(JSON.stringify(await again.progress(), null, 1));
  const d = await stack.client.workflow.getHandle(again.workflowId).describe(); console.log(d.status.name, JSON.stringify(d.raw.pendingActivities)?.slice(0,1500));
} finally { await stack.stop(); process.exit(0); }

import bundleOnce from '../test/bundle.ts';
import { startDevServerStack } from '../test/stack.ts';
import { planChangeInput } from '../test/flows/inputs.ts';
import { FAR_AHEAD } from '../test/far-ahead.ts';
await bundleOnce();
const stack = await startDevServerStack({ longHistory: 25, speed: 500_000 });
try {
const a = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100001 }, custReqDate: FAR_AHEAD }));
await new Promise(r => setTimeout(r, 2500));
const b = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100001 }, planNo: 1003 }));
await new Promise(r => setTimeout(r, 1500));
await stack.client.workflow.getHandle(a.workflowId).terminate();
for (let i = 0; i < 10; i++) { await new Promise(r => setTimeout(r, 2000));
const p = await b.progress(); console.log(p.state, p.heldBy, p.orderId);
const h = await stack.client.workflow.getHandle('nbn-service-customer-100001').describe(); console.log(new Date().toISOString(), h.status.name, h.historyLength, h.memo?.holder?.order, JSON.stringify(h.raw.pendingActivities?.map(p=>({t:p.activityType?.name,a:p.attempt,s:p.scheduledTime?.seconds, f:p.lastFailure?.message, st: p.state}))));
}
const { events } = await stack.client.workflow.getHandle('nbn-service-customer-100001').fetchHistory();
console.log(events!.map(e=>e.eventType).join());
} finally { await stack.stop(); process.exit(0); }

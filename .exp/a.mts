import bundleOnce from '../test/bundle.ts';
import { startDevServerStack } from '../test/stack.ts';
import { planChangeInput } from '../test/flows/inputs.ts';
import { FAR_AHEAD } from '../test/far-ahead.ts';
await bundleOnce();
const stack = await startDevServerStack({ longHistory: 20, speed: 20_000 });
try {
const a = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100001 }, custReqDate: FAR_AHEAD }));
await new Promise(r => setTimeout(r, 1500));
const b = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100001 }, planNo: 1003 })); await b.workflowId;
for (let i = 0; i < 4; i++) { await new Promise(r => setTimeout(r, 1500));
console.log(JSON.stringify(await a.progress().catch(e=>String(e))).slice(0,600)); console.log(JSON.stringify(await b.progress().catch(e=>String(e))).slice(0,700)); 
}
for (const o of [a,b]) { const d = await stack.client.workflow.getHandle(o.workflowId).describe(); console.log(d.status.name, d.historyLength, JSON.stringify(d.raw.pendingActivities)?.slice(0,800)); }
const h = await stack.client.workflow.getHandle('nbn-service-customer-100001').describe(); console.log(h.status.name, h.historyLength, h.memo, JSON.stringify(h.raw.pendingActivities)?.slice(0,500));
} finally { await stack.stop(); process.exit(0); }

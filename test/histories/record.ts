import { existsSync, writeFileSync } from 'node:fs';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import bundleOnce from '../bundle.ts';
import { startDevServerStack } from '../stack.ts';
import { historyFile } from './library.ts';
import { SCENARIOS } from './scenarios.ts';

// `npm run record-histories`: records from a real server what is missing. `--again` records all of it anew.
const again = process.argv.includes('--again');
const missing = Object.entries(SCENARIOS).filter(([name]) => again || !existsSync(historyFile(name)));

await bundleOnce();
const stack = await startDevServerStack({ speed: 5_000 });
try {
  for (const [name, { start }] of missing) {
    const order = await start(stack);
    await order.result().catch(() => undefined);
    const history = await stack.client.workflow.getHandle(order.workflowId).fetchHistory();
    // Stack traces name the folder of whoever records.
    writeFileSync(historyFile(name), historyToJSON(history).replaceAll(`${process.cwd()}/`, '') + '\n');
    console.log(`Recorded ${name}: ${history.events?.length ?? 0} events`);
  }
} finally {
  await stack.stop();
}

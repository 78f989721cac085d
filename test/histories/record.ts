import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { OrderHandle } from '../../client/index.ts';
import bundleOnce from '../bundle.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack } from '../stack.ts';
import { historyFile, progressFile } from './library.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

// `npm run record-histories`: records from a real server what is missing, and never what is there: a history that was
// recorded by older code is what shows that today's code still carries it on. `--again` records all of it anew.
const again = process.argv.includes('--again');
const missing = Object.entries(SCENARIOS).filter(([name]) => again || !existsSync(historyFile(name)));

await bundleOnce();
const stack = await startDevServerStack({ speed: 5_000 });
try {
  for (const [name, scenario] of missing) {
    const order = await scenario.start(stack);
    if (scenario.until) await reached(order, scenario.until);
    else await order.result().catch(() => undefined);
    const workflowId = scenario.workflowId ?? order.workflowId;
    const { history, progress } = await atRest(workflowId, scenario.workflowId === undefined);
    writeFileSync(historyFile(name), `${anonymous(historyToJSON(history))}\n`);
    if (progress !== undefined) writeFileSync(progressFile(name), `${JSON.stringify(progress, undefined, 2)}\n`);
    console.log(`Recorded ${name}: ${history.events?.length ?? 0} events`);
  }
} finally {
  await stack.stop();
}

async function reached(order: OrderHandle, until: NonNullable<Scenario['until']>): Promise<void> {
  await eventually(async () => (until(await order.progress()) ? true : undefined));
}

/** A history between two workflow tasks, with the answer to `progress` that belongs to it. */
function atRest(workflowId: string, isOrder: boolean) {
  const workflow = stack.client.workflow.getHandle(workflowId);
  return eventually(async () => {
    const history = await workflow.fetchHistory();
    const last = history.events?.at(-1);
    if (last?.workflowTaskScheduledEventAttributes ?? last?.workflowTaskStartedEventAttributes) return undefined;
    const progress: unknown = isOrder ? await workflow.query('progress') : undefined;
    const unchanged = isDeepStrictEqual(history, await workflow.fetchHistory());
    return unchanged ? { history, progress } : undefined;
  });
}

/** Stack traces name the folder of whoever records, and events the process and the machine. */
function anonymous(json: string): string {
  return json.replaceAll(`${process.cwd()}/`, '').replaceAll(`${process.pid}@${hostname()}`, 'recorder');
}

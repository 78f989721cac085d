import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { PROGRESS_QUERY, workflowIdOf } from '../../contract/names.ts';
import bundleOnce from '../bundle.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, startTimeSkippingStack, type Stack } from '../stack.ts';
import { startReceiver } from '../events/receiver.ts';
import { historyFile, progressFile } from './library.ts';
import { SCENARIOS } from './scenarios.ts';
import type { Execution, ServerKind } from './scenarios/scenario.ts';
import { RECEIVERS } from './scenarios/told.ts';

// `npm run record-histories`: records from real servers what is missing, and never what is there: a history that was
// recorded by older code is what shows that today's code still carries it on.
const missing = Object.entries(SCENARIOS).filter(([name]) => !existsSync(historyFile(name)));

/** Scenarios in work at a time, where a server takes several. */
const AT_ONCE = 8;

/** What no replay reads. */
const NOT_KEPT = ['identity', 'requestId', 'stackTrace', 'taskId', 'userMetadata', 'workerVersion', 'historySizeBytes'];

await bundleOnce();
const failed = [
  ...(await recordOn('realTime', () => startDevServerStack({ speed: 10_000 }))),
  ...(await recordOn('shortHistories', () => startDevServerStack({ speed: 500_000, longHistory: 20 }))),
  ...(await recordOn('withReceivers', startStackWithReceivers)),
  ...(await recordOneByOne('timeSkipped', () =>
    startTimeSkippingStack({ environment: { OCTANE_POLL_INTERVAL: '2h' } }),
  )),
];
if (failed.length > 0) {
  console.error(`Not recorded: ${failed.join(', ')}`);
  process.exitCode = 1;
}

/** One server for all scenarios of a kind. */
async function recordOn(kind: ServerKind, start: () => Promise<Stack>): Promise<string[]> {
  const todo = missing.filter(([, { server = 'realTime' }]) => server === kind);
  if (todo.length === 0) return [];
  const stack = await start();
  try {
    stack.sandbox.faults.set({ rules: todo.flatMap(([, { faults = [] }]) => faults) });
    const failed: string[] = [];
    const one = async () => {
      for (let next = todo.shift(); next; next = todo.shift()) {
        const [name] = next;
        if (!(await isRecorded(stack, name))) failed.push(name);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    return failed;
  } finally {
    await stack.stop();
  }
}

async function startStackWithReceivers(): Promise<Stack> {
  const receivers = await Promise.all(
    Object.entries(RECEIVERS).map(async ([name, status]) => {
      const receiver = await startReceiver();
      receiver.answer({ status });
      return { name, receiver };
    }),
  );
  const stack = await startDevServerStack({
    speed: 10_000,
    longHistory: 25,
    config: {
      events: {
        allowedAddresses: ['127.0.0.1'],
        receivers: receivers.map(({ name, receiver: { url, secretFile } }) => ({ name, url, secretFile })),
      },
    },
  });
  const stop = async () => {
    await stack.stop();
    for (const { receiver } of receivers) await receiver.close();
  };
  return { ...stack, stop };
}

/** A server for each, because time is skipped for all that runs on it. */
async function recordOneByOne(kind: ServerKind, start: () => Promise<Stack>): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, { server }] of missing) {
    if (server !== kind) continue;
    const stack = await start();
    if (!(await isRecorded(stack, name))) failed.push(name);
    await stack.stop();
  }
  return failed;
}

async function isRecorded(stack: Stack, name: string): Promise<boolean> {
  try {
    await record(stack, name);
    return true;
  } catch (error) {
    console.error(`${name}:`, error);
    return false;
  }
}

async function record(stack: Stack, name: string): Promise<void> {
  const execution = await SCENARIOS[name]?.run(stack, `H-${name}`);
  if (!execution) throw new Error(`There is no scenario ${name}.`);
  const { history, progress } = await atRest(stack, execution);
  const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
  // The test server leaves it out.
  if (started && !started.workflowId) started.workflowId = execution.workflowId;
  writeFileSync(historyFile(name), anonymous(historyToJSON(history)));
  if (progress !== undefined) writeFileSync(progressFile(name), `${JSON.stringify(progress, undefined, 2)}\n`);
  console.log(`Recorded ${name}: ${history.events?.length ?? 0} events`);
}

/** A history between two workflow tasks, with the answer to `progress` that belongs to it. */
function atRest({ client }: Stack, { workflowId, runId }: Execution) {
  const workflow = client.workflow.getHandle(workflowId, runId);
  const isOrder = workflowId.startsWith(workflowIdOf(''));
  return eventually(async () => {
    const history = await workflow.fetchHistory();
    const last = history.events?.at(-1);
    if (last?.workflowTaskScheduledEventAttributes ?? last?.workflowTaskStartedEventAttributes) return undefined;
    const progress: unknown = isOrder ? await workflow.query(PROGRESS_QUERY) : undefined;
    const unchanged = isDeepStrictEqual(history, await workflow.fetchHistory());
    return unchanged ? { history, progress } : undefined;
  });
}

/** An event a line, without what names the recorder: the process, the machine, and the folder in stack traces. */
function anonymous(json: string): string {
  const { events } = JSON.parse(json, (key, value: unknown) => (NOT_KEPT.includes(key) ? undefined : value)) as {
    events: unknown[];
  };
  return `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`
    .replaceAll(`${process.cwd()}/`, '')
    .replaceAll(`${process.pid}@${hostname()}`, 'recorder');
}

import { HAPPENINGS, type HappeningName } from '../../contract/happenings.ts';
import { eventually } from '../eventually.ts';
import { eventsTo, startReceiver, type TestReceiver } from '../events/receiver.ts';
import { FAR_AHEAD } from '../far-ahead.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

let stack: Stack;
let receiver: TestReceiver;
let worker: WorkerProcess;

beforeAll(async () => {
  receiver = await startReceiver();
  stack = await startDevServerStack({
    speed: 5_000,
    workers: false,
    config: {
      events: eventsTo(receiver),
      watch: { interval: '10s' },
      targets: [{ phase: 'fallout', target: '1 minute' }],
    },
  });
  worker = startWorkerProcess({ ...stack.environment, NBN_LOG_LEVEL: 'warn' });
});

afterAll(async () => {
  worker?.kill('SIGKILL');
  await worker?.ended;
  await stack?.stop();
  await receiver?.close();
});

test('a worker writes a line of JSON for what somebody may act on, with the order that it is about', async () => {
  const start = (custNo: number, custReqDate = '2026-03-02T00:00:00Z') =>
    stack.orders.start('planChange', planChangeInput({ service: { custNo }, custReqDate, onFallout: 'wait' }));
  // It polls all the time, so that an Octane that is away is noticed.
  await start(100001, FAR_AHEAD);
  const rejected = await start(990001);
  const unmapped = await start(990004);
  const lost = await start(990005);
  receiver.answer({ status: 410 });
  await Promise.all([unmapped.result(), lost.result(), eventually(async () => (await rejected.progress()).fallout)]);
  await eventually(async () => ((await rejected.progress()).inJeopardy ? true : undefined), 120);
  stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 404, operations: ['listOrders'] }] });
  await eventually(async () => ((await watchers()) === 0 ? true : undefined));
  stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 503 }] });
  await eventually(() => stack.orders.octaneOutage());
  worker.kill('SIGTERM');
  const { output } = await worker.ended;

  const lines = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const told = (happening: HappeningName) => {
    const { level, message, fields } = HAPPENINGS[happening];
    const found = lines.filter((line) => line['happening'] === happening);
    expect({ happening, times: found.length }).not.toEqual({ happening, times: 0 });
    for (const line of found) {
      expect(line).toMatchObject({ level: level === 'error' ? 50 : 40, msg: message, time: expect.any(String) });
      expect(Object.keys(line)).toEqual(expect.arrayContaining([...fields]));
    }
    return found;
  };
  const of = ({ reference, workflowId }: typeof rejected) => ({ reference, workflowId, flow: 'planChange' });
  expect(told('fallout')).toEqual([expect.objectContaining({ ...of(rejected), code: 'rejected' })]);
  expect(told('statusUnmapped')).toEqual([expect.objectContaining(of(unmapped))]);
  expect(told('outcomeUnknown')).toContainEqual(expect.objectContaining(of(lost)));
  expect(told('jeopardy')).toContainEqual(expect.objectContaining(of(rejected)));
  expect(told('eventGivenUp')).toContainEqual(expect.objectContaining({ receiver: 'crm' }));
  expect(told('nothingToWatch')).toContainEqual(expect.objectContaining({ groupNo: '123' }));
  expect(told('octaneAway')).toContainEqual(expect.objectContaining({ type: 'OctaneUnavailable' }));
}, 240_000);

async function watchers(): Promise<number> {
  const query = "WorkflowType = 'watchOrders' AND ExecutionStatus = 'Running'";
  return (await stack.client.workflow.count(query)).count;
}

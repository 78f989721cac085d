import { checkTemporal } from '../../doctor/temporal.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';

let stack: Stack;
const { TEMPORAL_ADDRESS } = process.env;

beforeAll(async () => {
  stack = await startDevServerStack({ workers: false });
  process.env['TEMPORAL_ADDRESS'] = stack.env.address;
});

afterAll(async () => {
  if (TEMPORAL_ADDRESS === undefined) delete process.env['TEMPORAL_ADDRESS'];
  else process.env['TEMPORAL_ADDRESS'] = TEMPORAL_ADDRESS;
  await stack?.stop();
});

test('a server without a worker is told so, and with one it is not', async () => {
  const verdicts = async () => Object.fromEntries((await checkTemporal()).map(({ name, verdict }) => [name, verdict]));
  expect(await verdicts()).toMatchObject({
    'server version': 'good',
    'search attributes': 'good',
    'task queue nbn-orders': 'bad',
    'task queue nbn-octane': 'bad',
  });
  const stopWorkers = await stack.startWorkers();
  try {
    await eventually(async () => {
      const found = await verdicts();
      return found['task queue nbn-orders'] === 'good' && found['task queue nbn-octane'] === 'good' ? found : undefined;
    });
  } finally {
    await stopWorkers();
  }
});

test('a retention that is shorter than what reconcile compares is worth a note', async () => {
  const retention = (await checkTemporal()).find(({ name }) => name === 'retention');
  expect(retention).toMatchObject({ verdict: 'note', findings: [expect.stringMatching(/are kept for 1 day/)] });
});

test('a server that cannot be reached is no reason to say anything else', async () => {
  process.env['TEMPORAL_ADDRESS'] = '127.0.0.1:1';
  try {
    expect(await checkTemporal()).toMatchObject([
      { name: 'connection', verdict: 'notTried', findings: [expect.stringMatching(/cannot be reached/)] },
    ]);
  } finally {
    process.env['TEMPORAL_ADDRESS'] = stack.env.address;
  }
});

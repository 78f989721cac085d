import { randomUUID } from 'node:crypto';
import { startDevServerStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 20_000 });
});

afterAll(async () => {
  await stack?.stop();
});

const reference = () => `T-${randomUUID()}`;

function diagnosticTest(custNo: number, testType = 'Optical Power', lineSeqNo?: number) {
  const service = { custNo, ...(lineSeqNo !== undefined && { lineSeqNo }) };
  return stack.orders.start('diagnosticTest', { reference: reference(), service, testType });
}

function serviceHealthCheck(custNo: number) {
  return stack.orders.start('serviceHealthCheck', { reference: reference(), service: { custNo } });
}

describe('a diagnostic test', () => {
  test('returns what was measured', async () => {
    const test = await diagnosticTest(100001);
    const { metrics, ...result } = await test.result();
    expect(metrics).toEqual({ receive_power_dbm: -17.3, transmit_power_dbm: 2.1, within_limits: true });
    expect(result).toEqual({
      reference: test.reference,
      flow: 'diagnosticTest',
      state: 'completed',
      enquiryId: expect.stringMatching(/^\d+$/),
      custNo: 100001,
      lineSeqNo: 1,
      outcome: 'Pass',
      summary: 'No fault found',
    });
    expect(await test.progress()).toMatchObject({ state: 'completed', custNo: 100001, groupNo: '123' });
  });

  test('that finds a fault is completed all the same', async () => {
    expect(await (await diagnosticTest(990030)).result()).toMatchObject({
      state: 'completed',
      outcome: 'Fail',
      metrics: { within_limits: false },
    });
  });

  test('that the technology does not allow is refused with those that it does', async () => {
    const before = stack.sandbox.records.calls.of('createEnquiry');
    const failure = await failureOf(await diagnosticTest(100001, 'Line State'));
    expect(failure).toMatchObject({ type: 'InvalidOrder', fields: [{ path: 'testType' }] });
    expect(failure.message).toMatch(/available: NTD Status, Loopback, Optical Power/);
    expect(stack.sandbox.records.calls.of('createEnquiry')).toBe(before);
  });

  test('that Octane cannot do fails, and says why', async () => {
    const failure = await failureOf(await diagnosticTest(990028));
    expect(failure).toMatchObject({ type: 'OrderFailed' });
    expect(failure.message).toMatch(/could not complete enquiry \d+: The service could not be reached/);
  });

  test('names its line, so several services are no matter', async () => {
    expect(await (await diagnosticTest(990014, 'Loopback', 2)).result()).toMatchObject({ lineSeqNo: 2 });
    expect((await failureOf(await diagnosticTest(990014, 'Loopback'))).message).toContain(
      'so service.lineSeqNo has to say which',
    );
  });

  test('needs an active service', async () => {
    expect(await failureOf(await diagnosticTest(990018))).toMatchObject({
      type: 'InvalidOrder',
      fields: [{ path: 'service' }],
    });
  });
});

describe('a health check', () => {
  test('returns how the service is', async () => {
    expect(await (await serviceHealthCheck(100002)).result()).toMatchObject({
      flow: 'serviceHealthCheck',
      state: 'completed',
      lineSeqNo: 1,
      outcome: 'Pass',
      metrics: { connection_status: 'Up', dropouts_24h: 0 },
    });
  });

  test('that Octane cannot do fails', async () => {
    expect(await failureOf(await serviceHealthCheck(990028))).toMatchObject({ type: 'OrderFailed' });
  });
});

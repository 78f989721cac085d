import { activation, failureOf, setUp, type Setup } from './setup.ts';

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

const LINE = { custNo: 100001, lineSeqNo: 1 };
const testsOf = async (line: typeof LINE) =>
  (await setup.octane.enquiries.availableTests(line)).map(({ testType }) => testType);
const check = (custNo: number) =>
  setup.octane.enquiries.create({ enquiryType: 'ServiceHealthCheck', custNo, lineSeqNo: 1 });
const get = (enquiryId: string) => setup.octane.enquiries.get(enquiryId);

/** Connects a service and answers with its line. */
async function connect(locationId: string): Promise<typeof LINE> {
  const qualification = await setup.octane.qualifications.check({ locationId });
  const orderId = await setup.octane.orders.create(activation(qualification, 100001, { planNo: 1001 }));
  setup.clock.advance('5 days');
  const { service } = await setup.octane.orders.get(orderId);
  return { custNo: 100001, lineSeqNo: service?.lineSeqNo ?? 0 };
}

test('the available tests depend on the technology', async () => {
  expect(await testsOf(LINE)).toEqual(['NTD Status', 'Loopback', 'Optical Power']);
  expect(await testsOf(await connect('LOC380100007130'))).toEqual(['Line State', 'DSL Reset']);
  expect(await testsOf(await connect('LOC380100007340'))).toEqual(['DPU Port Status']);
  expect(await testsOf(await connect('LOC380100007240'))).toEqual(['NTD Status', 'Loopback']);
  expect(await testsOf(await connect('LOC380100007060'))).toEqual(['NTD Status', 'Loopback']);
  expect(setup.deviations).toEqual([]);
});

test('every test there is takes 5 minutes and measures something', async () => {
  for (const locationId of ['LOC380100000995', 'LOC380100007130', 'LOC380100007340']) {
    const line = await connect(locationId);
    for (const testType of await testsOf(line)) {
      const request = { enquiryType: 'DiagnosticTest', ...line, testType: testType ?? '' } as const;
      const enquiryId = await setup.octane.enquiries.create(request);
      setup.clock.advance('299 s');
      expect(await get(enquiryId)).toEqual({ enquiryId, status: 'In Progress' });
      setup.clock.advance('1 s');
      const { metrics, ...ended } = await get(enquiryId);
      expect(ended).toEqual({ enquiryId, status: 'Completed', outcome: 'Pass', summary: 'No fault found' });
      expect(Object.keys(metrics ?? {}).length).toBeGreaterThan(2);
    }
  }
  expect(setup.deviations).toEqual([]);
});

test('a health check has an overall outcome', async () => {
  const enquiryId = await check(100001);
  expect(setup.octane.words.meaning('enquiryStatuses', (await get(enquiryId)).status)).toBe('inProgress');
  setup.clock.advance('5 min');
  expect(await get(enquiryId)).toMatchObject({
    outcome: 'Pass',
    metrics: { connection_status: 'Up', dropouts_24h: 0 },
  });
});

test.each([
  [990026, { status: 'Completed', outcome: 'Fail' }],
  [990028, { status: 'Failed' }],
  [990029, { status: 'In Progress' }],
  [990030, { status: 'Completed', outcome: 'Fail', metrics: { connection_status: 'Down' } }],
])('the health check of %i comes to %j', async (custNo, expected) => {
  const enquiryId = await check(custNo);
  setup.clock.advance('30 d');
  expect(await get(enquiryId)).toMatchObject(expected);
});

test('what cannot be tested is refused, and nothing is created', async () => {
  const create = (request: object) =>
    failureOf(
      setup.octane.enquiries.create({ enquiryType: 'DiagnosticTest', ...LINE, testType: 'Loopback', ...request }),
    );
  expect((await create({ testType: 'Line State' })).message).toContain('Not available on FTTP');
  expect((await create({ lineSeqNo: 2 })).message).toContain('no such service');
  expect((await create({ custNo: 990018 })).message).toContain('not connected');
  expect((await failureOf(setup.octane.enquiries.availableTests({ custNo: 1, lineSeqNo: 1 }))).message).toContain(
    'no such service',
  );
  expect(await failureOf(get('7000001'))).toMatchObject({ httpStatus: 404 });
});

test('the records count the enquiries, and do not take them for orders', async () => {
  await check(100001);
  const { calls } = setup.sandbox.records;
  expect(calls.of('createEnquiry', { custNo: 100001 })).toBe(1);
  expect(calls.createsFor(100001)).toBe(0);
});

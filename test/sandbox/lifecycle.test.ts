import { awaitsAppointment, STATUS_ROWS, orderStateOf } from '../../octane/statuses.ts';
import { isTerminal } from '../../contract/states.ts';
import { AppointmentSlots } from '../../sandbox/appointment-slots.ts';
import { hasEnded, NORMAL_SCRIPTS, timetable, VISIT_SCRIPT } from '../../sandbox/lifecycle.ts';
import { locationOf } from '../../sandbox/location.ts';
import { RESERVED_CUSTOMERS } from '../../sandbox/reserved-customers.ts';
import { activation, portsOf, setUp, words, type Setup } from './setup.ts';

const KEY = { groupNo: '123', custNo: 100001, lineSeqNo: 1 };

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

const status = async (orderId: string): Promise<string> => words(await setup.octane.orders.get(orderId));
const service = async (lineSeqNo = 1) => setup.octane.services.get({ ...KEY, lineSeqNo });

test('every script begins acknowledged, moves forward, and ends with a terminal word or waits for a booking', () => {
  const scripts = [
    ...Object.values(NORMAL_SCRIPTS),
    VISIT_SCRIPT,
    ...RESERVED_CUSTOMERS.flatMap(({ script, visitScript }) => [script, visitScript]).filter(
      (script) => script !== undefined,
    ),
  ];
  const beginsAt = Date.parse('2026-03-02T00:00:00Z');
  const location = locationOf('LOC380100000001');
  const [slot] = location ? new AppointmentSlots().free(location, 1, beginsAt) : [];
  if (!slot) throw new Error('There is no slot.');
  const course = { beginsAt, startsAt: beginsAt, appointment: { ...slot, appointmentId: 'APT1' } };
  for (const script of scripts) {
    const states = script.map((stage) => orderStateOf(stage, STATUS_ROWS));
    const times = timetable(script, course).map(({ at }) => at);
    expect(script[0]).toMatchObject({ after: 0, orderStatus: 'Acknowledged' });
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(states.map(isTerminal)).toEqual(script.map(hasEnded));
    expect(script.map((stage) => hasEnded(stage) || stage.awaitsBooking === true)).toEqual(
      script.map((_, index) => index === script.length - 1),
    );
    expect(script.map((stage) => awaitsAppointment(stage, STATUS_ROWS))).toEqual(
      script.map(({ awaitsBooking = false }) => awaitsBooking),
    );
  }
});

test('a plan change', async () => {
  const orderId = await setup.place({ subOrderType: 'PlanChange', custNo: 100001, planNo: 1004 });
  expect(await status(orderId)).toBe('Acknowledged');
  setup.clock.advance('29 min');
  expect(await status(orderId)).toBe('Acknowledged');
  setup.clock.advance('1 min');
  expect(await status(orderId)).toBe('In Progress');
  expect((await service()).serviceAgreement?.planNo).toBe(1001);
  expect((await setup.octane.orders.get(orderId)).service?.serviceAgreement?.planNo).toBe(1004);

  const completion = setup.clock.in('150 min');
  setup.clock.advance('3 days');
  const order = await setup.octane.orders.get(orderId);
  expect(order).toMatchObject({ orderStatus: 'Completed', dateModified: completion });
  expect(await service()).toMatchObject({ serviceAgreement: { planNo: 1004 }, dateModified: completion });
});

test('suspension and shaping, there and back', async () => {
  for (const [subOrderType, instance] of [
    ['Shape', { status: 'Active', statusExtra: 'Shaped' }],
    ['Unshape', { status: 'Active' }],
    ['Suspend', { status: 'Suspended' }],
    ['Unsuspend', { status: 'Active' }],
  ] as const) {
    const orderId = await setup.place({ subOrderType, custNo: 100001 });
    setup.clock.advance('3 h');
    expect(await status(orderId)).toBe('Completed');
    const [latest] = (await service()).instance ?? [];
    expect(latest).toMatchObject(instance);
    expect(latest?.statusExtra).toBe('statusExtra' in instance ? instance.statusExtra : undefined);
  }
});

test('a disconnection keeps its date and frees the port', async () => {
  const locationId = (await service()).address?.addressID ?? '';
  expect(portsOf(await setup.octane.qualifications.check({ locationId }))[0]).toBe('Used');
  const orderId = await setup.place({ subOrderType: 'Disconnect', custNo: 100001 });
  const dateDisconnected = setup.clock.in('4 h');
  setup.clock.advance('5 h');
  expect(await status(orderId)).toBe('Completed');
  expect((await service()).instance).toMatchObject([{ status: 'Disconnected', dateDisconnected }]);
  expect(portsOf(await setup.octane.qualifications.check({ locationId }))[0]).toBe('Not Used');
});

test('an activation connects a new line and takes the port', async () => {
  const { octane, clock } = setup;
  const qualification = await octane.qualifications.check({ locationId: 'LOC380100000995' });
  const orderId = await octane.orders.create(activation(qualification, 100001, { port: '2' }));
  expect((await octane.orders.get(orderId)).service?.lineSeqNo).toBe(2);

  const seen: string[] = [];
  for (const duration of ['0 s', '30 min', '90 min'] as const) {
    clock.advance(duration);
    seen.push(await status(orderId));
    expect((await service(2)).instance?.[0]?.status).toBe('Pending');
  }
  expect(seen).toEqual(['Acknowledged', 'In Progress / Acknowledged', 'In Progress / In Progress']);
  expect(portsOf(await octane.qualifications.check({ locationId: 'LOC380100000995' }))[1]).toBe('Not Used');

  clock.advance('6 h');
  expect(await status(orderId)).toBe('Completed');
  expect(await service(2)).toMatchObject({
    instance: [{ status: 'Active' }],
    serviceAgreement: { planNo: 1002 },
    nbnService: { infrastructureId: 'NTD380100010995', pri: 'PRI380100210995' },
  });
  const after = await octane.qualifications.check({ locationId: 'LOC380100000995' });
  expect(portsOf(after)).toEqual(['Not Used', 'Used', 'Not Used', 'Not Used']);
});

test('without an appointment an order waits for its date', async () => {
  const orderId = await setup.octane.orders.create({
    subOrderType: 'Suspend',
    custNo: 100001,
    custReqDate: setup.clock.in('10 days'),
  });
  setup.clock.advance('10 days');
  expect(await status(orderId)).toBe('Acknowledged');
  setup.clock.advance('3 h');
  expect(await status(orderId)).toBe('Completed');
});

test('with an appointment an order ignores its date', async () => {
  const qualification = await setup.octane.qualifications.check({ locationId: 'LOC380100000001' });
  const request = activation(qualification, 100001, { custReqDate: setup.clock.in('10 days') });
  const orderId = await setup.octane.orders.create(request);
  setup.clock.advance('3 days');
  expect(await status(orderId)).toBe('Completed');
  const after = await setup.octane.qualifications.check({ locationId: 'LOC380100000001' });
  expect(after.location?.serviceClass).toBe('3');
  expect(portsOf(after)[0]).toBe('Used');
});

test('what is due is applied in time order, not in the order of placing', async () => {
  const { clock, octane } = setup;
  const custReqDate = clock.in('1 day');
  await octane.orders.create({ subOrderType: 'PlanChange', custNo: 100001, planNo: 1002, custReqDate });
  await setup.place({ subOrderType: 'PlanChange', custNo: 100001, planNo: 1003 });
  clock.advance('2 days');
  expect((await service()).serviceAgreement?.planNo).toBe(1002);
});

test('an order for a service that is gone by then changes nothing', async () => {
  await setup.place({ subOrderType: 'Disconnect', custNo: 100001 });
  const later = setup.clock.in('1 day');
  await setup.octane.orders.create({ subOrderType: 'Suspend', custNo: 100001, custReqDate: later });
  setup.clock.advance('2 days');
  expect((await service()).instance?.[0]?.status).toBe('Disconnected');
});

test('the records tell who ordered what and when, and how often each operation was called', async () => {
  const placedAt = await setup.clock.now();
  const orderId = await setup.place({ subOrderType: 'Suspend', custNo: 100001 });
  await status(orderId);
  await status(orderId);
  const { records } = setup.sandbox;
  expect(records.orders()).toMatchObject([
    {
      orderId: '5000001',
      placedBy: 'tester',
      placedAt,
      request: { subOrderType: 'Suspend', service: { custNo: 100001 } },
    },
  ]);
  expect(records.calls.of('getOrder')).toBe(2);
  expect(records.calls.of('getOrder', { orderId })).toBe(2);
  expect(records.calls.of('getOrder', { orderId: '5000002' })).toBe(0);
  expect(records.calls.of('createModificationOrder', { custNo: 100001 })).toBe(1);
  expect(records.calls.createsFor(100002)).toBe(0);
});

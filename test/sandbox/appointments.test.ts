import { plannedRemediationOf } from '../../octane/order-detail.ts';
import { activation, failureOf, setUp, words, type Setup } from './setup.ts';

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

/** Nothing is built here, so a technician has to come. */
const LOCATION = 'LOC380100000001';

const activate = async (custNo = 100001, locationId = LOCATION): Promise<string> =>
  setup.octane.orders.create(activation(await setup.octane.qualifications.check({ locationId }), custNo));
const order = (orderId: string) => setup.octane.orders.get(orderId);
const status = async (orderId: string): Promise<string> => words(await order(orderId));
const timeslots = (orderId: string, dateFrom?: string) => setup.octane.appointments.timeslots({ orderId, dateFrom });
const book = (orderId: string, slotId: string) => setup.octane.appointments.book({ orderId, slotId });
const slotsOf = async (orderId: string, dateFrom?: string) =>
  (await timeslots(orderId, dateFrom)).timeslots.map(({ slotId = '' }) => slotId);
const slotOf = async (orderId: string, index: number) => (await slotsOf(orderId))[index] ?? '';

/** The clock begins on Monday, 2 March 2026, at 11:00 in Melbourne. */
const EARLIEST = {
  appointmentId: 'APT000500000101',
  startTime: '2026-03-03T21:00:00.000Z',
  endTime: '2026-03-04T01:00:00.000Z',
  slotType: 'AM',
  status: 'Booked',
};

test('an order is put on the earliest slot, and completes with the visit', async () => {
  const orderId = await activate();
  const { currentAppointment, timeslots: free } = await timeslots(orderId);
  expect(currentAppointment).toEqual(EARLIEST);
  expect(free).toHaveLength(20);
  expect(free.slice(0, 2)).toEqual([
    {
      slotId: 'SLT38010000-20260304-PM',
      startTime: '2026-03-04T02:00:00.000Z',
      endTime: '2026-03-04T06:00:00.000Z',
      slotType: 'PM',
    },
    {
      slotId: 'SLT38010000-20260305-AM',
      startTime: '2026-03-04T21:00:00.000Z',
      endTime: '2026-03-05T01:00:00.000Z',
      slotType: 'AM',
    },
  ]);

  const seen: unknown[] = [];
  for (const duration of ['0 s', '30 min', '2670 min', '239 min'] as const) {
    setup.clock.advance(duration);
    seen.push([await status(orderId), (await timeslots(orderId)).currentAppointment?.status]);
  }
  expect(seen).toEqual([
    ['Acknowledged / Appointment Booked', 'Booked'],
    ['In Progress / Appointment Booked / Acknowledged', 'Booked'],
    ['In Progress / In Progress', 'In Progress'],
    ['In Progress / In Progress', 'In Progress'],
  ]);
  setup.clock.advance('1 min');
  expect(await order(orderId)).toMatchObject({ orderStatus: 'Completed', dateModified: EARLIEST.endTime });
  expect(setup.deviations).toEqual([]);
});

test('slots leave out weekends and the public holidays of Victoria, and keep to local time', async () => {
  const orderId = await activate();
  const days = (await slotsOf(orderId, '2026-04-02')).map((slotId) => slotId.slice(12));
  // Good Friday to Easter Monday, with the end of daylight saving between.
  expect(days.slice(0, 4)).toEqual(['20260402-AM', '20260402-PM', '20260407-AM', '20260407-PM']);
  expect((await timeslots(orderId, '2026-04-07')).timeslots[0]?.startTime).toBe('2026-04-06T22:00:00.000Z');
  expect((await slotsOf(orderId, '2026-03-09T03:00:00Z'))[0]).toBe('SLT38010000-20260310-AM');
  expect((await slotsOf(orderId, '2020-01-01'))[0]).toBe('SLT38010000-20260304-PM');
});

describe('a booking', () => {
  test('moves the appointment, and frees the slot it was on', async () => {
    const orderId = await activate();
    const [, , slotId = ''] = await slotsOf(orderId);
    const booked = {
      appointmentId: EARLIEST.appointmentId,
      startTime: '2026-03-05T02:00:00.000Z',
      endTime: '2026-03-05T06:00:00.000Z',
      slotType: 'PM',
    };
    expect(await book(orderId, slotId)).toEqual({ success: true, ...booked });
    expect(await book(orderId, slotId)).toEqual({ success: true, ...booked });
    expect((await timeslots(orderId)).currentAppointment).toEqual({ ...booked, status: 'Booked' });
    expect(await slotsOf(orderId)).toContain('SLT38010000-20260304-AM');
    expect(await slotsOf(orderId)).not.toContain(slotId);
    setup.clock.advance('2 d');
    expect(await status(orderId)).toBe('In Progress / Appointment Booked / Acknowledged');
    setup.clock.advance('2 d');
    expect(await order(orderId)).toMatchObject({ orderStatus: 'Completed', dateModified: booked.endTime });
  });

  test('can be had only once in an area', async () => {
    const [one, other] = [await activate(), await activate(100002, 'LOC380100007010')];
    expect((await timeslots(other)).currentAppointment?.startTime).toBe('2026-03-04T02:00:00.000Z');
    const elsewhere = await activate(100003, 'LOC380100010001');
    expect((await timeslots(elsewhere)).currentAppointment?.startTime).toBe(EARLIEST.startTime);
    const slotId = await slotOf(one, 0);
    await book(one, slotId);
    expect((await failureOf(book(other, slotId))).message).toContain('slot no longer available');
  });

  test.each(['SLT38010000-20260303-AM', 'SLT38010000-20260307-AM', 'SLT38010001-20260305-AM', 'SLT1', 'x-20261399-y'])(
    'of %s is refused: too soon, no business day, elsewhere, or no slot',
    async (slotId) => {
      const failure = await failureOf(book(await activate(), slotId));
      expect(failure).toMatchObject({ type: 'OctaneRefused', httpStatus: 200 });
      expect(failure.message).toContain('slot no longer available');
    },
  );

  test('is refused less than 24 hours before the visit, during it, and afterwards', async () => {
    const [inTime, orderId] = [await activate(), await activate(100002, 'LOC380100010001')];
    const [slotId = ''] = (await slotsOf(orderId)).slice(-1);
    const refusals: string[] = [];
    setup.clock.advance('1260 min');
    await book(inTime, (await slotsOf(inTime)).at(-1) ?? '');
    for (const duration of ['1 min', '1 d', '4 h'] as const) {
      setup.clock.advance(duration);
      refusals.push((await failureOf(book(orderId, slotId))).message);
    }
    expect(refusals[0]).toContain('less than 24 hours');
    expect(refusals[1]).toContain('point of no return');
    expect(refusals[2]).toContain('has ended');
    expect((await failureOf(timeslots(orderId))).message).toContain('has ended');
  });

  test('is refused for an order without an appointment', async () => {
    const orderId = await setup.place({ subOrderType: 'Suspend', custNo: 100001 });
    expect((await failureOf(timeslots(orderId))).message).toContain('needs no appointment');
    expect((await failureOf(book(orderId, 'SLT38010000-20260305-AM'))).message).toContain('needs no appointment');
    expect(await failureOf(timeslots('1'))).toMatchObject({ httpStatus: 404 });
  });

  test('of 990022 loses its slot once', async () => {
    const orderId = await activate(990022);
    const slotId = await slotOf(orderId, 0);
    expect((await failureOf(book(orderId, slotId))).message).toContain('slot no longer available');
    expect(await slotsOf(orderId)).not.toContain(slotId);
    expect((await timeslots(orderId)).currentAppointment).toEqual(EARLIEST);
    await book(orderId, await slotOf(orderId, 0));
  });
});

test('990020 misses its visit, also one that was moved, and goes on when another is booked', async () => {
  const orderId = await activate(990020);
  await book(orderId, await slotOf(orderId, 0));
  setup.clock.advance('2 d');
  expect(await status(orderId)).toBe('In Progress / Appointment Booked / Acknowledged');
  setup.clock.advance('2 h');
  expect(await status(orderId)).toBe('In Progress / In Progress');
  setup.clock.advance('30 d');
  expect(await order(orderId)).toMatchObject({
    orderStatus: 'Pending',
    orderSubStatus: 'Appointment Missed',
    orderReason: 'Nobody was at home',
    dateModified: '2026-03-04T06:00:00.000Z',
  });
  expect((await timeslots(orderId)).currentAppointment).toMatchObject({ status: 'Missed' });

  const booked = await book(orderId, await slotOf(orderId, 1));
  expect(booked.appointmentId).toBe('APT000500000102');
  expect(await status(orderId)).toBe('In Progress / Appointment Booked / Acknowledged');
  expect((await timeslots(orderId)).currentAppointment).toMatchObject({ status: 'Booked' });
  await book(orderId, await slotOf(orderId, 3));
  setup.clock.advance('10 d');
  expect(await status(orderId)).toBe('Completed');
});

describe('990021 is held until its remediation', () => {
  test('which takes 10 business days, also over Easter', async () => {
    setup.clock.advance('29 d'); // Tuesday, 31 March 2026.
    const orderId = await setup.place({ subOrderType: 'Suspend', custNo: 990021 });
    setup.clock.advance('2 h');
    expect(await status(orderId)).toBe('In Progress / Held');
    const held = await order(orderId);
    expect(held.orderReason).toBe('Network shortfall at this location');
    expect(held.orderNotes).toHaveLength(1);
    expect(plannedRemediationOf(held)).toBe('2026-04-16');
    setup.clock.advance('15 d');
    expect(await status(orderId)).toBe('In Progress / Held');
    setup.clock.advance('25 h');
    // 13:00 in Melbourne, as it was when the order was held, though daylight saving has ended since.
    expect(await order(orderId)).toMatchObject({ dateModified: '2026-04-16T03:00:00.000Z' });
    expect(await status(orderId)).toBe('In Progress');
    setup.clock.advance('6 h');
    expect(await status(orderId)).toBe('Completed');
    expect(setup.deviations).toEqual([]);
  });

  test('and then needs another appointment', async () => {
    const orderId = await activate(990021);
    const slotId = 'SLT38010000-20260304-AM';
    setup.clock.advance('2 h');
    expect(await status(orderId)).toBe('In Progress / Held');
    expect((await timeslots(orderId)).currentAppointment).toBeUndefined();
    expect(await slotsOf(orderId)).toContain(slotId);
    expect((await failureOf(book(orderId, slotId))).message).toContain('held');
    setup.clock.advance('15 d'); // 10 business days, of which Labour Day is none.
    expect(await status(orderId)).toBe('Pending / Appointment Required');
    const { appointmentId } = await book(orderId, await slotOf(orderId, 0));
    expect(appointmentId).toBe('APT000500000102');
    setup.clock.advance('5 d');
    expect(await status(orderId)).toBe('Completed');
  });
});

describe('a cancellation', () => {
  const cancel = (orderId: string) => setup.octane.orders.cancel(orderId);
  const ordinary = 'LOC380100000995';

  test.each(['0 s', '1 h', '119 min'] as const)('is accepted %s after the placing', async (duration) => {
    const orderId = await activate(100001, ordinary);
    setup.clock.advance(duration);
    await cancel(orderId);
    await cancel(orderId);
    expect(await status(orderId)).toBe('Assessing Cancellation');
    setup.clock.advance('29 min');
    expect(await status(orderId)).toBe('Assessing Cancellation');
    setup.clock.advance('1 min');
    expect(await order(orderId)).toMatchObject({ orderStatus: 'Cancelled', orderReason: 'Withdrawn as requested' });
    setup.clock.advance('30 d');
    expect(await status(orderId)).toBe('Cancelled');
    const [, line2] = await setup.octane.services.list({ groupNo: '123', custNo: 100001 });
    expect(line2?.instance?.[0]?.status).toBe('Cancelled');
  });

  test('is accepted until the visit begins, and frees its slot', async () => {
    const orderId = await activate();
    setup.clock.advance('2699 min');
    await cancel(orderId);
    expect((await failureOf(timeslots(orderId))).message).toContain('being cancelled');
    setup.clock.advance('30 min');
    expect(await status(orderId)).toBe('Cancelled');
    expect(setup.sandbox.records.services(100001)[1]).toMatchObject({ status: 'Cancelled' });
    const other = await activate(100002);
    await cancel(other);
    setup.clock.advance('30 min');
    const third = await activate(100003);
    expect((await timeslots(third)).currentAppointment?.startTime).toBe('2026-03-05T21:00:00.000Z');
  });

  test('is refused past the point of no return, and of an order that has ended', async () => {
    const [orderId, visited] = [await activate(100001, ordinary), await activate()];
    setup.clock.advance('2 h');
    expect((await failureOf(cancel(orderId))).message).toContain('point of no return');
    setup.clock.advance('6 h');
    expect((await failureOf(cancel(orderId))).message).toContain('Completed');
    setup.clock.advance('37 h');
    expect((await failureOf(cancel(visited))).message).toContain('point of no return');
    expect(await status(visited)).toBe('In Progress / In Progress');
  });

  test('is refused of anything but an activation', async () => {
    for (const subOrderType of ['Suspend', 'Disconnect'] as const) {
      const orderId = await setup.place({ subOrderType, custNo: 100001 });
      const failure = await failureOf(cancel(orderId));
      expect(failure).toMatchObject({ type: 'OctaneRefused', outcome: 'refused', httpStatus: 200 });
      expect(failure.message).toContain('Only an activation');
    }
    expect(await failureOf(cancel('1'))).toMatchObject({ httpStatus: 404 });
  });

  test('is possible while the order is held or waits for an appointment', async () => {
    const [held, missed] = [await activate(990021), await activate(990020)];
    setup.clock.advance('3 d');
    for (const orderId of [held, missed]) await cancel(orderId);
    setup.clock.advance('20 d');
    expect([await status(held), await status(missed)]).toEqual(['Cancelled', 'Cancelled']);
  });

  test('of 990023 is accepted, and loses the race', async () => {
    const orderId = await activate(990023, ordinary);
    await cancel(orderId);
    expect(await status(orderId)).toBe('Assessing Cancellation');
    setup.clock.advance('30 min');
    expect(await status(orderId)).toBe('Completed');
    const [, line2] = await setup.octane.services.list({ groupNo: '123', custNo: 990023 });
    expect(line2?.instance?.[0]?.status).toBe('Active');
  });
});

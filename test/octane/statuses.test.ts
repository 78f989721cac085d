import { isTerminal, OCTANE_ORDER_STATES, type OctaneOrderState, type RawStatus } from '../../contract/states.ts';
import {
  awaitsAppointment,
  orderStateOf,
  prematureEndings,
  STATUS_ROWS,
  type StatusRow,
} from '../../octane/statuses.ts';
import { Words } from '../../octane/words.ts';

const stateOf = (status: RawStatus, rows: readonly StatusRow[] = []) => orderStateOf(status, [...rows, ...STATUS_ROWS]);

describe("the state of an order, from Octane's words", () => {
  test.each<[string, OctaneOrderState]>([
    ['Completed', 'completed'],
    ['COMPLETE', 'completed'],
    ['closed', 'completed'],
    ['Partially Completed', 'partial'],
    ['Rejected', 'rejected'],
    ['Cancelled', 'cancelled'],
    ['Canceled', 'cancelled'],
    ['Withdrawn', 'cancelled'],
    ['Failed', 'failed'],
    ['Aborted', 'failed'],
    ['New', 'acknowledged'],
    ['In Progress', 'inProgress'],
    ['IN_PROGRESS', 'inProgress'],
    ['in-progress', 'inProgress'],
    [' InProgress. ', 'inProgress'],
    ['On Hold', 'held'],
    ['Pending', 'pending'],
    ['ASSESSING_CANCELLATION', 'assessingCancellation'],
  ])('%s is %s', (orderStatus, state) => {
    expect(stateOf({ orderStatus })).toBe(state);
  });

  test.each(['Zigzagging', '', ' - ', undefined, 'constructor', 'Not Completed'])(
    'a main status that is not mapped is unknown, never a failure: %s',
    (orderStatus) => {
      expect(stateOf({ orderStatus })).toBe('unknown');
    },
  );

  test.each([
    { orderSubStatus: 'Held' },
    { orderExternalStatus: 'Held' },
    { orderSubStatus: 'Completed' },
    { orderExternalStatus: 'Pending' },
  ])('a finer status does not speak for a main status that is not mapped: %j', (finer) => {
    expect(stateOf({ orderStatus: 'Zigzagging', ...finer })).toBe('unknown');
    expect(stateOf(finer)).toBe('unknown');
  });

  test.each<[RawStatus, OctaneOrderState]>([
    [{ orderSubStatus: 'Held' }, 'held'],
    [{ orderSubStatus: 'on-hold' }, 'held'],
    [{ orderExternalStatus: 'HELD' }, 'held'],
    [{ orderSubStatus: 'Information Required' }, 'pending'],
    [{ orderExternalStatus: 'pending' }, 'pending'],
    [{ orderExternalStatus: 'Assessing Cancellation' }, 'assessingCancellation'],
    [{ orderSubStatus: 'Network Shortfall' }, 'held'],
    [{ orderSubStatus: 'APPOINTMENT_MISSED' }, 'pending'],
    [{ orderExternalStatus: 'Appointment Required' }, 'pending'],
    [{ orderSubStatus: 'Appointment Booked', orderExternalStatus: 'Acknowledged' }, 'inProgress'],
    [{ orderSubStatus: 'Zigzagging', orderExternalStatus: 'Zigzagging' }, 'inProgress'],
  ])('a finer status tells why an open order stands still: %j is %s', (finer, state) => {
    expect(stateOf({ orderStatus: 'In Progress', ...finer })).toBe(state);
  });

  test('an order stands still for want of an appointment when the row that counts says so', () => {
    const missed = { orderSubStatus: 'Appointment Missed' };
    expect(awaitsAppointment({ orderStatus: 'Pending', ...missed }, STATUS_ROWS)).toBe(true);
    expect(
      awaitsAppointment({ orderStatus: 'In Progress', orderExternalStatus: 'appointment required' }, STATUS_ROWS),
    ).toBe(true);
    expect(awaitsAppointment({ orderStatus: 'Pending' }, STATUS_ROWS)).toBe(false);
    expect(awaitsAppointment({ orderStatus: 'Cancelled', ...missed }, STATUS_ROWS)).toBe(false);
    expect(awaitsAppointment({ orderStatus: 'Zigzagging', ...missed }, STATUS_ROWS)).toBe(false);
  });

  const endings = STATUS_ROWS.filter(({ state }) => isTerminal(state)).map(({ orderStatus }) => orderStatus);

  test.each(endings)('an open order has not ended because a finer status says %s', (ending) => {
    const status = { orderStatus: 'In Progress', orderSubStatus: ending, orderExternalStatus: ending };
    expect(stateOf(status)).toBe('inProgress');
  });

  test.each(endings)('an order that ended (%s) stays so, whatever its finer statuses say', (orderStatus) => {
    const ended = stateOf({ orderStatus });
    expect(isTerminal(ended)).toBe(true);
    expect(stateOf({ orderStatus, orderSubStatus: 'Held', orderExternalStatus: 'Pending' })).toBe(ended);
  });

  test('every state of an order has words that lead to it', () => {
    expect(new Set(STATUS_ROWS.map(({ state }) => state))).toEqual(new Set(OCTANE_ORDER_STATES));
  });
});

describe('rows of the configuration', () => {
  test('come before those of the table', () => {
    expect(stateOf({ orderStatus: 'Closed' }, [{ orderStatus: 'closed', state: 'cancelled' }])).toBe('cancelled');
  });

  test('map a main status that had no row', () => {
    const rows: StatusRow[] = [{ orderStatus: 'Parked', state: 'held' }];
    expect(stateOf({ orderStatus: 'PARKED' }, rows)).toBe('held');
    expect(stateOf({ orderStatus: 'Parked', orderSubStatus: 'Pending' }, rows)).toBe('held');
  });

  test('match only when each word they give does', () => {
    const rows: StatusRow[] = [{ orderStatus: 'Open', orderSubStatus: 'Parked', state: 'held' }];
    expect(stateOf({ orderStatus: 'open', orderSubStatus: 'parked' }, rows)).toBe('held');
    expect(stateOf({ orderStatus: 'open', orderSubStatus: 'moving' }, rows)).toBe('inProgress');
    expect(stateOf({ orderStatus: 'open' }, rows)).toBe('inProgress');
  });

  test('with a finer status alone apply only under a main status that somebody has mapped', () => {
    const rows: StatusRow[] = [{ orderSubStatus: 'Parked', state: 'held' }];
    expect(stateOf({ orderStatus: 'In Progress', orderSubStatus: 'Parked' }, rows)).toBe('held');
    expect(stateOf({ orderStatus: 'Zigzagging', orderSubStatus: 'Parked' }, rows)).toBe('unknown');
  });

  test('that would end an order by a finer status alone are found', () => {
    const premature: StatusRow = { orderExternalStatus: 'Done', state: 'completed' };
    const others: StatusRow[] = [
      { orderStatus: 'Done', state: 'completed' },
      { orderSubStatus: 'Parked', state: 'held' },
    ];
    expect(prematureEndings([premature, ...others])).toEqual([premature]);
    expect(prematureEndings(STATUS_ROWS)).toEqual([]);
  });
});

describe('the state of an enquiry', () => {
  test.each([
    ['In Progress', 'inProgress'],
    ['REQUESTED', 'inProgress'],
    ['completed', 'completed'],
    ['Finished', 'completed'],
    ['Failed', 'failed'],
    ['Zigzagging', undefined],
    [undefined, undefined],
  ])('%s is %s', (status, state) => {
    expect(new Words().meaning('enquiryStatuses', status)).toBe(state);
  });

  test('may be of a word that is configured', () => {
    expect(new Words({ enquiryStatuses: { Parked: 'inProgress' } }).meaning('enquiryStatuses', 'parked')).toBe(
      'inProgress',
    );
  });
});

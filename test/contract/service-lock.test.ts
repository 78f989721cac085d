import { customerOf, isClaimant, isLockState, joined, lockIdOf, serviceOf } from '../../contract/service-lock.ts';

const SINCE = '2026-11-25T01:02:03.004Z';

function claimant(reference: string, since = SINCE) {
  return { order: `nbn-order-${reference}`, chain: '01a2131d-5b5a-7d13-9c10-2593516aa631', since };
}

test('the queue is in order of arrival, and has each order once', () => {
  const [first, second, third] = [
    claimant('a', '2026-11-25T01:00:00.000Z'),
    claimant('b', '2026-11-25T01:00:00.001Z'),
    claimant('c', '2026-11-25T01:00:00.002Z'),
  ];
  expect(joined(joined([third], first), second)).toEqual([first, second, third]);
  expect(joined([first, second, third], second)).toEqual([first, second, third]);
});

test('of two that began in the same instant, the one that joined first comes first', () => {
  expect(joined([claimant('z')], claimant('a'))).toEqual([claimant('z'), claimant('a')]);
});

test('an order that was started again takes a new place', () => {
  const again = { ...claimant('a', '2026-11-26T00:00:00.000Z'), chain: 'another' };
  expect(joined([claimant('a'), claimant('b')], again)).toEqual([claimant('b'), again]);
});

test('nothing but the three fields is kept of a claimant', () => {
  expect(joined([], Object.assign(claimant('a'), { more: 'x' }))).toEqual([claimant('a')]);
});

test.each([
  undefined,
  null,
  'nbn-order-a',
  { ...claimant('a'), order: 'another-workflow' },
  claimant('x'.repeat(101)),
  { ...claimant('a'), chain: '' },
  { ...claimant('a'), since: 'soon' },
  { order: claimant('a').order, since: SINCE },
])('%j cannot hold a service', (value) => {
  expect(isClaimant(value)).toBe(false);
});

test('a state is understood only as a whole', () => {
  const state = { service: 'customer-1', queue: [claimant('a')] };
  expect(isLockState(state)).toBe(true);
  expect(isLockState({ ...state, holding: { holder: claimant('b'), heldSince: SINCE } })).toBe(true);
  expect(isLockState({ ...state, holding: { holder: claimant('b') } })).toBe(false);
  expect(isLockState({ ...state, queue: [claimant('a'), null] })).toBe(false);
  expect(isLockState({ service: 'customer-1' })).toBe(false);
});

test('the id of a lock names its service', () => {
  expect(lockIdOf(serviceOf.customer(100001))).toBe('nbn-service-customer-100001');
  expect(customerOf(serviceOf.customer(100001))).toBe('100001');
  expect(customerOf(serviceOf.location('LOC1'))).toBeUndefined();
});

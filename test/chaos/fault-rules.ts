import type { OperationName } from '../../octane/operations.ts';
import type { Faults } from '../../sandbox/faults/faults.ts';

type Scenario = Parameters<Faults['set']>[0];
type Rule = NonNullable<Scenario['rules']>[number];

const CREATE_ORDER: OperationName[] = ['createActivationOrder', 'createModificationOrder', 'createDisconnectionOrder'];

/**
 * Octane takes no key of ours, so what the network delivers twice is there twice: no client can prevent it, and these calls
 * are spared. Everything else may come twice.
 */
const TWICE: OperationName[] = [
  'getOrder',
  'listOrders',
  'listServices',
  'getService',
  'qualifyService',
  'cancelOrder',
  'updateCustomer',
  'createEnquiry',
  'getEnquiry',
];

/** Each kind of fault with what it does to a call; `before` the sandbox did anything, or `after`. */
function kinds(when: 'before' | 'after'): Rule[] {
  return [
    { fault: 'reset', when },
    { fault: 'hang', when },
    { fault: 'late', when, delay: when === 'before' ? LATE_CALL : LATE_ANSWER },
    { fault: 'status', when, httpStatus: 503 },
    { fault: 'status', when, httpStatus: 500 },
    { fault: 'status', when, httpStatus: 302 },
    { fault: 'webPage', when },
    { fault: 'notJson', when },
    { fault: 'notUtf8', when },
  ];
}

/** Statuses that say that nothing was done, so they come only before anything is. */
const REFUSALS: Rule[] = [
  { fault: 'status', httpStatus: 401 },
  { fault: 'status', httpStatus: 403 },
  { fault: 'status', httpStatus: 429, retryAfter: '1' },
];

const BROKEN_ANSWERS: Rule[] = [{ fault: 'half' }, { fault: 'wrongContentType' }];

/** Milliseconds; more than a call may take, so that the answer comes too late, or the call does its work when the worker does not wait any more. */
const LATE_ANSWER = 3_000;
const LATE_CALL = 3_500;

/** Times the delay of the list: the answer is lost at once, so the search begins sooner than after {@link LATE_CALL}. */
const DEFERRED = 2;

/** Rows of a list of orders that cannot be compared: a person has to decide. */
const UNCLEAR_LISTS: Rule[] = [
  { fault: 'rewrite', dates: { dateAdded: { format: 'yyyy-MM-dd' } } },
  { fault: 'rewrite', remove: ['orderId'] },
  { fault: 'rewrite', set: { orderSubType: 'Something new' } },
  { fault: 'rewrite', envelope: { list: 'orders', fields: { total: 10_000 } } },
];

const OF_CREATES = 0.014;
const OF_ALL_CALLS = 0.005;
const OF_UNCLEAR = 0.02;

/**
 * Every kind of fault, on every operation, and more often on the create-order calls.
 *
 * @param orderListDelay - Seconds of the sandbox's time.
 */
export function everyFault(seed: number, orderListDelay: number): Scenario {
  const all = [...kinds('before'), ...kinds('after'), ...REFUSALS, ...BROKEN_ANSWERS];
  return {
    seed,
    orderListDelay,
    rules: [
      { fault: 'answer', body: '{}', when: 'before', operations: CREATE_ORDER, probability: OF_CREATES },
      { fault: 'answer', body: '{}', when: 'after', operations: CREATE_ORDER, probability: OF_CREATES },
      ...all.map((rule) => ({ ...rule, operations: CREATE_ORDER, probability: OF_CREATES })),
      {
        fault: 'deferred',
        delaySeconds: DEFERRED * orderListDelay,
        operations: CREATE_ORDER,
        probability: 3 * OF_CREATES,
      },
      ...UNCLEAR_LISTS.map((rule): Rule => ({ ...rule, operations: ['listOrders'], probability: OF_UNCLEAR })),
      { fault: 'twice', operations: TWICE, probability: 0.03 },
      ...all.map((rule) => ({ ...rule, probability: OF_ALL_CALLS })),
    ],
  };
}

/** The answer to the first create-order call is lost, and nothing else goes wrong. */
export function lostAnswer(seed: number, orderListDelay: number): Scenario {
  return {
    seed,
    orderListDelay,
    rules: [{ fault: 'reset', when: 'after', operations: CREATE_ORDER, calls: 1 }],
  };
}

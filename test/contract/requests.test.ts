import fc from 'fast-check';
import { withoutNulls } from '../../contract/absent.ts';
import { RESOLVE_ACTIONS, type ResolveAction } from '../../contract/fallout.ts';
import { TEXT_LIMITS } from '../../contract/limits.ts';
import { REQUESTS } from '../../contract/update-request-schemas.ts';
import {
  INPUT_LIMIT,
  problemsOfReschedule,
  problemsOfResolve,
  problemsOfWithdraw,
} from '../../contract/update-requests.ts';

const ASKED = { by: 'Kim', reason: 'the customer asked for it' };
const NOW = new Date().getUTCFullYear();

const resolve = (request: unknown, offered: readonly ResolveAction[] = RESOLVE_ACTIONS) =>
  problemsOfResolve(request, offered);

type Case = [what: string, request: unknown, problem: string | RegExp];

const WITHDRAW: Case[] = [
  ['nothing at all', undefined, /must be an object/],
  ['null', null, /must be an object/],
  ['a list', [ASKED], /must be an object/],
  ['a text', 'withdraw it', /must be an object/],
  ['no name', { reason: 'x' }, '"by" is required: who asks for this.'],
  ['null for a name', { ...ASKED, by: null }, '"by" is required: who asks for this.'],
  ['a number for a name', { ...ASKED, by: 7 }, '"by" must be text of 1 to 200 characters.'],
  ['a blank name', { ...ASKED, by: ' \n' }, '"by" is required: who asks for this.'],
  ['a name that is too long', { ...ASKED, by: 'x'.repeat(TEXT_LIMITS.by + 1) }, /^"by" must be text of 1 to 200/],
  ['no reason', { by: 'Kim' }, '"reason" is required: why this is asked for.'],
  ['a reason of 400 kB', { ...ASKED, reason: 'x'.repeat(400_000) }, /^"reason" must be text of 1 to 1000/],
  ['a reason with a control character', { ...ASKED, reason: 'a\u0007b' }, /^"reason" must not .* control characters/],
  ['a misspelt field', { ...ASKED, Reason: 'x' }, '"Reason" is not known here; did you mean "reason"?'],
  ['an unknown field', { ...ASKED, orderId: '1' }, '"orderId" is not known here; known: by, reason.'],
];

const RESCHEDULE: Case[] = [
  ['another half of the day', { ...ASKED, slotType: 'am' }, '"slotType" must be AM or PM.'],
  ['a blank slot', { ...ASKED, slotId: ' ' }, /^"slotId" must not be blank/],
  ['a slot that is no text', { ...ASKED, slotId: 7 }, '"slotId" must be text of 1 to 100 characters.'],
  ['a date without a zone', { ...ASKED, notBefore: '2026-03-02T09:00:00' }, /^"notBefore" must be an ISO 8601 date/],
  [
    'a day that does not exist',
    { ...ASKED, notBefore: '2026-02-30T09:00:00Z' },
    /^"notBefore" must be an ISO 8601 date/,
  ],
  [
    'the year 9999',
    { ...ASKED, notBefore: '9999-12-31T00:00:00Z' },
    new RegExp(`^"notBefore" must be between 2000-01-01 and ${NOW + 5}-`),
  ],
  ['a date that is a number', { ...ASKED, notBefore: 5 }, /^"notBefore" must be an ISO 8601 date/],
  ['a misspelt field', { ...ASKED, notbefore: '2026-03-02T09:00:00Z' }, /did you mean "notBefore"\?$/],
];

const RESOLVE: Case[] = [
  ['no action', ASKED, '"action" is required: one of retry, skip, adopt, abandon.'],
  ['a misspelt action', { ...ASKED, action: 'Retry' }, /^"action" must be one of .*; did you mean "retry"\?$/],
  ['an unknown action', { ...ASKED, action: 'explode' }, '"action" must be one of retry, skip, adopt, abandon.'],
  // Each of these would order a second time, or the wrong plan.
  [
    'the wrong case of "input"',
    { ...ASKED, action: 'retry', Input: { planNo: 1003 } },
    '"Input" is not known here; did you mean "input"?',
  ],
  [
    'retry with an order',
    { ...ASKED, action: 'retry', orderId: '5000001' },
    '"orderId" goes only with adopt; did you mean adopt?',
  ],
  [
    'retry with a misspelt order',
    { ...ASKED, action: 'retry', order_id: '5000001' },
    '"order_id" is not known here; did you mean "orderId"? It goes only with adopt.',
  ],
  ['skip with an input', { ...ASKED, action: 'skip', input: {} }, '"input" goes only with retry; did you mean retry?'],
  ['adopt without an order', { ...ASKED, action: 'adopt' }, /^"orderId" is required to adopt/],
  ['adopt with null for an order', { ...ASKED, action: 'adopt', orderId: null }, /^"orderId" is required to adopt/],
  ['an order with spaces', { ...ASKED, action: 'adopt', orderId: '50 75' }, /^"orderId" must be text of 1 to 64/],
  ['an order that is a number', { ...ASKED, action: 'adopt', orderId: 5 }, /^"orderId" must be text of 1 to 64/],
  ['an input that is a list', { ...ASKED, action: 'retry', input: [] }, /^"input" must be an object/],
  ['an input that is a text', { ...ASKED, action: 'retry', input: '{}' }, /^"input" must be an object/],
  [
    'an input that is too large',
    { ...ASKED, action: 'retry', input: { reason: 'x'.repeat(INPUT_LIMIT) } },
    '"input" must be at most 10000 characters as JSON.',
  ],
];

describe('a request is refused, and why is said,', () => {
  test.each(WITHDRAW)('for a withdrawal with %s', (_, request, problem) => {
    expect(problemsOfWithdraw(request)).toEqual([
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    ]);
  });

  test.each(RESCHEDULE)('for another appointment with %s', (_, request, problem) => {
    expect(problemsOfReschedule(request)).toEqual([
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    ]);
  });

  test.each(RESOLVE)('for a decision with %s', (_, request, problem) => {
    expect(resolve(request)).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
  });

  test('with every problem', () => {
    expect(resolve({ by: 5, action: 'retry', orderId: '5' })).toEqual([
      '"by" must be text of 1 to 200 characters.',
      '"reason" is required: why this is asked for.',
      '"orderId" goes only with adopt; did you mean adopt?',
    ]);
  });

  test('for an action that the fallout does not offer', () => {
    expect(resolve({ ...ASKED, action: 'skip' }, ['retry', 'abandon'])).toEqual([
      '"action" is not possible here; possible: retry, abandon.',
    ]);
  });

  test('in a bounded number of words, however much there is wrong', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`${'x'.repeat(1000)}${index}`, 1]));
    const problems = problemsOfWithdraw({ ...ASKED, ...many });
    expect(problems).toHaveLength(6);
    expect(problems.at(-1)).toBe('995 more fields are not known here.');
    expect(problems.join(' ').length).toBeLessThan(1000);
  });
});

const VALID: [keyof typeof REQUESTS, unknown][] = [
  ['withdraw', ASKED],
  ['withdraw', { by: 'x'.repeat(TEXT_LIMITS.by), reason: 'x'.repeat(TEXT_LIMITS.reason) }],
  ['withdraw', { by: 'Zoë Ōtāne-O’Brien', reason: 'first line\r\n\tsecond line' }],
  ['reschedule', { ...ASKED, slotId: null, notBefore: null, slotType: null }],
  ['reschedule', { ...ASKED, slotId: 'S 1', notBefore: '2028-02-29T20:00:00.5+11:00', slotType: 'PM' }],
  ['resolve', { ...ASKED, action: 'retry' }],
  ['resolve', { ...ASKED, action: 'retry', input: null, orderId: null }],
  ['resolve', { ...ASKED, action: 'retry', input: { planNo: 1003, holdUntil: null } }],
  ['resolve', { ...ASKED, action: 'adopt', orderId: '5000001' }],
  ['resolve', { ...ASKED, action: 'skip' }],
  ['resolve', { ...ASKED, action: 'abandon' }],
];

const PROBLEMS = { withdraw: problemsOfWithdraw, reschedule: problemsOfReschedule, resolve };

test.each(VALID)('a %s request is accepted: %j', (name, request) => {
  expect(PROBLEMS[name](request)).toEqual([]);
});

/** Whether the code of the order and the schema for other languages both accept it. */
function verdicts(name: keyof typeof REQUESTS, request: unknown) {
  return {
    order: PROBLEMS[name](request).length === 0,
    schema: REQUESTS[name].safeParse(withoutNulls(request)).success,
  };
}

describe('the schemas accept what the order accepts', () => {
  const cases = { withdraw: WITHDRAW, reschedule: RESCHEDULE, resolve: RESOLVE };

  test.each(VALID)('%s: %j', (name, request) => {
    expect(verdicts(name, request)).toEqual({ order: true, schema: true });
  });

  test.each(Object.entries(cases).flatMap(([name, all]) => all.map(([what, request]) => ({ name, what, request }))))(
    '$name with $what',
    ({ name, request }) => {
      expect(verdicts(name as keyof typeof REQUESTS, request)).toEqual({ order: false, schema: false });
    },
  );

  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom(
      'Kim',
      ' ',
      'a b',
      '\u00a0',
      '\u0085',
      'a\n',
      '\r\n',
      'x'.repeat(101),
      'x'.repeat(201),
      'x'.repeat(1001),
    ),
  );
  const date = fc.oneof(
    fc
      .date({ noInvalidDate: true, min: new Date('1999-12-01'), max: new Date('2035-01-01') })
      .map((at) => at.toISOString()),
    fc.constantFrom('2026-02-29T00:00:00Z', '2028-02-29T00:00:00+10:00', '2026-03-02T24:00:00Z', '2026-03-02', 'soon'),
  );
  const anything = fc.oneof(
    text,
    date,
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined, [], {}, { planNo: 1 }),
  );
  const mostly = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 5, arbitrary: value }, anything);
  const request = fc
    .record(
      {
        by: mostly(fc.constantFrom('Kim', 'Kim, operations')),
        reason: mostly(fc.constant('asked')),
        action: mostly(fc.constantFrom(...RESOLVE_ACTIONS)),
        orderId: mostly(fc.constantFrom('5000001', 'x'.repeat(64), 'x'.repeat(65))),
        input: mostly(fc.constantFrom({}, { planNo: 1 }, { a: null })),
        slotId: mostly(fc.constant('S1')),
        notBefore: mostly(date),
        slotType: mostly(fc.constantFrom('AM', 'PM')),
        Input: anything,
      },
      { requiredKeys: [] },
    )
    .chain((fields) => fc.subarray(Object.entries(fields)).map((some) => Object.fromEntries(some)))
    .chain((fields) => fc.constantFrom<unknown>(fields, { ...ASKED, ...fields }, { ...fields, ...ASKED }));

  test.each(['withdraw', 'reschedule', 'resolve'] as const)('%s: whatever is sent', (name) => {
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: request }, fc.anything()), (sent) => {
        const { order, schema } = verdicts(name, sent);
        expect(order).toBe(schema);
      }),
      { numRuns: 2000 },
    );
  });
});

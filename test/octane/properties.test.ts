import fc from 'fast-check';
import type { OctaneOrderState } from '../../contract/states.ts';
import { isTerminal, OCTANE_ORDER_STATES } from '../../contract/states.ts';
import { classify, type Exchange, type Expected } from '../../octane/answers.ts';
import { OctaneError } from '../../octane/errors.ts';
import type { Octane } from '../../octane/octane.ts';
import { redact } from '../../contract/redaction.ts';
import { orderStateOf, STATUS_ROWS, type StatusRow } from '../../octane/statuses.ts';
import { answer } from './misbehaving-server.ts';
import { CUSTOMER, setUp, SUSPEND, type Setup } from './setup.ts';

const FAILURE_WORDS = ['OctaneUnauthorized', 'OctaneRefused', 'OctaneUnavailable', 'OctaneUnexpectedAnswer'];

/** JSON as Octane might send it: anything, with the fields that decide among them. */
const json = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      success: fc.oneof(fc.boolean(), fc.constantFrom('true', 'false', ' FALSE ', 'no', 1, 0, null)),
      errorCode: fc.oneof(fc.integer(), fc.string(), fc.constant(null)),
      orderId: fc.oneof(fc.string(), fc.double(), fc.integer(), fc.constant(null), fc.jsonValue()),
      enquiryId: fc.oneof(fc.string(), fc.integer()),
      errors: fc.jsonValue(),
      message: fc.jsonValue(),
      error: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);
const contentType = fc.constantFrom('application/json', 'text/html', 'text/plain', '', 'TEXT/HTML; charset=x');

/** As the client reads it: the text, and what it parses to. */
const body = fc.oneof(
  json.map((value) => ({ text: JSON.stringify(value), json: JSON.parse(JSON.stringify(value)) as unknown })),
  fc.string().map((text) => ({ text, json: parsed(text) })),
  fc.constant({ text: undefined, json: undefined }),
);
const answered = (httpStatus: fc.Arbitrary<number>): fc.Arbitrary<Exchange> =>
  fc
    .record({ httpStatus, contentType, body })
    .map(({ body: { text, json: value }, ...rest }) => ({ kind: 'answer', ...rest, text, json: value }));
const anyAnswer = answered(fc.integer({ min: 100, max: 999 }));
const ok = answered(fc.integer({ min: 200, max: 299 }));
const exchange: fc.Arbitrary<Exchange> = fc.oneof(
  anyAnswer,
  ok,
  fc.record({ kind: fc.constant('tooLarge' as const), limit: fc.nat() }),
  fc.record({ kind: fc.constant('noAnswer' as const), code: fc.string(), neverSent: fc.boolean() }),
);
const create = fc.constantFrom<Expected>({ id: 'orderId' }, { id: 'enquiryId' });
const expected = fc.oneof(fc.constantFrom<Expected>('json', 'confirmation', 'nothing'), create);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

describe('what an answer means', () => {
  test('is always something', () => {
    fc.assert(
      fc.property(exchange, expected, (given, due) => {
        const { failure, outcome, retryable, sentence } = classify(given, due);
        expect(['refused', 'placed', 'unknown']).toContain(outcome);
        expect(sentence).not.toBe('');
        if (failure === undefined) expect([outcome, retryable]).toEqual(['placed', false]);
        else expect(FAILURE_WORDS).toContain(failure);
        if (outcome === 'placed') expect(failure).toBeUndefined();
      }),
    );
  });

  test('a create with an id that nothing contradicts is placed', () => {
    const id = fc.oneof(
      fc.string({ minLength: 1 }).filter((text) => !/^0*$/.test(text.trim())),
      fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    );
    const besides = fc.dictionary(
      fc.string().filter((key) => !['success', 'errorCode', 'orderId'].includes(key)),
      fc.jsonValue(),
    );
    const success = fc.constantFrom({}, { success: true }, { success: 'TRUE' }, { errorCode: 0 }, { errorCode: '0' });
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 299 }), id, besides, success, (httpStatus, orderId, others, flag) => {
        const value = { ...others, ...flag, orderId };
        const given: Exchange = {
          kind: 'answer',
          httpStatus,
          contentType: 'application/json',
          text: JSON.stringify(value),
          json: value,
        };
        expect(classify(given, { id: 'orderId' })).toMatchObject({ outcome: 'placed' });
      }),
    );
  });

  test('a create is refused by a 2xx only in so many words, and never with an id', () => {
    fc.assert(
      fc.property(ok, create, (given, due) => {
        if (classify(given, due).outcome !== 'refused') return;
        const value = recordOf(given.kind === 'answer' ? given.json : undefined);
        const said = ['success', 'errorCode', 'errors', 'error'].filter((name) => Object.hasOwn(value, name));
        expect(said).not.toEqual([]);
        const id = typeof due === 'object' ? value[due.id] : undefined;
        expect(typeof id === 'string' && !/^0*$/.test(id.trim())).toBe(false);
        expect(Number.isSafeInteger(id) && Number(id) > 0).toBe(false);
      }),
    );
  });

  test('a 2xx to a create that is not understood leaves the outcome unknown', () => {
    const strange = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.jsonValue()));
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 299 }), contentType, strange, create, (httpStatus, type, value, due) => {
        const whole = JSON.stringify(value);
        for (const text of [whole, whole.slice(0, whole.length / 2), undefined]) {
          const given: Exchange = {
            kind: 'answer',
            httpStatus,
            contentType: type,
            text,
            json: text === undefined ? undefined : parsed(text),
          };
          expect(classify(given, due)).toMatchObject({ failure: 'OctaneUnexpectedAnswer', outcome: 'unknown' });
        }
      }),
    );
  });

  test('without an answer a create is refused only when it was never sent', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), create, (code, neverSent, due) => {
        const { outcome } = classify({ kind: 'noAnswer', code, neverSent }, due);
        expect(outcome).toBe(neverSent ? 'refused' : 'unknown');
      }),
    );
  });
});

describe('the state of an order', () => {
  const word = fc.constantFrom(
    ...new Set(STATUS_ROWS.flatMap((row) => [row.orderStatus, row.orderSubStatus, row.orderExternalStatus])),
  );
  const anyWord = fc.oneof(word, fc.string(), fc.constant(undefined));
  const status = fc.record({ orderStatus: anyWord, orderSubStatus: anyWord, orderExternalStatus: anyWord });
  const mapped = STATUS_ROWS.flatMap(({ orderStatus }) => (orderStatus === undefined ? [] : [orderStatus]));
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const isMapped = (text: string | undefined) => text !== undefined && mapped.map(plain).includes(plain(text));

  /** The same word as another system might write it. */
  const rewritten = (text: string, seed: readonly boolean[], separator: string): string =>
    Array.from(text.replaceAll(' ', separator))
      .map((letter, index) => (seed[index % seed.length] ? letter.toUpperCase() : letter.toLowerCase()))
      .join('');

  test('does not depend on case, spaces and punctuation', () => {
    const separator = fc.constantFrom('', ' ', '_', '-', '.', '  ', '/');
    const cases = fc.array(fc.boolean(), { minLength: 1 });
    fc.assert(
      fc.property(status, cases, separator, (given, seed, between) => {
        const other = Object.fromEntries(
          Object.entries(given).map(([column, text]) => [
            column,
            // Only letters whose case can be told both ways: ß becomes SS.
            text !== undefined && /^[\x20-\x7e]*$/.test(text) ? rewritten(text, seed, between) : text,
          ]),
        );
        expect(orderStateOf(other, STATUS_ROWS)).toBe(orderStateOf(given, STATUS_ROWS));
      }),
    );
  });

  test('is unknown exactly when the main status is not mapped', () => {
    fc.assert(
      fc.property(status, (given) => {
        expect(orderStateOf(given, STATUS_ROWS) === 'unknown').toBe(!isMapped(given.orderStatus));
      }),
    );
  });

  test('is never an ending because of a finer status', () => {
    fc.assert(
      fc.property(status, (given) => {
        const whole = orderStateOf(given, STATUS_ROWS);
        const main = orderStateOf({ orderStatus: given.orderStatus }, STATUS_ROWS);
        if (whole === 'unknown' || main === 'unknown') expect(whole).toBe(main);
        else expect(isTerminal(whole)).toBe(isTerminal(main));
      }),
    );
  });

  test('is what the configuration says, first of all', () => {
    const state = fc.constantFrom<OctaneOrderState>(...OCTANE_ORDER_STATES);
    const named = status.filter(({ orderStatus }) => orderStatus !== undefined && plain(orderStatus) !== '');
    fc.assert(
      fc.property(named, state, fc.boolean(), (given, wanted, whole) => {
        const row: StatusRow = {
          state: wanted,
          orderStatus: given.orderStatus ?? '',
          ...(whole && given.orderSubStatus !== undefined && { orderSubStatus: given.orderSubStatus }),
        };
        expect(orderStateOf(given, [row, ...STATUS_ROWS])).toBe(wanted);
      }),
    );
  });
});

describe('a hostile answer', () => {
  let setup: Setup;
  beforeAll(async () => {
    setup = await setUp();
  });
  afterAll(() => setup.close());

  const CALLS: ((octane: Octane) => Promise<unknown>)[] = [
    (octane) => octane.orders.get('A1'),
    (octane) => octane.orders.list({ custNo: 100001 }),
    (octane) => octane.orders.create(SUSPEND),
    (octane) => octane.customers.get(CUSTOMER),
    (octane) => octane.services.list(CUSTOMER),
    (octane) => octane.plans.list('123'),
    (octane) => octane.qualifications.check({ locationId: 'LOC380100000995' }),
    (octane) => octane.enquiries.get('E1'),
    (octane) => octane.appointments.timeslots({ orderId: 'A1' }),
    (octane) => octane.customers.sendWelcomeEmail(CUSTOMER),
  ];

  const POISON = '{"polluted":true}';
  const KNOWN = ['orderId', 'orderStatus', 'service', 'settings', 'metrics', 'timeslots', 'response', 'errors'];
  /** Written as text, because a literal's `__proto__` is its prototype. */
  const object = fc
    .array(
      fc.tuple(
        fc.oneof(fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', ...KNOWN), fc.string()),
        fc.oneof(
          fc.jsonValue().map((value) => JSON.stringify(value)),
          fc.constantFrom(POISON, `{"prototype":${POISON}}`, `{"__proto__":${POISON}}`, '1e999', '[[]]'),
        ),
      ),
      { maxLength: 8 },
    )
    .map((fields) => `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`);
  const nested = fc
    .tuple(fc.constantFrom(['[', ']'], ['{"service":', '}'], ['{"errors":', '}']), fc.constantFrom(1, 50, 4_000))
    .map(([[open = '', close = ''], depth]) => `${open.repeat(depth)}1${close.repeat(depth)}`);
  const hostile = fc.oneof(
    object,
    object.map((text) => `[${text},${text}]`),
    nested,
    fc.constantFrom('orderId', 'errors', 'message').map((name) => JSON.stringify({ [name]: 'x'.repeat(90_000) })),
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );

  test('is read, or fails as an error of Octane, and changes nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.constantFrom(...CALLS), async (text, call) => {
        setup.server.behave(answer(text));
        const failure = await call(setup.octane).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure !== undefined) expect(failure).toBeInstanceOf(OctaneError);
        expect({}).not.toHaveProperty('polluted');
        expect(Object.prototype.toString.call({})).toBe('[object Object]');
      }),
      { numRuns: 150 },
    );
  });
});

describe('redaction', () => {
  const FIELDS = ['contactName', 'customerSurname', 'contactEmail', 'addressLine1', 'phone', 'password', 'notes'];
  const value = fc.oneof(
    fc.string({ minLength: 2 }),
    fc.string({ unit: 'grapheme', minLength: 2 }),
    fc.emailAddress(),
    fc.stringMatching(/^0[45]\d{8}$/),
    fc.constantFrom('Zoë', "O'Brien", 'von der Heide', '(a+b)*', '$&', 'Jane "JJ" Citizen'),
  );
  /** Words that can be told apart from what stands around them. */
  const word = value.filter((text) => /^[\p{L}\p{N}]([^[\]]*[\p{L}\p{N}])?$/u.test(text));

  test('leaves nothing of what the request says about a person', () => {
    const around = fc.constantFrom(['', ''], ['"', '".'], ['(', ')'], [' - ', ', ']);
    fc.assert(
      fc.property(
        word,
        fc.constantFrom(...FIELDS),
        around,
        fc.boolean(),
        (text, field, [before = '', after = ''], upper) => {
          const shouted = text.toUpperCase();
          // ß becomes SS, and does not come back.
          const written = upper && shouted.toLowerCase() === text.toLowerCase() ? shouted : text;
          const quoted = redact(before + written + after, { deep: [{ [field]: text }] });
          expect(quoted).toContain('[redacted]');
          expect(quoted.replaceAll('[redacted]', '').toLowerCase()).not.toContain(text.toLowerCase());
        },
      ),
    );
  });

  test('never fails, whatever the text and the request are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (text, request) => {
        expect(typeof redact(text, request)).toBe('string');
      }),
    );
  });
});

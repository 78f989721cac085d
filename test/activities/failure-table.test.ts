import { readFile } from 'node:fs/promises';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { z } from 'zod';
import { octaneActivities, type OctaneActivities } from '../../activities/activities.ts';
import { octaneErrors } from '../../activities/octane-errors.ts';
import type { CreateOutcome, OctaneFailureType } from '../../contract/failures.ts';
import { ANSWERS } from '../../octane/answers.ts';
import type { OctaneSettings } from '../../octane/http.ts';
import { createOctane, type Octane } from '../../octane/octane.ts';
import { OPERATION_NAMES, OPERATIONS, type Operation, type OperationName } from '../../octane/operations.ts';
import { STATUS_ROWS } from '../../octane/statuses.ts';
import type { faultScenario } from '../../sandbox/faults/scenario.ts';
import { freePort } from '../octane/misbehaving-server.ts';
import { ACTIVATION, CUST_REQ_DATE, CUSTOMER, SUSPEND } from '../octane/setup.ts';
import { CREDENTIALS, setUp, type Setup } from '../sandbox/setup.ts';
import { NO_VISIBILITY } from '../no-visibility.ts';
import { tableUnder } from '../table-under.ts';

type Rule = NonNullable<z.input<typeof faultScenario>['rules']>[number];

/** Milliseconds until an order or an enquiry is polled again. */
const POLL = 10_000;
/** For the calls that are meant to run into it. */
const TINY_TIMEOUT = 150;

const ORDER = { orderId: '5000001', custNo: 100001 };

/** Octane's answer to the one call, through what stands between it and Temporal. */
const CALLS: Record<OperationName, (octane: Octane, activities: OctaneActivities) => Promise<unknown>> = {
  getCustomer: ({ customers }) => customers.get(CUSTOMER),
  updateCustomer: ({ customers }) => customers.update(CUSTOMER, { customerStatus: 'DIS' }),
  sendWelcomeEmail: (_, activities) => activities.sendWelcomeEmail(CUSTOMER),
  createModificationOrder: ({ orders }) => orders.create(SUSPEND),
  createActivationOrder: ({ orders }) => orders.create(ACTIVATION),
  createDisconnectionOrder: ({ orders }) => orders.create({ ...SUSPEND, subOrderType: 'Disconnect' }),
  getOrder: (_, activities) =>
    activities.followOrder({ ...ORDER, clock: { flow: 'suspend', ran: {}, notBefore: CUST_REQ_DATE } }),
  qualifyService: (_, activities) => activities.qualifyService({ locationId: 'LOC380100000995' }),
  addCustomer: ({ customers }) =>
    customers.add('123', {
      customerStatus: 'ACT',
      customerIdentity: { customerType: 'R', customerSurname: 'Citizen' },
      address: { addressLine1: '1 Sample Street', suburb: 'Sampleton', state: 'VIC', postcode: '3999' },
      contactMedium: [],
      settings: { language: 'EN' },
    }),
  listPlans: (_, activities) => activities.assertPlanOffered({ groupNo: '123', planNo: 1002 }),
  listServices: (_, activities) =>
    activities.findService({ ...CUSTOMER, from: { status: 'active' }, goal: { status: 'disconnected' } }),
  getService: (_, activities) =>
    activities.verifyService({ ...CUSTOMER, ...ORDER, lineSeqNo: 1, goal: { status: 'active' }, services: [] }),
  listOrders: ({ orders }) => orders.list(ORDER),
  cancelOrder: (_, activities) => activities.cancelOrder(ORDER),
  listCustomers: ({ customers }) => customers.list('123'),
  searchAddress: (_, activities) => activities.findLocation({ search: '1 Sample Street' }),
  queryTimeslots: (_, activities) => activities.bookAppointment(ORDER),
  bookAppointment: ({ appointments }) => appointments.book({ ...ORDER, slotId: 'S1' }),
  listAvailableTests: (_, activities) =>
    activities.assertTestAvailable({ custNo: 100001, lineSeqNo: 1, testType: 'Loopback' }),
  createEnquiry: (_, activities) =>
    activities.createEnquiry({ enquiryType: 'ServiceHealthCheck', custNo: 100001, lineSeqNo: 1 }),
  getEnquiry: (_, activities) => activities.followEnquiry({ enquiryId: '7000001' }),
};

const LISTS: OperationName[] = [
  'queryTimeslots',
  'listServices',
  'listPlans',
  'listOrders',
  'listCustomers',
  'searchAddress',
  'listAvailableTests',
];
const POLLS: OperationName[] = ['getOrder', 'getEnquiry'];
const CREATES: OperationName[] = [
  'addCustomer',
  'createModificationOrder',
  'createActivationOrder',
  'createDisconnectionOrder',
  'createEnquiry',
];

/** The failure, what is known about a create, whether it is retried. */
/** What they are answered with is not needed: nothing, or JSON of any shape, says that it is done. */
const CONFIRMED: OperationName[] = ['updateCustomer', 'cancelOrder', 'bookAppointment'];

type Verdict = readonly [type: OctaneFailureType, outcome: CreateOutcome, retried: boolean];

const REPETITIONS: Record<Operation['repetition'], string> = {
  freely: 'freely',
  afterSearching: 'after reading',
  never: 'never',
};

interface Kind {
  /** As docs/failures.md names it. */
  kind: string;
  /** The rows of the table of answers that decide. */
  rows: string[];
  /** Nothing: Octane is not there. */
  rules?: Rule[];
  verdict: Verdict;
  /** Where the answer says something else to a call that creates. */
  create?: Verdict;
  /** What becomes of the welcome email; `fails`: with the verdict. */
  email: 'fails' | 'refused' | 'unknown' | 'yes';
  /** Whether it does as a confirmation. */
  confirms?: boolean;
  /** From when to when it is tried again at the earliest, in milliseconds. */
  retryAfter?: { from: number; to: number };
  settings?: Partial<OctaneSettings>;
}

const UNREACHED: Verdict = ['OctaneUnavailable', 'refused', true];
const LOST: Verdict = ['OctaneUnavailable', 'unknown', true];
const DENIED: Verdict = ['OctaneUnauthorized', 'refused', true];
const REFUSED: Verdict = ['OctaneRefused', 'refused', false];
const NOT_UNDERSTOOD: Verdict = ['OctaneUnexpectedAnswer', 'unknown', true];
const DOUBTFUL: Verdict = ['OctaneUnexpectedAnswer', 'unknown', false];

const status = (httpStatus: number, retryAfter?: string): Rule[] => [
  { fault: 'status', httpStatus, ...(retryAfter !== undefined && { retryAfter }) },
];
const body = (text: string): Rule[] => [{ fault: 'answer', body: text }];
const serverError = (httpStatus: number): Kind => ({
  kind: `HTTP ${httpStatus}`,
  rows: ['server error'],
  rules: status(httpStatus),
  verdict: LOST,
  email: 'unknown',
});

const KINDS: Kind[] = [
  { kind: 'not reached', rows: ['never sent'], verdict: UNREACHED, email: 'fails' },
  { kind: 'reset', rows: ['answer lost'], rules: [{ fault: 'reset' }], verdict: LOST, email: 'unknown' },
  {
    kind: 'reset after it took effect',
    rows: ['answer lost'],
    rules: [{ fault: 'reset', when: 'after' }],
    verdict: LOST,
    email: 'unknown',
  },
  {
    kind: 'no answer in time',
    rows: ['answer lost'],
    rules: [{ fault: 'hang' }],
    verdict: LOST,
    email: 'unknown',
    settings: { responseTimeout: TINY_TIMEOUT },
  },
  {
    kind: 'too large',
    rows: ['too large'],
    rules: body(' '.repeat(2000)),
    verdict: NOT_UNDERSTOOD,
    email: 'unknown',
    settings: { maxAnswerBytes: 1000 },
  },
  { kind: 'HTTP 401', rows: ['unauthorized'], rules: status(401), verdict: DENIED, email: 'fails' },
  { kind: 'HTTP 403', rows: ['invalid access'], rules: status(403), verdict: DENIED, email: 'fails' },
  { kind: 'HTTP 404', rows: ['not found'], rules: status(404), verdict: REFUSED, email: 'refused' },
  { kind: 'HTTP 408', rows: ['request timeout'], rules: status(408), verdict: LOST, email: 'unknown' },
  { kind: 'HTTP 429', rows: ['too many requests'], rules: status(429), verdict: UNREACHED, email: 'fails' },
  {
    kind: 'HTTP 429 with Retry-After in seconds',
    rows: ['too many requests'],
    rules: status(429, '120'),
    verdict: UNREACHED,
    email: 'fails',
    retryAfter: { from: 120_000, to: 120_000 },
  },
  {
    kind: 'HTTP 429 with Retry-After as a date',
    rows: ['too many requests'],
    rules: status(429, new Date(Date.now() + 3_600_000).toUTCString()),
    verdict: UNREACHED,
    email: 'fails',
    retryAfter: { from: 3_000_000, to: 3_600_000 },
  },
  { kind: 'other HTTP 4xx', rows: ['client error'], rules: status(422), verdict: REFUSED, email: 'refused' },
  serverError(500),
  serverError(502),
  serverError(503),
  serverError(504),
  {
    kind: 'HTTP 503 with Retry-After',
    rows: ['server error'],
    rules: status(503, '60'),
    verdict: LOST,
    email: 'unknown',
    retryAfter: { from: 60_000, to: 60_000 },
  },
  {
    kind: 'HTTP 3xx',
    rows: ['neither success nor error'],
    rules: status(302),
    verdict: NOT_UNDERSTOOD,
    email: 'unknown',
  },
  {
    kind: 'empty body',
    rows: ['empty body'],
    rules: body(''),
    verdict: NOT_UNDERSTOOD,
    email: 'yes',
    confirms: true,
  },
  { kind: 'web page', rows: ['HTML'], rules: [{ fault: 'webPage' }], verdict: NOT_UNDERSTOOD, email: 'unknown' },
  { kind: 'not JSON', rows: ['not JSON'], rules: body('Later'), verdict: NOT_UNDERSTOOD, email: 'yes' },
  { kind: 'cut off', rows: ['not JSON'], rules: body('{"orderId":"50'), verdict: NOT_UNDERSTOOD, email: 'yes' },
  { kind: 'not UTF-8', rows: ['not JSON'], rules: [{ fault: 'notUtf8' }], verdict: NOT_UNDERSTOOD, email: 'yes' },
  {
    kind: 'validation error in HTTP 200',
    rows: ['validation error in HTTP 200'],
    rules: body('{"success":false,"errors":[{"field":"custNo","message":"unknown"}]}'),
    verdict: REFUSED,
    email: 'refused',
  },
  {
    kind: 'contradiction',
    rows: ['contradiction', 'validation error in HTTP 200'],
    rules: body('{"success":false,"orderId":"5000001","enquiryId":"7000001","custNo":100001}'),
    verdict: REFUSED,
    create: DOUBTFUL,
    email: 'refused',
  },
  {
    kind: 'JSON of another shape',
    rows: ['no id'],
    rules: [
      { fault: 'answer', body: '{}', operations: LISTS },
      { fault: 'answer', body: '[]' },
    ],
    verdict: NOT_UNDERSTOOD,
    create: DOUBTFUL,
    email: 'yes',
    confirms: true,
  },
  {
    kind: 'neither object nor list',
    rows: ['neither object nor list', 'no id'],
    rules: body('"Later"'),
    verdict: NOT_UNDERSTOOD,
    create: DOUBTFUL,
    email: 'yes',
  },
];

let setup: Setup;
beforeAll(async () => {
  setup = await setUp();
});
afterAll(() => setup.close());

interface Cell {
  result?: unknown;
  failure?: unknown;
}

/** All operations at once, each in an activity of its own. */
async function cellsOf({ rules, settings }: Kind): Promise<Map<OperationName, Cell>> {
  setup.sandbox.faults.set({ rules: rules ?? [] });
  const octane = createOctane(
    {
      ...CREDENTIALS,
      baseUrl: rules ? setup.sandbox.baseUrl : `http://127.0.0.1:${await freePort()}/tiab/api`,
      connectTimeout: 5_000,
      responseTimeout: 20_000,
      requestsPerSecond: 1000,
      maxAnswerBytes: 100_000,
      ...settings,
    },
    () => undefined,
  );
  const activities = octaneActivities(octane, {
    pollInterval: POLL,
    requestsPerSecond: 5,
    statusRows: STATUS_ROWS,
    assessJeopardy: () => Promise.reject(new Error('An order that cannot be read is not assessed.')),
    onEscalation: () => undefined,
    onUnknownStatus: () => undefined,
    onUnknownOutcome: () => undefined,
    onResolution: () => undefined,
    onWatched: () => undefined,
    onNothingToWatch: () => undefined,
    orderListDelay: 0,
    qualificationFreshness: 60_000,
    responseTimeout: 20_000,
    longestResponseTimeout: 20_000,
    executions: NO_VISIBILITY,
  });
  const cells = await Promise.all(
    OPERATION_NAMES.map(async (operation) => {
      const environment = new MockActivityEnvironment(undefined, {
        interceptors: [() => ({ inbound: octaneErrors() })],
        logger: new DefaultLogger('ERROR'),
      });
      const cell = await environment
        .run(() => CALLS[operation](octane, activities))
        .then(
          (result): Cell => ({ result }),
          (failure: unknown): Cell => ({ failure }),
        );
      return [operation, cell] as const;
    }),
  );
  octane.close();
  return new Map(cells);
}

describe.each(KINDS)('$kind', (kind) => {
  let cells: Map<OperationName, Cell>;
  beforeAll(async () => {
    cells = await cellsOf(kind);
  });

  test.each(OPERATION_NAMES)('%s', (operation) => {
    const { result, failure } = cells.get(operation) ?? {};
    if (operation === 'sendWelcomeEmail' && kind.email !== 'fails') {
      expect({ result, failure }).toEqual({ result: { sent: kind.email } });
      return;
    }
    if (operation === 'getService' && kind.rows.includes('not found')) {
      // The service may lag behind its order, which is why it is verified with patience.
      expect(failure).toMatchObject({ type: 'OrderFailed', details: [{ code: 'verificationMismatch' }] });
      expect((failure as ApplicationFailure).nonRetryable).toBe(false);
      return;
    }
    if (kind.confirms && CONFIRMED.includes(operation)) {
      expect(failure).toBeUndefined();
      return;
    }
    const [type, outcome, retried] = (CREATES.includes(operation) ? kind.create : undefined) ?? kind.verdict;
    const polls = POLLS.includes(operation);
    expect(result).toBeUndefined();
    if (!(failure instanceof ApplicationFailure)) throw failure;
    expect(failure).toMatchObject({ type, details: [{ operation, outcome }] });
    // An order or an enquiry that Octane has is polled again, whatever the answer.
    expect(failure.nonRetryable).toBe(!retried && !polls);
    const { from, to } =
      kind.retryAfter ?? (polls ? { from: POLL, to: 1.1 * POLL } : { from: undefined, to: undefined });
    if (from === undefined) {
      expect(failure.nextRetryDelay).toBeUndefined();
    } else {
      expect(failure.nextRetryDelay).toBeGreaterThanOrEqual(from);
      expect(failure.nextRetryDelay).toBeLessThanOrEqual(to);
    }
  });
});

describe('errors in HTTP 200 without a success flag', () => {
  const errors: Kind = {
    kind: 'errors without success flag',
    rows: ['validation error without success flag'],
    rules: body('{"errors":[{"field":"custNo","message":"unknown"}]}'),
    verdict: REFUSED,
    email: 'refused',
  };
  let cells: Map<OperationName, Cell>;
  beforeAll(async () => {
    cells = await cellsOf(errors);
  });

  test.each(OPERATION_NAMES.filter((name) => !['reads', 'sends'].includes(OPERATIONS[name].effect)))(
    'refuse %s, which was to change something',
    (operation) => {
      const details = [{ operation, outcome: 'refused' }];
      expect(cells.get(operation)?.failure).toMatchObject({ type: 'OctaneRefused', nonRetryable: true, details });
    },
  );

  test('refuse the welcome email', () => {
    expect(cells.get('sendWelcomeEmail')).toEqual({ result: { sent: 'refused' } });
  });

  test.each(OPERATION_NAMES.filter((name) => OPERATIONS[name].effect === 'reads'))(
    'are not taken for a refusal of %s, which may tell of errors',
    (operation) => {
      expect(cells.get(operation)).not.toMatchObject({ failure: { type: 'OctaneRefused' } });
    },
  );
});

test('every row of the table of answers that is a failure has its cells', () => {
  const elsewhere = ['validation error without success flag', 'unknown encoding'];
  const failures = ANSWERS.filter(({ name, failure }) => failure && !elsewhere.includes(name)).map(({ name }) => name);
  expect(new Set(KINDS.flatMap(({ rows }) => rows))).toEqual(new Set(failures));
});

describe('docs/failures.md', () => {
  let manual: string;
  beforeAll(async () => {
    manual = await readFile(new URL('../../docs/failures.md', import.meta.url), 'utf8');
  });

  const inWords = ([type, outcome, retried]: Verdict): string => [type, outcome, retried ? 'yes' : 'no'].join(', ');

  test('has each kind of failure with the verdict of its cells', () => {
    expect(tableUnder(manual, 'Kinds of failure').map(([kind, ...verdict]) => [kind, ...verdict.slice(0, 3)])).toEqual(
      KINDS.map(({ kind, verdict, create, email }) => [
        kind,
        inWords(verdict),
        create ? inWords(create) : '',
        { fails: 'tried again', refused: 'given up', unknown: 'not sent again', yes: 'taken for sent' }[email],
      ]),
    );
  });

  test('says of each kind what an operator sees, and who must act', () => {
    expect(tableUnder(manual, 'Kinds of failure').filter(([, , , , sees, acts]) => !sees || !acts)).toEqual([]);
  });

  test('has each operation, with the patience of its activity', async () => {
    const capabilities = await readFile(new URL('../../workflows/order/capabilities.ts', import.meta.url), 'utf8');
    const patience = new Map(
      [...capabilities.matchAll(/const (\w+) = octane\(PRIORITIES\.\w+, \{([\s\S]*?)\}\);/g)].map(
        ([, profile = '', options = '']) => {
          const [, limit] = /scheduleToCloseTimeout: '([^']+)'/.exec(options) ?? [];
          return [profile, options.includes('maximumAttempts: 1') ? 'one attempt' : (limit ?? 'without end')];
        },
      ),
    );
    const used = [...capabilities.matchAll(/(\w+)\.(\w+)\.executeWithOptions/g)].map(
      ([, profile = '', activity = '']) => `${activity}, ${patience.get(profile) ?? '?'}`,
    );
    expect(used.length).toBeGreaterThan(10);
    const rows = tableUnder(manual, 'Operations');
    expect(rows.map(([operation]) => operation)).toEqual(OPERATION_NAMES);
    for (const [, activity = '', , limit = ''] of rows) {
      if (activity !== '') expect(used).toContain(`${activity}, ${limit}`);
    }
    expect(rows.map(([operation, , repetition]) => [operation, repetition])).toEqual(
      OPERATION_NAMES.map((operation) => [operation, REPETITIONS[OPERATIONS[operation].repetition]]),
    );
  });
});

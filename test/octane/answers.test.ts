import type { CreateOutcome, OctaneFailureType } from '../../contract/failures.ts';
import { ANSWERS } from '../../octane/answers.ts';
import type { OctaneSettings } from '../../octane/http.ts';
import type { Octane } from '../../octane/octane.ts';
import {
  answer,
  answerJson,
  cutOff,
  freePort,
  hangUp,
  silence,
  startMuteServer,
  withoutEnd,
  type Behaviour,
} from './misbehaving-server.ts';
import { CUSTOMER, errorOf, setUp, SETTINGS, SUSPEND, TINY_TIMEOUT, type Setup } from './setup.ts';

const create = (octane: Octane) => octane.orders.create(SUSPEND);
const enquire = (octane: Octane) =>
  octane.enquiries.create({ enquiryType: 'ServiceHealthCheck', custNo: 100001, lineSeqNo: 1 });
const cancel = (octane: Octane) => octane.orders.cancel('A1');
const book = (octane: Octane) => octane.appointments.book({ orderId: 'A1', slotId: 'S1' });
const update = (octane: Octane) => octane.customers.update(CUSTOMER, { customerStatus: 'DIS' });
const read = (octane: Octane) => octane.orders.get('A1');
const readList = (octane: Octane) => octane.services.list(CUSTOMER);
const send = (octane: Octane) => octane.customers.sendWelcomeEmail(CUSTOMER);

interface Answered {
  /** The row of the table of answers that has to decide. */
  row: string;
  what: string;
  server: Behaviour;
  /** Default: a create-order call. */
  call?: (octane: Octane) => Promise<unknown>;
}

interface Failed extends Answered {
  type: OctaneFailureType;
  outcome: CreateOutcome;
  retryable: boolean;
  says: string;
  settings?: Partial<OctaneSettings>;
}

const REFUSED = { outcome: 'refused', retryable: false, type: 'OctaneRefused' } as const;
const DENIED = { outcome: 'refused', retryable: true, type: 'OctaneUnauthorized' } as const;
const UNAVAILABLE = { outcome: 'unknown', retryable: true, type: 'OctaneUnavailable' } as const;
const UNEXPECTED = { outcome: 'unknown', retryable: true, type: 'OctaneUnexpectedAnswer' } as const;

const HTML = '<!DOCTYPE html><html><body>Down for maintenance</body></html>';
const ORDER = '{"orderId":"A1","success":true}';

const LOST = { row: 'answer lost', ...UNAVAILABLE } as const;
const TOO_LARGE = { row: 'too large', ...UNEXPECTED, says: 'sent more than 100000 bytes' } as const;
const MISSING = { row: 'not found', ...REFUSED } as const;
const CLIENT_ERROR = { row: 'client error', ...REFUSED } as const;
const SERVER_ERROR = { row: 'server error', ...UNAVAILABLE } as const;
const REDIRECT = { row: 'neither success nor error', ...UNEXPECTED } as const;
const EMPTY = { row: 'empty body', ...UNEXPECTED } as const;
const WEB_PAGE = { row: 'HTML', ...UNEXPECTED, says: 'a web page' } as const;
const NOT_JSON = { row: 'not JSON', ...UNEXPECTED, says: 'not JSON' } as const;
const CONTRADICTION = {
  row: 'contradiction',
  ...UNEXPECTED,
  retryable: false,
  says: 'gives an id all the same',
} as const;
const VALIDATION = { row: 'validation error in HTTP 200', ...REFUSED, says: '(validation error)' } as const;
const ERRORS = {
  row: 'validation error without success flag',
  ...REFUSED,
  says: 'errors in place of a confirmation',
} as const;
const NO_ID = { row: 'no id', ...UNEXPECTED, retryable: false, says: 'without an id' } as const;
const NO_OBJECT = {
  row: 'neither object nor list',
  ...UNEXPECTED,
  says: 'neither an object nor a list',
  call: read,
} as const;

const FAILURES: Failed[] = [
  { ...LOST, what: 'connection reset before the answer', server: hangUp, says: 'ECONNRESET' },
  {
    ...LOST,
    what: 'no answer in time',
    server: silence,
    settings: { responseTimeout: TINY_TIMEOUT },
    says: 'ETIMEDOUT',
  },
  { ...LOST, what: 'connection lost in the middle of the answer', server: cutOff(ORDER), says: 'ECONNRESET' },
  { ...LOST, what: 'no HTTP at all', server: (response) => response.socket?.end('SSH-2.0-OpenSSH\r\n'), says: 'HPE_' },
  { ...TOO_LARGE, what: 'more bytes than allowed, announced', server: answer('x'.repeat(100_001)) },
  { ...TOO_LARGE, what: 'an order in more bytes than allowed', server: answer(ORDER + ' '.repeat(100_000)) },
  { ...TOO_LARGE, what: 'chunks without end', server: withoutEnd },
  { row: 'unauthorized', ...DENIED, what: '401', server: answerJson({}, 401), says: 'HTTP 401' },
  { row: 'invalid access', ...DENIED, what: '403', server: answer('Invalid access', {}, 403), says: 'HTTP 403' },
  { ...MISSING, what: '404', server: answer(HTML, { 'content-type': 'text/html' }, 404), says: 'HTTP 404' },
  { ...MISSING, what: '410', server: answerJson({}, 410), says: 'HTTP 410' },
  { row: 'request timeout', ...UNAVAILABLE, what: '408', server: answerJson({}, 408), says: 'HTTP 408' },
  {
    row: 'too many requests',
    ...UNAVAILABLE,
    outcome: 'refused',
    what: '429',
    server: answerJson({}, 429),
    says: 'HTTP 429',
  },
  {
    ...CLIENT_ERROR,
    what: '400',
    server: answerJson({ message: 'planNo?' }, 400),
    says: 'HTTP 400). It says: planNo?',
  },
  { ...CLIENT_ERROR, what: '409', server: answer('', {}, 409), says: 'HTTP 409' },
  { ...SERVER_ERROR, what: '500', server: answerJson({ message: 'NullPointerException' }, 500), says: 'HTTP 500' },
  { ...SERVER_ERROR, what: '502', server: answer(HTML, { 'content-type': 'text/html' }, 502), says: 'HTTP 502' },
  { ...SERVER_ERROR, what: '503 with an order id', server: answer(ORDER, {}, 503), says: 'HTTP 503' },
  { ...REDIRECT, what: 'a redirect', server: answer('', { location: '/login' }, 302), says: 'HTTP 302' },
  { ...REDIRECT, what: 'not modified', server: answer('', {}, 304), says: 'HTTP 304' },
  {
    row: 'unknown encoding',
    ...UNEXPECTED,
    what: 'an encoding that is not known',
    server: answer(ORDER, { 'content-encoding': 'zstd' }),
    says: 'content encoding that is not known (zstd)',
  },
  { ...EMPTY, what: 'an empty body', server: answer(''), says: 'HTTP 200 with an empty body' },
  { ...EMPTY, what: 'a blank body', server: answer(' \r\n'), says: 'HTTP 200 with an empty body' },
  { ...EMPTY, what: '204 where an order id is due', server: answer('', {}, 204), says: 'HTTP 204 with an empty body' },
  { ...WEB_PAGE, what: 'a web page', server: answer(HTML, { 'content-type': 'Text/HTML; charset=utf-8' }) },
  { ...WEB_PAGE, what: 'a web page that claims to be JSON', server: answer(`\n${HTML}`) },
  { ...WEB_PAGE, what: 'a web page where nothing is due', server: answer(HTML), call: send },
  { ...NOT_JSON, what: 'JSON that was cut', server: answer(ORDER.slice(0, -5)) },
  { ...NOT_JSON, what: 'text', server: answer('OK') },
  { ...NOT_JSON, what: 'XML', server: answer('<?xml version="1.0"?><fault/>') },
  { ...NOT_JSON, what: 'bytes that are not UTF-8', server: answer(Buffer.from('{"orderId":"Zoë"}', 'latin1')) },
  { ...CONTRADICTION, what: 'success false with an order id', server: answerJson({ success: false, orderId: 'A1' }) },
  { ...CONTRADICTION, what: '422 with an order id', server: answer(ORDER, {}, 422) },
  {
    ...CONTRADICTION,
    what: 'success false with an order id in the content',
    server: answerJson({ success: false, data: { orderId: 'A1' } }),
  },
  {
    ...CONTRADICTION,
    what: 'success false with an id of another name',
    server: answerJson({ success: false, orderNo: 5 }),
  },
  { ...CONTRADICTION, what: 'an error code with an order id', server: answerJson({ errorCode: 7, orderId: 'A1' }) },
  {
    ...CONTRADICTION,
    what: 'success false with an enquiry id',
    server: answerJson({ success: false, enquiryId: 'E1' }),
    call: enquire,
  },
  {
    ...VALIDATION,
    what: 'success false to a cancellation, with the id of its order',
    server: answerJson({ success: false, orderId: 'A1' }),
    call: cancel,
  },
  { ...VALIDATION, what: 'success false', server: answerJson({ success: false }) },
  { ...VALIDATION, what: 'success "false"', server: answerJson({ success: 'false' }) },
  { ...VALIDATION, what: 'success " False "', server: answerJson({ success: ' False ' }) },
  { ...VALIDATION, what: 'an error code', server: answerJson({ errorCode: 7, success: true }) },
  { ...VALIDATION, what: 'an error code in letters', server: answerJson({ errorCode: 'E42' }) },
  { ...VALIDATION, what: 'success false and an unset number', server: answerJson({ success: false, orderId: 0 }) },
  { ...VALIDATION, what: 'success false and no number', server: answerJson({ success: false, orderId: null }) },
  { ...VALIDATION, what: 'success false on a read', server: answerJson({ success: false }), call: read },
  { ...VALIDATION, what: 'success false where nothing is due', server: answerJson({ success: false }), call: send },
  { ...ERRORS, what: 'a list of errors', server: answerJson({ errors: [{ field: 'planNo', message: 'unknown' }] }) },
  { ...ERRORS, what: 'an error', server: answerJson({ error: 'unknown plan' }) },
  { ...ERRORS, what: 'an error to a cancellation', server: answerJson({ error: 'too late' }), call: cancel },
  { ...ERRORS, what: 'an error where nothing is due', server: answerJson({ error: 'no portal' }), call: send },
  { ...NO_ID, what: 'success without an order id', server: answerJson({ success: true }) },
  { ...NO_ID, what: 'a blank order id', server: answerJson({ success: true, orderId: ' ' }) },
  { ...NO_ID, what: 'an order id that lost digits', server: answer('{"orderId":1.234567890123456789e19}') },
  { ...NO_ID, what: 'an order id without end', server: answerJson({ orderId: '1'.repeat(256) }) },
  { ...NO_ID, what: 'two order ids', server: answerJson({ orderId: 'A1', response: { orderId: 'A2' } }) },
  {
    ...NO_ID,
    what: 'error code 0 with words that may be good news',
    server: answerJson({ errorCode: 0, errorMessage: 'The order was submitted' }),
  },
  { ...NO_ID, what: 'a message that may be good news', server: answerJson({ message: 'Order received' }) },
  { ...NO_ID, what: 'error fields that are empty', server: answerJson({ error: null, errors: [], message: '' }) },
  { ...NO_ID, what: 'success with errors', server: answerJson({ success: true, errors: ['planNo'] }) },
  { ...NO_ID, what: 'an order id in a list', server: answerJson([{ orderId: 'A1' }]) },
  { ...NO_ID, what: 'a JSON string', server: answerJson('A1') },
  { ...NO_ID, what: 'JSON null', server: answer('null') },
  { ...NO_ID, what: "an order's id for an enquiry", server: answer(ORDER), call: enquire },
  { ...NO_OBJECT, what: 'a JSON string', server: answerJson('Invalid') },
  { ...NO_OBJECT, what: 'a JSON number', server: answerJson(12) },
  { ...NO_OBJECT, what: 'JSON null', server: answer('null') },
];

const SUCCESSES: Answered[] = [
  { row: 'created', what: 'an order id and success', server: answer(ORDER) },
  { row: 'created', what: 'an order id alone', server: answerJson({ orderId: 'A1' }) },
  { row: 'created', what: 'success "TRUE"', server: answerJson({ orderId: 'A1', success: 'TRUE' }) },
  { row: 'created', what: 'error code 0', server: answerJson({ orderId: 'A1', errorCode: '0', success: true }) },
  {
    row: 'created',
    what: 'error code 0 with a message, and the order id in the content',
    server: answerJson({ errorCode: 0, errorMessage: 'The order was submitted', response: { orderId: 'A1' } }),
  },
  { row: 'created', what: 'an order id in data', server: answerJson({ data: { orderId: 'A1' } }) },
  { row: 'created', what: 'an order id in result', server: answerJson({ result: { OrderID: ' A1 ' } }) },
  ...['0', '', 'OK', 'Success', null].map((errorCode) => ({
    row: 'created',
    what: `error code ${JSON.stringify(errorCode)}`,
    server: answerJson({ orderId: 'A1', errorCode }),
  })),
  { row: 'created', what: 'HTTP 201', server: answer(ORDER, {}, 201) },
  { row: 'created', what: 'a byte order mark', server: answer(`\uFEFF${ORDER}`) },
  { row: 'created', what: 'an enquiry id', server: answerJson({ enquiryId: 'E1' }), call: enquire },
  { row: 'answered', what: 'an accepted cancellation', server: answer(ORDER), call: cancel },
  {
    row: 'answered',
    what: 'what is read, with errors of its own',
    server: answerJson({ orderId: 'A1', errors: ['NTD'] }),
    call: read,
  },
  { row: 'answered', what: 'an object', server: answerJson({ orderId: 'A1' }), call: read },
  { row: 'answered', what: 'a list', server: answerJson([]), call: readList },
  { row: 'done, nothing expected', what: '204', server: answer('', { 'content-type': 'text/plain' }, 204), call: send },
  {
    row: 'done, nothing expected',
    what: '204 typed as a web page',
    server: answer('', { 'content-type': 'text/html' }, 204),
    call: send,
  },
  { row: 'done, nothing expected', what: '204 to a cancellation', server: answer('', {}, 204), call: cancel },
  { row: 'done, nothing expected', what: '200 and nothing to a cancellation', server: answer(' '), call: cancel },
  { row: 'done, nothing expected', what: 'a word to a cancellation', server: answer('OK'), call: cancel },
  { row: 'done, nothing expected', what: '204 to a booking', server: answer('', {}, 204), call: book },
  { row: 'done, nothing expected', what: '204 to an update', server: answer('', {}, 204), call: update },
  { row: 'answered', what: 'a list to a booking', server: answerJson([]), call: book },
  {
    row: 'answered',
    what: 'a wrapped confirmation',
    server: answerJson({ errorCode: 0, errorMessage: 'Booked', response: {} }),
    call: book,
  },
  { row: 'done, nothing expected', what: '200 and an object', server: answerJson({ success: true }), call: send },
];

/** No answer of a server leads to this row; it has tests of its own below. */
const NEVER_SENT = {
  row: 'never sent',
  error: { type: 'OctaneUnavailable', outcome: 'refused', retryable: true },
} as const;

let setup: Setup;
beforeAll(async () => {
  setup = await setUp();
});
afterAll(() => setup.close());

describe('an answer', () => {
  test.each(FAILURES)('$what is judged as "$row": $type, $outcome', async (failed) => {
    setup.server.behave(failed.server);
    const octane = failed.settings ? setup.connect(failed.settings) : setup.octane;
    const error = await errorOf((failed.call ?? create)(octane));
    expect(error).toMatchObject({ type: failed.type, outcome: failed.outcome, retryable: failed.retryable });
    expect(error.message).toContain(failed.says);
  });

  test.each(SUCCESSES)('$what is judged as "$row"', async ({ server, call = create }) => {
    setup.server.behave(server);
    const result = await call(setup.octane);
    if (call === create) expect(result).toBe('A1');
    if (call === book || call === update) expect(result).toEqual({});
  });

  test('every row of the table of answers decides over some answer in this file', () => {
    const shown = new Set([NEVER_SENT.row, ...[...FAILURES, ...SUCCESSES].map(({ row }) => row)]);
    expect([...shown].sort()).toEqual(ANSWERS.map(({ name }) => name).sort());
  });

  test('what the errors say tells the rows apart', () => {
    const saidByAnother = FAILURES.filter(({ row, says }) =>
      ANSWERS.some(({ name, sentence }) => name !== row && typeof sentence === 'string' && sentence.includes(says)),
    );
    expect(saidByAnother).toEqual([]);
  });

  test.each(['toString', 'constructor', '__proto__'])('a field named %s counts for nothing', async (field) => {
    setup.server.behave(answer(`{"${field}": {"orderId": "A1", "success": false}}`));
    expect(await errorOf(create(setup.octane))).toMatchObject({ outcome: 'unknown' });
  });
});

describe('a request that cannot have reached Octane is refused, and may be sent again', () => {
  test('connection refused', async () => {
    const octane = setup.connect({ baseUrl: `http://127.0.0.1:${await freePort()}` });
    const error = await errorOf(create(octane));
    expect(error).toMatchObject(NEVER_SENT.error);
    expect(error.message).toContain('could not be reached (ECONNREFUSED)');
  });

  test('connection refused on every address of the host', async () => {
    const octane = setup.connect({ baseUrl: `http://localhost:${await freePort()}` });
    expect(await errorOf(create(octane))).toMatchObject(NEVER_SENT.error);
  });

  test('no such host', async () => {
    const octane = setup.connect({ baseUrl: 'http://octane.invalid', connectTimeout: 1_000 });
    expect(await errorOf(create(octane))).toMatchObject(NEVER_SENT.error);
  });

  test('no TLS handshake in time', async () => {
    const mute = await startMuteServer();
    const octane = setup.connect({ baseUrl: `https://127.0.0.1:${mute.port}`, connectTimeout: TINY_TIMEOUT });
    const error = await errorOf(create(octane)).finally(() => mute.close());
    expect(error).toMatchObject(NEVER_SENT.error);
  });
});

describe('an error tells', () => {
  test('the operation and the HTTP status', async () => {
    setup.server.behave(answerJson({}, 503));
    expect(await errorOf(create(setup.octane))).toMatchObject({
      operation: 'createModificationOrder',
      httpStatus: 503,
    });
  });

  test('no HTTP status when there was no answer', async () => {
    setup.server.behave(hangUp);
    expect((await errorOf(create(setup.octane))).httpStatus).toBeUndefined();
  });

  test("Octane's own words for a refusal", async () => {
    setup.server.behave(answerJson({ success: false, errors: [{ field: 'planNo', message: 'not in group' }] }));
    expect((await errorOf(create(setup.octane))).message).toBe(
      'Octane\'s createModificationOrder refused the request (validation error). It says: [{"field":"planNo","message":"not in group"}]',
    );
  });

  test('only the beginning of very long words', async () => {
    setup.server.behave(answerJson({ success: false, errorMessage: 'long '.repeat(10_000) }));
    expect((await errorOf(create(setup.octane))).message.length).toBeLessThan(500);
  });

  test('no words that are nested too deeply to be written', async () => {
    const depth = 40_000;
    setup.server.behave(answer(`{"success":false,"errors":${'['.repeat(depth)}1${']'.repeat(depth)}}`));
    expect(await errorOf(create(setup.octane))).toMatchObject({ type: 'OctaneRefused', outcome: 'refused' });
  });

  const inAMinute = () => new Date(Date.now() + 60_000).toUTCString();
  test.each([
    { header: '120', from: 120_000, to: 120_000 },
    { header: inAMinute(), from: 1_000, to: 60_000 },
    { header: '999999999999999', from: 86_400_000, to: 86_400_000 },
  ])('when to come back: Retry-After $header', async ({ header, from, to }) => {
    setup.server.behave(answerJson({}, 429, { 'retry-after': header }));
    const { retryAfter } = await errorOf(create(setup.octane));
    expect(retryAfter).toBeGreaterThanOrEqual(from);
    expect(retryAfter).toBeLessThanOrEqual(to);
  });

  test.each([undefined, '0', 'soon', 'Thu, 01 Jan 1970 00:00:00 GMT', '-5'])(
    'nothing about when to come back: Retry-After %s',
    async (header) => {
      setup.server.behave(answerJson({}, 503, header === undefined ? {} : { 'retry-after': header }));
      expect((await errorOf(create(setup.octane))).retryAfter).toBeUndefined();
    },
  );
});

test('the limit on the size of an answer holds for one that comes in a single piece', async () => {
  setup.server.behave(answer(ORDER));
  const octane = setup.connect({ maxAnswerBytes: ORDER.length - 1 });
  expect((await errorOf(create(octane))).message).toContain(`sent more than ${ORDER.length - 1} bytes`);
});

test('the limit on the size of an answer allows an answer of exactly that size', async () => {
  setup.server.behave(answer(ORDER.padEnd(SETTINGS.maxAnswerBytes)));
  expect(await create(setup.octane)).toBe('A1');
});

test('an order id of twenty digits keeps them all', async () => {
  setup.server.behave(answer('{"orderId":12345678901234567890,"note":"12345678901234567890 \\" 9"}'));
  expect(await create(setup.octane)).toBe('12345678901234567890');
});

test('a customer that was added has the number that the answer gives anywhere in it', async () => {
  setup.server.behave(answerJson({ success: true, response: { custNo: 100007 } }));
  const added = await setup.octane.customers.add('123', {
    customerStatus: 'ACT',
    customerIdentity: { customerSurname: 'Citizen' },
    address: { addressLine1: '1 Sample Street' },
    contactMedium: [],
    settings: { language: 'EN' },
  });
  expect(added.custNo).toBe(100007);
});

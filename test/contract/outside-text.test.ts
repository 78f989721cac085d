import fc from 'fast-check';
import { outsideText, outsideWord } from '../../contract/outside-text.ts';
import { STATUS_ROWS } from '../../octane/statuses.ts';
import { answerJson } from '../octane/misbehaving-server.ts';
import { setUp, type Setup } from '../octane/setup.ts';

const shown = (text: string, about?: unknown) => outsideText(text, { about, limit: 255 });

describe('text from outside says nothing of people', () => {
  test.each([
    ['Call 0400-000-000 first', 'Call [redacted] first'],
    ['Call 0400.000.000 first', 'Call [redacted] first'],
    ['Call (03) 9999-0000 first', 'Call [redacted] first'],
    ['Call +61-400-000-000 first', 'Call [redacted] first'],
    ['Call +61 (0)3 9999 0000 first', 'Call [redacted] first'],
    ['Call 61400000000 first', 'Call [redacted] first'],
    ['Mail jane.citizen@example.com first', 'Mail [redacted] first'],
    ['Ask Mr Citizen first', 'Ask Mr [redacted] first'],
    ['Ask Mrs. J. O’Brien-Smith first', 'Ask Mrs. [redacted] first'],
    ['Ask DR JANE CITIZEN', 'Ask DR [redacted]'],
    ['Ask Ms Jan van der Berg. The line is up', 'Ask Ms [redacted]. The line is up'],
    ['name: jane citizen', 'name: [redacted]'],
    ['{"contactName":"Jane Citizen","port":1}', '{"contactName":"[redacted]","port":1}'],
    ['Contact: Jane, after six', 'Contact: [redacted], after six'],
    ['The customer Jane Citizen was out', 'The customer [redacted] was out'],
    ['Technician Jane Citizen came', 'Technician [redacted] came'],
    ['No access to 7 Wattle Grove today', 'No access to [redacted] today'],
    ['No access to Unit 3, 12-14 Old Mill Road today', 'No access to [redacted] today'],
  ])('%s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test('nor what is known of them', () => {
    expect(shown('Jane is at WATTLE', { contactName: 'Jane Citizen', address: { streetName: 'Wattle' } })).toBe(
      '[redacted] is at [redacted]',
    );
  });

  test('nor what is hidden in it', () => {
    expect(shown('Ask Mr\u0000 Ci\u200Bti\u202Ezen')).toBe('Ask Mr [redacted]');
  });
});

test.each([
  'Port 1 of NTD380100010995 at LOC380100000995 is in use',
  'Held from 02-03-2026 10:00 to 2026-03-05T10:00:00Z',
  'Customer not home; customer Not Home',
  'Line rate 104.6 Mbps, attenuation 12.5 dB, 5 ms',
  'Order 5000001 for customer 100001',
])('text that helps is kept: %s', (text) => {
  expect(shown(text)).toBe(text);
});

test('text is on one line, without control characters, and cut', () => {
  expect(shown('  first\r\n\tsecond\u001b[31m ')).toBe('first second [31m');
  expect(shown('long '.repeat(100))).toMatch(/^.{254}…$/);
  expect(shown('😀'.repeat(200))).toMatch(/^\p{So}{127}…$/u);
});

test('an ordinary word passes as it is, whatever people are called', () => {
  const words = STATUS_ROWS.flatMap((row) => [row.orderStatus, row.orderSubStatus, row.orderExternalStatus]);
  for (const word of words) expect(word && outsideWord(word, { customerSurname: 'Held', company: word })).toBe(word);
  expect(outsideWord('Awaiting Customer Response')).toBe('Awaiting Customer Response');
});

test('a sentence in place of a word is text', () => {
  expect(outsideWord('Held: Jane Citizen, 0400 000 000', { customerSurname: 'Citizen', givenNames: 'Jane' })).toBe(
    'Held: [redacted] [redacted], [redacted]',
  );
});

test('no text is longer than its limit, or on two lines', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, limit) => {
      const result = outsideText(text, { limit });
      expect(result.length).toBeLessThanOrEqual(limit);
      expect(result).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    }),
  );
});

describe('what Octane says in its own words is safe', () => {
  let setup: Setup;
  beforeAll(async () => {
    setup = await setUp();
  });
  afterAll(() => setup.close());

  const SECRETS = 'call Mr Citizen on 0400-000-000 or jane@example.com';
  const PERSONAL = /Citizen|0400|example/;

  test('in the statuses and the reason of an order', async () => {
    const order = {
      orderId: 'A1',
      orderStatus: `Held, ${SECRETS}`,
      orderSubStatus: 'x'.repeat(4000),
      orderReason: `Jane said: ${SECRETS}`,
      orderContact: { contactName: 'Jane Citizen' },
    };
    setup.server.behave(answerJson([order]));
    const { orders } = await setup.octane.orders.list({ custNo: 100001 });
    const [{ orderStatus, orderSubStatus, orderReason } = {}] = orders;
    expect(`${orderStatus} ${orderReason}`).not.toMatch(PERSONAL);
    expect(orderReason).not.toContain('Jane');
    expect(orderSubStatus).toHaveLength(255);
  });

  test('in an enquiry', async () => {
    const metrics = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`m${index}`, SECRETS]));
    setup.server.behave(
      answerJson({
        enquiryId: 'E1',
        status: 'Completed',
        outcome: SECRETS,
        summary: SECRETS,
        metrics: { [SECRETS]: 1, ...metrics },
      }),
    );
    const enquiry = await setup.octane.enquiries.get('E1');
    expect(JSON.stringify(enquiry)).not.toMatch(PERSONAL);
    expect(Object.keys(enquiry.metrics ?? {})).toHaveLength(100);
  });

  test('in a qualification', async () => {
    const location = { id: 'LOC1', serviceClass: '1'.repeat(4000), street: 'Wattle Grove' };
    const product = { productResult: 'Fail', productResultReason: `Wattle is full, ${SECRETS}` };
    setup.server.behave(answerJson({ success: true, errorCode: 0, response: { location, product } }));
    const found = await setup.octane.qualifications.check({ locationId: 'LOC1' });
    expect(found.product?.productResultReason).not.toMatch(PERSONAL);
    expect(found.product?.productResultReason).not.toContain('Wattle');
    expect(found.location?.serviceClass).toHaveLength(255);
  });
});

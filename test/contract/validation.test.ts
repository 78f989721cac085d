import fc from 'fast-check';
import { withoutNulls } from '../../contract/absent.ts';
import type { Flow } from '../../contract/names.ts';
import { inWords, wrongFieldsOf } from '../../contract/validation.ts';
import { activateInput, planChangeInput } from '../flows/inputs.ts';

const NEW_CUSTOMER = {
  customerType: 'R',
  givenNames: 'Jacqueline',
  surname: 'Sandbox',
  email: 'jacqueline@example.com',
  addressLine1: '7 Sample Street',
  suburb: 'Sampleton',
  state: 'VIC',
  postcode: '3999',
};

/** What is wrong with an input, on one line. */
function wrong(flow: Flow, input: unknown): string {
  return inWords(wrongFieldsOf(flow, input));
}

test.each([undefined, null, [], [planChangeInput()], 7, 'SO-1001', true])(
  'an input that is %j is no object',
  (input) => {
    expect(wrongFieldsOf('planChange', input)).toEqual([{ path: 'input', message: 'must be an object' }]);
  },
);

test.each(['a@tv-.example.com', 'a@-tv.example.com', 'a@tv..example.com', 'a@example', 'a b@example.com'])(
  'an e-mail address whose host there cannot be is refused: %s',
  (email) => {
    const { contact } = activateInput();
    expect(wrong('activate', { ...activateInput(), contact: { ...contact, email } })).toBe(
      'contact.email: must be an email address',
    );
  },
);

test('e-mail addresses with hyphens and dots are taken', () => {
  const contact = { ...activateInput().contact, email: "j.o'neil+nbn@a--b.my-isp.com.au" };
  expect(wrong('activate', { ...activateInput(), contact })).toBe('');
});

describe('null counts as absent', () => {
  test('where a field may be left out', () => {
    const input = { ...planChangeInput(), groupNo: null, holdUntil: null, onFallout: null };
    expect(wrong('planChange', { ...input, service: { custNo: 100002, lineSeqNo: null } })).toBe('');
    const { appointment, transfer } = { appointment: { slotId: null }, transfer: null };
    expect(wrong('activate', { ...activateInput(), appointment, transfer })).toBe('');
    expect(wrong('activate', { ...activateInput(), customer: { custNo: 1, new: null } })).toBe('');
  });

  test('where it may not', () => {
    expect(wrong('planChange', { ...planChangeInput(), planNo: null, service: null })).toBe(
      'service: is required; planNo: is required',
    );
  });

  test('in a field that is not known', () => {
    expect(wrong('planChange', { ...planChangeInput(), colour: null })).toBe('');
  });

  test('but not in a list, where the others would move', () => {
    expect(withoutNulls({ a: [1, null, { b: null }], c: undefined, d: { e: null, f: 0 } })).toEqual({
      a: [1, null, {}],
      d: { f: 0 },
    });
  });

  test('however deep an input is', () => {
    let deep: unknown = {};
    for (let level = 0; level < 100_000; level++) deep = { deep };
    expect(wrong('planChange', { ...planChangeInput(), deep })).toMatch(/^deep: is not known here/);
  });
});

const CASES: [Flow, changes: object, wrong: string | RegExp][] = [
  ['planChange', { planNo: undefined }, 'planNo: is required'],
  ['planChange', { planNo: '1002' }, 'planNo: must be a number'],
  ['planChange', { planNo: 1002.5 }, 'planNo: must be a whole number'],
  ['planChange', { planNo: 0 }, 'planNo: must be a whole number greater than 0'],
  ['planChange', { planNo: 1e300 }, /^planNo: (is too large a number|must be a whole number)$/],
  ['planChange', { reference: undefined }, 'reference: is required'],
  ['planChange', { reference: 'a b' }, 'reference: must be 1–64 of A-Z a-z 0-9 . _ -'],
  ['planChange', { service: 100002 }, 'service: must be an object'],
  ['planChange', { service: {} }, 'service.custNo: is required'],
  ['planChange', { onFallout: 'Wait' }, 'onFallout: must be one of wait, fail'],
  ['planChange', { plan_no: 7 }, 'plan_no: is not known here; did you mean "planNo"?'],
  ['planChange', { custRegDate: 7 }, 'custRegDate: is not known here; did you mean "custReqDate"?'],
  ['planChange', { service: { custNo: 1, custno: 1 } }, 'service.custno: is not known here; did you mean "custNo"?'],
  ['planChange', { service: { custNo: 1, x: 1 } }, 'service.x: is not known here; known: custNo, lineSeqNo'],
  ['planChange', { ['a\nb']: 1 }, /^a b: is not known here; known: reference, /],
  ['disconnect', { planNo: undefined, reason: '' }, 'reason: must not be empty'],
  ['disconnect', { planNo: undefined, reason: 'x'.repeat(201) }, 'reason: must be at most 200 characters'],
];

test.each(CASES)('a %s with %j is told in plain words', (flow, changes, words) => {
  const found = wrong(flow, { ...planChangeInput(), ...changes });
  if (typeof words === 'string') expect(found).toBe(words);
  else expect(found).toMatch(words);
});

const ACTIVATIONS: [changes: object, wrong: string][] = [
  [{ customer: undefined }, 'customer: is required: {custNo} or {new: {…}}'],
  [{ customer: 5 }, 'customer: must be {custNo} or {new: {…}}'],
  [{ customer: { custNo: 5, new: NEW_CUSTOMER } }, 'customer: must be {custNo} or {new: {…}}'],
  [{ customer: { custNo: '5' } }, 'customer.custNo: must be a number'],
  [
    { customer: { new: { ...NEW_CUSTOMER, surname: undefined, surName: 'x', email: 'x' } } },
    'customer.new.surname: is required; customer.new.email: must be an email address; customer.new.surName: is not known here; did you mean "surname"?',
  ],
  [
    { customer: { new: { ...NEW_CUSTOMER, company: 'x'.repeat(101) } } },
    'customer.new.company: must be at most 100 characters',
  ],
  [{ address: { search: 'x' } }, 'address.search: must be at least 5 characters'],
  [{ address: {} }, 'address: must be {locationId}, such as LOC380100000995, or {search}'],
  [{ welcomeEmail: 'yes' }, 'welcomeEmail: must be true or false'],
  [{ appointment: { slottype: 'AM' } }, 'appointment.slottype: is not known here; did you mean "slotType"?'],
  [{ contact: null }, 'contact: is required'],
];

test.each(ACTIVATIONS)('an activation with %j is told in plain words', (changes, words) => {
  expect(wrong('activate', { ...activateInput(), ...changes })).toBe(words);
});

describe('a date', () => {
  const in5Years = new Date();
  in5Years.setUTCFullYear(in5Years.getUTCFullYear() + 5);
  const day = in5Years.toISOString().slice(0, 10);
  const range = `must be between 2000-01-01 and ${day}, five years from now`;

  test.each(['9999-12-31T00:00:00Z', '2250-01-01T00:00:00Z', '1999-12-31T23:59:59Z', '0001-01-01T00:00:00Z'])(
    'is not %s',
    (date) => {
      expect(wrong('planChange', { ...planChangeInput(), custReqDate: date, holdUntil: date })).toBe(
        `custReqDate: ${range}; holdUntil: ${range}`,
      );
      expect(wrong('activate', { ...activateInput(), appointment: { notBefore: date } })).toBe(
        `appointment.notBefore: ${range}`,
      );
    },
  );

  test.each(['2000-01-01T00:00:00Z', '2026-03-02T20:00:00.000+11:00', `${day}T23:59:59Z`])('may be %s', (date) => {
    expect(wrong('planChange', { ...planChangeInput(), custReqDate: date })).toBe('');
  });

  test.each(['2026-03-02', '2026-03-02T09:00:00', '2026-02-30T09:00:00Z', '02/03/2026', 'tomorrow', ''])(
    'has a form that %j does not have',
    (date) => {
      expect(wrong('planChange', { ...planChangeInput(), custReqDate: date })).toBe(
        'custReqDate: must be an ISO 8601 date-time with a zone, such as 2026-03-02T09:00:00Z',
      );
    },
  );
});

test('what is wrong is told in a bounded number of words', () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`${'x'.repeat(500)}${index}`, 1]));
  const fields = wrongFieldsOf('planChange', { ...planChangeInput(), ...many });
  expect(fields).toHaveLength(51);
  expect(fields.at(-1)).toEqual({ path: 'input', message: 'has 4950 more wrong fields' });
  expect(inWords(fields).length).toBeLessThan(10_000);
});

test('whatever is wrong, the words are our own', () => {
  const fields = Object.keys(activateInput()).concat('appointment', 'infrastructure', 'transfer', 'upgradeToPlanNo');
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.anything(), (field, value) => {
      for (const { message } of wrongFieldsOf('activate', { ...activateInput(), [field]: value })) {
        expect(message).toMatch(/^(is (required|not known here|too large)|must (be|not be) )/);
      }
    }),
    { numRuns: 2000 },
  );
});

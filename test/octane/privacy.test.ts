import { answerJson, freePort, type Behaviour } from './misbehaving-server.ts';
import { ACTIVATION, CUSTOMER, errorOf, setUp, SETTINGS, type Setup } from './setup.ts';

/** Repeats the contact it was sent, in a refusal. */
const echo = (inWords: (contact: Record<string, string>) => unknown): Behaviour => {
  return (response, call) => {
    const { orderContact } = JSON.parse(call.body) as { orderContact: Record<string, string> };
    answerJson({ success: false, errors: inWords(orderContact) })(response, call);
  };
};

let setup: Setup;
beforeAll(async () => {
  setup = await setUp();
});
afterAll(() => setup.close());

describe('an error repeats nothing about a person', () => {
  test.each([
    { what: 'as it came', inWords: (contact: object) => contact },
    { what: 'as text', inWords: (contact: object) => JSON.stringify(contact) },
    { what: 'as escaped text in a list', inWords: (contact: object) => [JSON.stringify(contact)] },
    { what: 'in upper case', inWords: (contact: object) => JSON.stringify(contact).toUpperCase() },
    { what: 'many times over', inWords: (contact: object) => JSON.stringify(contact).repeat(300) },
  ])('when Octane repeats it $what', async ({ inWords }) => {
    setup.server.behave(echo(inWords));
    const contact = { name: 'Zoë "Zed" O\'Brien-Żak', phone: '+61 (2) 9999/0000', email: 'zoe.zak@example.com' };
    const { message } = await errorOf(setup.octane.orders.create({ ...ACTIVATION, contact }));
    expect(message).toContain('[redacted');
    expect(message).not.toMatch(/zo[ëe]|zed|brien|[żz]ak|9999|0000|example/i);
  });

  test('wherever the message is cut', async () => {
    for (let length = 270; length <= 300; length++) {
      setup.server.behave(echo(({ contactName = '' }) => 'x'.repeat(length) + ` ${contactName}`));
      const { message } = await errorOf(setup.octane.orders.create(ACTIVATION));
      expect(message).not.toMatch(/ja|cit/i);
    }
  });

  test('when Octane names one word of a name, an address or a note', async () => {
    setup.server.behave(answerJson({ errors: 'Citizen in Wattle Grove: no such gate code 4711', success: false }));
    const update = {
      notes: 'gate code 4711',
      customerIdentity: { customerGivenNames: 'Jane', customerSurname: 'Citizen' },
      address: { addressLine1: '7 Wattle Grove' },
    };
    const { message } = await errorOf(setup.octane.customers.update(CUSTOMER, update));
    expect(message).not.toMatch(/citizen|wattle|grove|4711/i);
    expect(message).toContain('no such');
  });

  test('when Octane repeats the query', async () => {
    setup.server.behave(answerJson({ success: false, errorMessage: 'nothing like 7 Wattle Grove in Kew' }));
    const { message } = await errorOf(setup.octane.addresses.search('7 Wattle Grove, Kew VIC 3101'));
    expect(message).not.toMatch(/wattle|grove|kew/i);
    expect(message).toContain('nothing like');
  });

  test.each([
    'somebody@example.com',
    '0400 000 000',
    '0299990000',
    '+61 400 000 000',
    '(02) 9999 0000',
    '<a.b+c@example.com.au>',
  ])('when Octane names somebody else: %s', async (personal) => {
    setup.server.behave(answerJson({ success: false, errorMessage: `Duplicate of ${personal} in group 123` }));
    const { message } = await errorOf(setup.octane.orders.create(ACTIVATION));
    expect(message).toMatch(/Duplicate of \S*\[redacted\]\S* in group 123$/);
  });
});

test('an error keeps the words that help', async () => {
  const words = 'Plan 1001 cannot be ordered for customer 100001 on 2026-03-02 (order A123456, LOC380100000995)';
  setup.server.behave(answerJson({ success: false, errorMessage: words }));
  expect((await errorOf(setup.octane.orders.create(ACTIVATION))).message).toContain(words);
});

test('an error stays on one line', async () => {
  setup.server.behave(answerJson({ success: false, errorMessage: 'first\r\nsecond\u0000\u001b[31mthird' }));
  expect((await errorOf(setup.octane.orders.create(ACTIVATION))).message).toContain('first second [31mthird');
});

describe('an error repeats no credentials', () => {
  const authorization = Buffer.from(`${SETTINGS.username}:${SETTINGS.password}`).toString('base64');

  test.each([
    { what: 'the header', repeated: `Authorization: Basic ${authorization}` },
    { what: 'the password', repeated: `wrong password "${SETTINGS.password}"` },
    { what: 'the user name', repeated: `user ${SETTINGS.username} is locked` },
  ])('when Octane repeats $what', async ({ repeated }) => {
    setup.server.behave(answerJson({ success: false, errorMessage: repeated }));
    const { message } = await errorOf(setup.octane.orders.create(ACTIVATION));
    for (const secret of [authorization, SETTINGS.password, SETTINGS.username]) expect(message).not.toContain(secret);
  });

  test('when the base URL holds some and there is no answer', async () => {
    const octane = setup.connect({ baseUrl: `http://somebody:hunter2@127.0.0.1:${await freePort()}` });
    const error = await errorOf(octane.orders.create(ACTIVATION));
    const everything = JSON.stringify([error, error.message, error.stack, error.cause]);
    expect(everything).not.toMatch(/somebody|hunter2|Citizen/);
    expect(everything).not.toContain(SETTINGS.password);
  });
});

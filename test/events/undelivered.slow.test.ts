import type { TestedApi } from '../api/api-stack.ts';
import { nbn as run } from '../client/nbn-command.ts';
import { eventually } from '../eventually.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { FormClient } from '../page/form-client.ts';
import { startPage } from '../page/page-stack.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { eventsTo, startReceiver, type TestReceiver } from './receiver.ts';

/*
 * The tests follow each other: each finds the events of one more order undelivered.
 */

let receiver: TestReceiver;
let stack: Stack;
let api: TestedApi;

beforeAll(async () => {
  receiver = await startReceiver();
  receiver.answer({ status: 500 });
  stack = await startDevServerStack({
    speed: 20_000,
    config: { events: eventsTo(receiver) },
    // A server that takes few signals for each run, so that deliveries have to continue in new ones.
    dynamicConfig: { 'history.maximumSignalsPerExecution': 40 },
  });
  api = await startPage(stack);
});

afterAll(async () => {
  await api?.close();
  await stack?.stop();
  await receiver?.close();
});

function nbn(...args: string[]) {
  return run(args, { environment: { TEMPORAL_ADDRESS: stack.env.address } });
}

/** An order whose events the receiver does not take. */
async function undeliveredOrder(reference: string, custNo: number): Promise<void> {
  receiver.answer({ status: 500 });
  const order = await stack.orders.start('planChange', planChangeInput({ reference, service: { custNo } }));
  await order.result();
  await eventually(async () => {
    for await (const { attempts } of stack.orders.undeliveredEvents({ reference })) if (attempts > 1) return true;
    return undefined;
  });
}

/** How the events of an order arrived, once its end has. */
function statesOf(reference: string): Promise<string[]> {
  return eventually(async () => {
    const events = receiver.taken().filter(({ event }) => event.data.reference === reference);
    return Promise.resolve(
      events.some(({ event }) => event.type === 'order.ended')
        ? events.map(({ event }) => event.data.state)
        : undefined,
    );
  });
}

function untilNoneIsUndelivered(): Promise<boolean> {
  return eventually(async () => ((await stack.orders.countUndeliveredEvents()) === 0 ? true : undefined));
}

describe('events that a receiver has not taken', () => {
  test('are listed by nbn, and sent again by it', async () => {
    await undeliveredOrder('EV-1', 100001);
    const listed = await nbn('events', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject({
      receiver: 'crm',
      reference: 'EV-1',
      isGivenUp: false,
      why: 'order.stateChanged of order EV-1 is not delivered: the receiver crm answers with HTTP 500.',
    });
    expect((await nbn('events')).stdout).toMatch(/^RECEIVER +REFERENCE +SINCE +ATTEMPTS +NEXT +WHY\ncrm +EV-1 /);
    receiver.answer({ status: 204 });
    expect((await nbn('events', '--receiver', 'other', '--send-again')).stdout).toMatch(/of 0 orders\./);
    expect((await nbn('events', '--receiver', 'crm', '--send-again')).stdout).toMatch(/of 1 order\./);
    expect((await statesOf('EV-1')).at(-1)).toBe('completed');
    await untilNoneIsUndelivered();
    expect((await nbn('events')).stdout).toBe('Every event is delivered.\n');
  });

  test('are listed over HTTP, and sent again by it', async () => {
    await undeliveredOrder('EV-2', 100002);
    expect(await api.ask('GET', '/v1/events/undelivered', { as: api.keys.viewer })).toMatchObject({
      status: 200,
      body: { undelivered: [{ receiver: 'crm', reference: 'EV-2' }], all: 1 },
    });
    receiver.answer({ status: 204 });
    const path = '/v1/events/undelivered/send-again';
    expect(await api.ask('POST', path, { body: { reference: 'EV-2', orders: 1 } })).toMatchObject({ status: 422 });
    expect(await api.ask('POST', path, { as: api.keys.operator, body: { reference: 'EV-2' } })).toMatchObject({
      status: 200,
      body: { sentAgain: 1 },
    });
    expect(api.audited.at(-1)).toMatchObject({ who: 'the-operator', what: 'sendEvents', status: 200 });
    expect((await statesOf('EV-2')).at(-1)).toBe('completed');
    await untilNoneIsUndelivered();
  });

  test('are on the page for operators, and sent again from it', async () => {
    await undeliveredOrder('EV-3', 100003);
    const viewer = new FormClient(api.url);
    await viewer.logIn(api.keys.viewer);
    expect((await viewer.get('/')).html).toContain('1 with undelivered events');
    expect((await viewer.get('/events')).html).not.toContain('Send');
    const browser = new FormClient(api.url);
    await browser.logIn(api.keys.operator);
    expect((await browser.get('/events')).html).toContain('answers with HTTP 500');
    receiver.answer({ status: 204 });
    const fields = { formToken: await browser.formToken(), receiver: 'crm', reference: 'EV-3' };
    expect((await browser.post('/events', fields)).html).toContain('Sent again now: the events of 1 order.');
    expect((await statesOf('EV-3')).at(-1)).toBe('completed');
    await untilNoneIsUndelivered();
    expect((await browser.get('/events')).html).toContain('Every event is delivered.');
    expect((await browser.get('/')).html).not.toContain('undelivered events');
  });
});

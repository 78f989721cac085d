import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConversation, type Conversation } from '../../recording/conversation.ts';
import { readConversation } from '../../recording/exchange.ts';
import { startRecorder, type Recorder } from '../../recording/proxy.ts';
import { createOctane, type Octane } from '../../octane/octane.ts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { ManualClock } from '../sandbox/manual-clock.ts';
import { CREDENTIALS } from '../sandbox/setup.ts';

/** What an Octane answered becomes files, and the files an Octane that answers so. */
let sandbox: Sandbox;
let recorder: Recorder;
let folder: string;
const toClose: { close: () => unknown }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nbn-orders-recording-'));
  sandbox = await startSandbox({ clock: new ManualClock(), ...CREDENTIALS });
  recorder = await startRecorder({ target: sandbox.baseUrl, folder });
  toClose.push(sandbox, recorder);
});

afterEach(async () => {
  for (const { close } of toClose.splice(0)) await close();
  await rm(folder, { recursive: true });
});

function octaneAt(baseUrl: string): Octane {
  const octane = createOctane(
    {
      baseUrl,
      ...CREDENTIALS,
      connectTimeout: 5_000,
      responseTimeout: 10_000,
      requestsPerSecond: 1000,
      maxAnswerBytes: 1_000_000,
    },
    () => undefined,
  );
  toClose.push(octane);
  return octane;
}

async function replayed(): Promise<Octane> {
  const conversation: Conversation = await startConversation({
    exchanges: await readConversation(folder),
    ...CREDENTIALS,
  });
  toClose.push(conversation);
  return octaneAt(conversation.baseUrl);
}

async function everythingWritten(): Promise<string> {
  const files = await readdir(folder);
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
}

const KEY = { groupNo: '123', custNo: 100001 };

test('a call passes through as it is, and its answer is there again without the Octane', async () => {
  const live = octaneAt(recorder.baseUrl);
  const plans = await live.plans.list('123');
  const services = await live.services.list(KEY);
  const again = await replayed();
  expect(await again.plans.list('123')).toEqual(plans);
  const [service] = await again.services.list(KEY);
  expect(service).toMatchObject({ custNo: 100001, lineSeqNo: 1, instance: services[0]?.instance, usageType: 'NBN' });
});

test('nothing that is written says who or where somebody is, or how anybody logs in', async () => {
  const live = octaneAt(recorder.baseUrl);
  const { address, customerIdentity, contactMedium } = await live.customers.get(KEY);
  const [service] = await live.services.list(KEY);
  const qualification = await live.qualifications.check({ locationId: 'LOC380100000993' });
  await live.addresses.search(qualification.location?.addressString ?? '');
  const written = await everythingWritten();
  const personal = [
    ...[customerIdentity?.customerGivenNames, customerIdentity?.customerSurname, address?.addressLine1],
    ...(contactMedium ?? []).map(({ contactDestination }) => contactDestination),
    ...[service?.contact?.contactEmail, service?.contact?.contactName, service?.dataService?.username],
    ...[qualification.location?.addressString, qualification.location?.gpsLatitude, 'LOC380100000993'],
    ...['NTD380100010993', 'uthorization', CREDENTIALS.password],
  ].filter((text) => text !== undefined);
  expect(personal.length).toBeGreaterThan(10);
  for (const text of personal) expect(written).not.toContain(text);
  expect(written).toContain('Home Fast 50/20');
});

test('the same person and the same place have the same stand-in in every file', async () => {
  const live = octaneAt(recorder.baseUrl);
  await live.qualifications.check({ locationId: 'LOC380100000993' });
  await live.qualifications.check({ locationId: 'LOC380100000993' });
  const [first, second] = await readConversation(folder);
  expect(first?.request.body).toEqual(second?.request.body);
  const { locationId } = first?.request.body as { locationId: string };
  expect(first?.answer.json).toMatchObject({ response: { location: { id: locationId } } });
});

test('a call that was made twice gets both answers in their order, and then the last one', async () => {
  const live = octaneAt(recorder.baseUrl);
  const custReqDate = '2026-03-02T00:00:00Z';
  expect((await live.orders.list({ custNo: 100001 })).orders).toHaveLength(0);
  const orderId = await live.orders.create({ subOrderType: 'Suspend', custNo: 100001, custReqDate });
  expect((await live.orders.list({ custNo: 100001 })).orders).toHaveLength(1);
  const again = await replayed();
  expect((await again.orders.list({ custNo: 100001 })).orders).toHaveLength(0);
  const create = await again.orders.create({ subOrderType: 'Suspend', custNo: 100001, custReqDate });
  expect(create).toBe(orderId);
  expect((await again.orders.list({ custNo: 100001 })).orders).toMatchObject([{ orderId }]);
  expect((await again.orders.list({ custNo: 100001 })).orders).toMatchObject([{ orderId }]);
});

test('a call that was never made is not found', async () => {
  const again = await replayed();
  await expect(again.plans.list('123')).rejects.toMatchObject({ httpStatus: 404 });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkOctane } from '../../doctor/octane.ts';
import type { Check } from '../../doctor/check.ts';
import { reportOf } from '../../doctor/report.ts';
import type { Subject } from '../../doctor/trials.ts';
import { RunningClock } from '../../sandbox/clock.ts';
import { PERSONALITY_NAMES, type PersonalityName } from '../../sandbox/personalities/personalities.ts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { createOctane } from '../../octane/octane.ts';
import { readConfiguration, type Configuration } from '../../worker/configuration.ts';
import { activation } from '../sandbox/setup.ts';
import { configFor } from '../personality.ts';
import { withConfigFile } from './config-file.ts';

const CREDENTIALS = { username: 'octane-user', password: 'octane-password' };

let sandbox: Sandbox | undefined;
let webServer: Server | undefined;

afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
  webServer?.close();
  webServer = undefined;
});

async function startWith(personality: PersonalityName): Promise<string> {
  sandbox = await startSandbox({ clock: new RunningClock({ speed: 1 }), personality, ...CREDENTIALS });
  return sandbox.baseUrl;
}

function configurationFor(baseUrl: string, file: string): Configuration {
  return readConfiguration({
    NBN_CONFIG: file,
    OCTANE_BASE_URL: baseUrl,
    OCTANE_USERNAME: CREDENTIALS.username,
    OCTANE_PASSWORD: CREDENTIALS.password,
    OCTANE_REQUESTS_PER_SECOND: '500',
  });
}

/** What the doctor finds at an Octane with this configuration. */
async function examined(baseUrl: string, config: object, subject: Subject = {}): Promise<Check[]> {
  return withConfigFile(config, (file) => checkOctane(configurationFor(baseUrl, file), { groupNo: '123', ...subject }));
}

/** An order with a visit, so that everything there is to read is there. */
async function orderWithVisit(personality: PersonalityName): Promise<string> {
  return withConfigFile(configFor(personality), async (file) => {
    const octane = createOctane(configurationFor(sandbox?.baseUrl ?? '', file).octane, () => undefined);
    const qualification = await octane.qualifications.check({ locationId: 'LOC380100000001' });
    const orderId = await octane.orders.create(activation(qualification, OWN.custNo));
    octane.close();
    return orderId;
  });
}

const OWN = { custNo: 100001, locationId: 'LOC380100000993' };
const READS = [
  ...['listPlans', 'getCustomer', 'listCustomers', 'listServices', 'getService', 'getOrder', 'listOrders'],
  ...['qualifyService', 'searchAddress', 'queryTimeslots', 'listAvailableTests'],
];

const named = (checks: Check[], name: string) => checks.find((check) => check.name === name);

test.each(PERSONALITY_NAMES)(
  'all that can be read of an Octane that is configured is well: %s',
  async (personality) => {
    const baseUrl = await startWith(personality);
    const checks = await examined(baseUrl, configFor(personality), {
      ...OWN,
      orderId: await orderWithVisit(personality),
    });
    expect(checks.filter(({ verdict }) => verdict === 'bad')).toEqual([]);
    const tried = checks.filter(({ verdict }) => verdict !== 'notTried');
    expect(tried.map(({ name }) => name)).toEqual(READS);
    for (const check of tried) expect(check).toMatchObject({ httpStatus: 200, took: expect.any(Number) });
  },
);

test('an Octane that differs, and is not configured, is told operation by operation and word by word', async () => {
  const baseUrl = await startWith('variant');
  const checks = await examined(baseUrl, {}, { ...OWN, orderId: await orderWithVisit('variant') });
  expect(named(checks, 'listPlans')).toMatchObject({ verdict: 'bad', httpStatus: 404 });
  const { findings = [] } = named(checks, 'getOrder') ?? {};
  expect(findings.join('\n')).toMatch(/timeZone in NBN_CONFIG/);
  expect(findings.join('\n')).toMatch(/"Lodged", a word that is not mapped/);
  expect(named(checks, 'getService')).toMatchObject({ verdict: 'notTried' });
});

test('a web server that answers everything with a page is no Octane', async () => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!DOCTYPE html><html><body>It works!</body></html>');
  });
  webServer = server.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  const checks = await examined(`http://127.0.0.1:${port}`, {}, { ...OWN, orderId: '1' });
  const tried = checks.filter(({ verdict }) => verdict !== 'notTried');
  expect(tried.length).toBeGreaterThan(5);
  for (const { verdict, findings } of tried) {
    expect(verdict).toBe('bad');
    expect(findings[0]).toMatch(/web page/);
  }
});

test('a wrong time zone is seen in the dates of an order', async () => {
  const baseUrl = await startWith('variant');
  const config = { ...configFor('variant'), timeZone: 'America/New_York' };
  const checks = await examined(baseUrl, config, { ...OWN, orderId: await orderWithVisit('variant') });
  expect(named(checks, 'getOrder')).toMatchObject({
    verdict: 'bad',
    findings: expect.arrayContaining([expect.stringMatching(/in the future/)]),
  });
});

test('nothing is placed, booked or changed', async () => {
  const baseUrl = await startWith('standard');
  const orderId = await orderWithVisit('standard');
  const before = sandbox?.records.orders().length;
  await examined(baseUrl, {}, { ...OWN, orderId });
  expect(sandbox?.records.orders()).toHaveLength(before ?? 0);
  for (const operation of [
    'updateCustomer',
    'addCustomer',
    'bookAppointment',
    'cancelOrder',
    'createEnquiry',
    'sendWelcomeEmail',
  ] as const)
    expect(sandbox?.records.calls.of(operation)).toBe(0);
});

test('the report names nobody, and has no credentials', async () => {
  const baseUrl = await startWith('standard');
  const checks = await examined(baseUrl, {}, { ...OWN, orderId: await orderWithVisit('standard') });
  const customer = sandbox?.records.customer(OWN.custNo);
  const report = reportOf(checks) + JSON.stringify(checks);
  const secrets = [
    CREDENTIALS.password,
    customer?.customerIdentity.customerSurname,
    customer?.address.addressLine1,
    ...(customer?.contactMedium ?? []).map(({ contactDestination }) => contactDestination),
  ].flatMap((secret) => secret ?? []);
  expect(secrets.length).toBeGreaterThan(3);
  for (const secret of secrets) expect(report).not.toContain(secret);
});

test('what cannot be tried without changing something is listed as such', async () => {
  const checks = await examined(await startWith('standard'), {}, OWN);
  expect(named(checks, 'createActivationOrder')).toMatchObject({ verdict: 'notTried' });
  expect(named(checks, 'getOrder')).toMatchObject({ findings: ['Not tried: it needs --orderId.'] });
});

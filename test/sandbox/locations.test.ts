import { ntdGenerationOf } from '../../octane/qualifications.ts';
import { activation, failureOf, portsOf, setUp, type Setup } from './setup.ts';

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

const check = (locationId: string) => setup.octane.qualifications.check({ locationId });
const FREE = ['Not Used', 'Not Used', 'Not Used', 'Not Used'];
const USED = ['Used', 'Used', 'Used', 'Used'];

test("everything is derived from the location's digits, as in the vendor's test data", async () => {
  const qualification = await check('LOC380100000995');
  expect(qualification).toMatchObject({
    location: {
      id: 'LOC380100000995',
      streetNumber: '995',
      gpsLatitude: '-33.38010995',
      gpsLongitude: '151.38010995',
      technologyType: 'FTTP',
      serviceClass: '3',
    },
    product: { productResult: 'Pass' },
    infrastructures: [{ id: 'NTD380100010995', installOptions: ['nbn-no-action'] }],
    dateSubmitted: '02-03-2026',
  });
  const { remoteOrderId, qualificationSearchId, remoteQualificationSearchId } = qualification;
  expect(new Set([remoteOrderId, qualificationSearchId, remoteQualificationSearchId]).size).toBe(3);
});

test.each([
  ['LOC380100000990', FREE],
  ['LOC380100000997', FREE],
  ['LOC380100000998', ['Used', 'Not Used', 'Not Used', 'Not Used']],
  ['LOC380100000999', USED],
])('the ports of %s', async (locationId, ports) => {
  expect(portsOf(await check(locationId))).toEqual(ports);
});

test('a used port names its fee and product instance, and a full NTD offers another', async () => {
  const { infrastructures } = await check('LOC380100000999');
  expect(infrastructures?.[0]?.ntdPort?.[0]).toMatchObject({
    fee: { type: 'SERVICE_TRANSFER_FEE', chargeAmount: 5.5 },
    referencedData: { productInstanceId: 'PRI380100110999' },
  });
  expect(infrastructures?.[1]).toEqual({ id: 'SUBSEQUENT_INSTALL', installOptions: ['nbn-tech'] });
});

test('nothing built yet, and not serviceable', async () => {
  const planned = await check('LOC380100000001');
  expect(planned.location?.serviceClass).toBe('1');
  expect(planned.infrastructures).toEqual([{ id: 'NEW_INFRASTRUCTURE', installOptions: ['nbn-tech'] }]);
  const unserviceable = await check('LOC380100000000');
  expect(unserviceable).toMatchObject({ location: { serviceClass: '0' }, product: { productResult: 'Fail' } });
  const failure = await failureOf(setup.octane.orders.create(activation(unserviceable, 100001)));
  expect(failure.message).toContain('The location is not serviceable');
  expect((await failureOf(check('LOC1'))).message).toContain('twelve digits');
});

test('a second NTD', async () => {
  const qualification = await check('LOC380100000999');
  const infrastructure = { infrastructureID: 'SUBSEQUENT_INSTALL', installOption: 'nbn-tech' };
  await setup.octane.orders.create(activation(qualification, 100001, { infrastructure }));
  setup.clock.advance('3 days');
  const after = await check('LOC380100000999');
  expect(after.infrastructures?.map(({ id }) => id)).toEqual(['NTD380100010999', 'NTD380100020999']);
  expect(portsOf(after)).toEqual([...USED, 'Used', 'Not Used', 'Not Used', 'Not Used']);
});

test('a transfer between two customers of ours disconnects the losing service', async () => {
  const key = { groupNo: '123', custNo: 100001, lineSeqNo: 1 };
  const { address } = await setup.octane.services.get(key);
  const qualification = await check(address?.addressID ?? '');
  const { infrastructure } = activation(qualification, 100002);
  await setup.octane.orders.create({
    ...activation(qualification, 100002),
    subOrderType: 'Transfer',
    infrastructure: { ...infrastructure, transferWaiverAccepted: true },
  });
  setup.clock.advance('8 h');
  expect((await setup.octane.services.get(key)).instance?.[0]?.status).toBe('Disconnected');
  expect((await setup.octane.services.get({ ...key, custNo: 100002, lineSeqNo: 2 })).instance?.[0]?.status).toBe(
    'Active',
  );
  expect(portsOf(await check(address?.addressID ?? ''))[0]).toBe('Used');
});

test('a rejected activation leaves no service behind', async () => {
  await setup.octane.orders.create(activation(await check('LOC380100000995'), 990001));
  setup.clock.advance('6 h');
  const [, line2] = await setup.octane.services.list({ groupNo: '123', custNo: 990001 });
  expect(line2?.instance?.[0]?.status).toBe('Cancelled');
  expect(portsOf(await check('LOC380100000995'))).toEqual(FREE);
});

describe('a location of every service class', () => {
  test.each([
    ['LOC380100007010', 'FTTP', '1', 'NEW_INFRASTRUCTURE', 'nbn-tech'],
    ['LOC380100007020', 'FTTP', '2', 'NEW_INFRASTRUCTURE', 'nbn-tech'],
    ['LOC380100007030', 'FTTP', '3', 'NTD380100017030', 'nbn-no-action'],
    ['LOC380100007050', 'FW', '5', 'NEW_INFRASTRUCTURE', 'nbn-tech'],
    ['LOC380100007060', 'FW', '6', 'NTD380100017060', 'nbn-no-action'],
    ['LOC380100007110', 'FTTN', '11', 'NEW_INFRASTRUCTURE', 'nbn-tech'],
    ['LOC380100007120', 'FTTN', '12', 'CPI380100017120', 'nbn-tech'],
    ['LOC380100007130', 'FTTN', '13', 'CPI380100017130', 'nbn-no-action'],
    ['LOC380100007210', 'HFC', '21', 'NEW_INFRASTRUCTURE', 'nbn-tech'],
    ['LOC380100007240', 'HFC', '24', 'NTD380100017240', 'nbn-no-action'],
    ['LOC380100007340', 'FTTC', '34', 'CPI380100017340', 'nbn-no-action'],
  ])('%s: %s %s', async (locationId, technologyType, serviceClass, id, installOption) => {
    const { location, product, infrastructures } = await check(locationId);
    expect(location).toMatchObject({ technologyType, serviceClass });
    expect(product?.productResult).toBe('Pass');
    expect(infrastructures).toMatchObject([{ id, installOptions: [installOption] }]);
    expect(setup.deviations).toEqual([]);
  });

  test.each(['7000', '7040', '7100', '7200', '7300'])('house %s is only planned', async (house) => {
    expect(await check(`LOC38010000${house}`)).toMatchObject({
      product: { productResult: 'Fail', availablePlans: [] },
      infrastructures: [],
    });
  });

  test('a house number of no service class is an ordinary one', async () => {
    expect((await check('LOC380100007990')).location?.serviceClass).toBe('3');
  });

  test.each([
    ['LOC380100007010', '3'],
    ['LOC380100007110', '13'],
    ['LOC380100007120', '13'],
    ['LOC380100007210', '24'],
    ['LOC380100007050', '6'],
  ])('%s is of class %s once somebody is connected', async (locationId, serviceClass) => {
    const request = activation(await check(locationId), 100001, { planNo: 1001 });
    const orderId = await setup.octane.orders.create(request);
    setup.clock.advance('3 days');
    expect((await setup.octane.orders.get(orderId)).orderStatus).toBe('Completed');
    const after = await check(locationId);
    expect(after.location?.serviceClass).toBe(serviceClass);
    const [infrastructure] = after.infrastructures ?? [];
    expect(infrastructure?.ntdPort?.[0]?.status ?? infrastructure?.serviceStatus).toMatch(/^(Used|Line In Use)$/);
    const service = await setup.octane.services.get({ groupNo: '123', custNo: 100001, lineSeqNo: 2 });
    expect(service.nbnService?.infrastructureId).toBe(infrastructure?.id);
  });
});

describe('a copper line', () => {
  const LINE = { installOption: 'nbn-no-action' };
  const order = async (locationId: string, changes: Partial<ReturnType<typeof activation>>) =>
    setup.octane.orders.create(activation(await check(locationId), 100001, { planNo: 1001, ...changes }));

  test('that is free takes a New', async () => {
    expect((await check('LOC380100007130')).infrastructures?.[0]).toMatchObject({ serviceStatus: 'Line Not In Use' });
    const infrastructure = { ...LINE, infrastructureID: 'CPI380100017130' };
    const takeOver = { ...infrastructure, transferWaiverAccepted: true };
    const refused = order('LOC380100007130', { subOrderType: 'Transfer', infrastructure: takeOver });
    expect((await failureOf(refused)).message).toContain('Not in use');
    const withPort = order('LOC380100007130', { infrastructure: { ...infrastructure, portID: '1' } });
    expect((await failureOf(withPort)).message).toContain('Only with an existing NTD');
    expect(await order('LOC380100007130', { infrastructure })).toBe('5000001');
  });

  test('that is in use takes a Transfer', async () => {
    expect((await check('LOC380100007348')).infrastructures?.[0]).toMatchObject({ serviceStatus: 'Line In Use' });
    const infrastructure = { ...LINE, infrastructureID: 'CPI380100017348', transferWaiverAccepted: true };
    expect((await failureOf(order('LOC380100007348', { infrastructure }))).message).toContain('place a Transfer');
    expect(await order('LOC380100007348', { subOrderType: 'Transfer', infrastructure })).toBe('5000001');
  });

  test('with a service from before nbn takes a Transition', async () => {
    const [line] = (await check('LOC380100007139')).infrastructures ?? [];
    expect(line).toEqual({
      id: 'CPI380100017139',
      copperPairStatus: 'Active',
      installOptions: ['nbn-no-action'],
    });
    const infrastructure = { ...LINE, infrastructureID: 'CPI380100017139' };
    for (const subOrderType of ['New', 'Transfer'] as const)
      expect((await failureOf(order('LOC380100007139', { subOrderType, infrastructure }))).message).toContain(
        'place a Transition',
      );
    const transition = (more: object) =>
      order('LOC380100007139', { subOrderType: 'Transition', infrastructure: { ...infrastructure, ...more } });
    expect((await failureOf(transition({}))).message).toContain('potsWaiverAccepted');
    expect(await transition({ csn: '0390000000' })).toBe('5000001');
    expect(await transition({ potsWaiverAccepted: true })).toBe('5000002');
    setup.clock.advance('8 h');
    expect((await check('LOC380100007139')).infrastructures?.[0]?.serviceStatus).toBe('Line In Use');
  });
});

test('where nothing is free, another line or NTD is on offer', async () => {
  for (const locationId of ['LOC380100007138', 'LOC380100007248'])
    expect((await check(locationId)).infrastructures?.at(-1)?.id).toBe('SUBSEQUENT_INSTALL');
});

describe('a plan above 1000 Mbps', () => {
  const FAST = { planNo: 1005 };
  const generationOf = async (locationId: string) => {
    const [infrastructure] = (await check(locationId)).infrastructures ?? [];
    return [infrastructure?.ntdType, infrastructure?.ntdVersion, infrastructure && ntdGenerationOf(infrastructure)];
  };
  const activate = async (locationId: string) =>
    setup.octane.orders.create(activation(await check(locationId), 100001, FAST));

  test('cannot be activated on an NTD of the first generation, but changed to, which swaps the NTD', async () => {
    const locationId = 'LOC380100000995';
    expect(await generationOf(locationId)).toEqual(['INTERNAL', 'V1', 1]);
    expect((await failureOf(activate(locationId))).message).toContain('first-generation');
    // 990018 has no other active service, so the change is for the new one.
    await setup.octane.orders.create(activation(await check(locationId), 990018));
    setup.clock.advance('8 h');
    await setup.place({ subOrderType: 'PlanChange', custNo: 990018, ...FAST });
    setup.clock.advance('3 h');
    const service = await setup.octane.services.get({ groupNo: '123', custNo: 990018, lineSeqNo: 2 });
    expect(service.serviceAgreement?.planNo).toBe(1005);
    expect(await generationOf(locationId)).toEqual(['4_PORT', 'V4', 2]);
  });

  test('can be activated on one of the second generation, also on one that is yet to be built', async () => {
    expect(await generationOf('LOC380100008030')).toEqual(['4_PORT', 'V4', 2]);
    expect(await generationOf('LOC380100008240')).toEqual(['NTD_2.5', 'V2', 2]);
    for (const locationId of ['LOC380100008030', 'LOC380100008240', 'LOC380100000001']) await activate(locationId);
    setup.clock.advance('3 days');
    expect(await generationOf('LOC380100000001')).toEqual(['4_PORT', 'V4', 2]);
  });

  test('is not available on copper, and neither is any that is too fast for it', async () => {
    const { product } = await check('LOC380100007130');
    expect(product?.availablePlans).toEqual(['Home Fast 50/20', 'Home Fast 100/20', 'Home Fast 25/10']);
    expect((await failureOf(activate('LOC380100007130'))).message).toContain('Not available on FTTN');
    expect((await check('LOC380100000995')).product?.availablePlans).toContain('Home Hyperfast 2000/100');
  });
});

test('a port that is free at the first qualification only', async () => {
  const first = await check('LOC380100000002');
  expect(portsOf(first)).toEqual(FREE);
  expect(portsOf(await check('LOC380100000002'))).toEqual(['Used', 'Not Used', 'Not Used', 'Not Used']);
  expect((await failureOf(setup.octane.orders.create(activation(first, 100001)))).message).toContain('In use');
  await setup.octane.orders.create(activation(first, 100001, { port: '2' }));
});

describe('a search for an address', () => {
  const idsFor = async (address: string) =>
    (await setup.octane.addresses.search(address)).map(({ locationId }) => locationId);

  test.each([
    ['7110 Sample Street, Sampleton VIC 3999', ['LOC380100007110']],
    ['3 / 995 sample st', ['LOC380100030995']],
    ['Sample Street, Sampleton', ['LOC380100000995', 'LOC380100000998', 'LOC380100000999']],
    ['7 Wattle Grove, Kew', []],
  ])('%s', async (address, locationIds) => {
    expect(await idsFor(address)).toEqual(locationIds);
  });

  test('tells the address of what it finds', async () => {
    const [found] = await setup.octane.addresses.search('995 Sample Street');
    expect(found?.address).toMatchObject({ streetNoFrom: '995', suburb: 'Sampleton', state: 'VIC' });
    expect(setup.deviations).toEqual([]);
  });
});

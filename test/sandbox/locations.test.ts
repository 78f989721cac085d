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
  setup.clock.advance('8 h');
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

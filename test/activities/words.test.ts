import { Client, Connection } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { enquiryActivities } from '../../activities/enquiries.ts';
import { infrastructureActivities } from '../../activities/infrastructure.ts';
import { qualificationActivities } from '../../activities/qualification.ts';
import { serviceActivities } from '../../activities/services.ts';
import { FLOW_TABLE } from '../../contract/flows.ts';
import type { WordSettings } from '../../octane/words.ts';
import { NO_VISIBILITY } from '../no-visibility.ts';
import { answerJson } from '../octane/misbehaving-server.ts';
import { CUSTOMER, setUp, type Setup } from '../octane/setup.ts';

/*
 * What becomes of words that are not mapped, and of those that are configured.
 */

let setup: Setup;
beforeAll(async () => {
  setup = await setUp();
});
afterAll(() => setup.close());

const client = new Client({ connection: Connection.lazy() });

function run<Result>(activity: () => Promise<Result>): Promise<Result> {
  const info = { currentAttemptScheduledTimestampMs: Date.now() };
  return new MockActivityEnvironment(info, { client, logger: new DefaultLogger('ERROR') }).run(activity);
}

describe('a service', () => {
  const service = (lineSeqNo: number, instance: object, more: object = {}) => ({
    custNo: CUSTOMER.custNo,
    lineSeqNo,
    usageType: 'NBN',
    instance: [instance],
    ...more,
  });

  /** What findService says of the customer's services, for an order of a flow. */
  function find(services: object[], flow: 'suspend' | 'unshape', words: WordSettings = {}, line: object = {}) {
    setup.server.behave(answerJson({ services }));
    const { findService } = serviceActivities(setup.connect({ words }), { executions: NO_VISIBILITY });
    return run(() => findService({ ...CUSTOMER, ...line, from: FLOW_TABLE[flow].from, goal: FLOW_TABLE[flow].goal }));
  }

  const found = (lineSeqNo: number) => ({ lineSeqNo, already: false });
  const notUnderstood = (...phrases: string[]) => ({
    type: 'OctaneUnexpectedAnswer',
    nonRetryable: true,
    message: expect.stringMatching(phrases.join('.*')),
  });

  test('is active when it is "In Service"', async () => {
    expect(await find([service(1, { status: 'In Service' })], 'suspend')).toEqual(found(1));
  });

  test('of a status that is not mapped is named, and how to map it', async () => {
    await expect(find([service(1, { status: 'Humming' })], 'suspend')).rejects.toMatchObject(
      notUnderstood('line 1', 'status "Humming"', 'words.serviceStatuses in NBN_CONFIG'),
    );
  });

  test('of a status that is configured is found', async () => {
    const words = { serviceStatuses: { humming: 'active' } } as const;
    expect(await find([service(1, { status: 'HUMMING' })], 'suspend', words)).toEqual(found(1));
  });

  test('beside which there is one that is not understood may be the wrong one', async () => {
    const services = [service(1, { status: 'Active' }), service(2, { status: 'Humming' })];
    await expect(find(services, 'suspend')).rejects.toMatchObject(notUnderstood('line 2', 'Humming'));
    expect(await find(services, 'suspend', {}, { lineSeqNo: 1, namesLine: true })).toEqual(found(1));
  });

  test('of several is the line that is asked for, where a field of the change order is configured for it', async () => {
    const services = [service(1, { status: 'Active' }), service(2, { status: 'Active' })];
    await expect(find(services, 'suspend', {}, { lineSeqNo: 2 })).rejects.toMatchObject({
      message: expect.stringContaining("Octane's order cannot say which"),
    });
    setup.server.behave(answerJson({ services }));
    const octane = setup.connect({ operations: { createModificationOrder: { serviceField: 'service.lineSeqNo' } } });
    const { findService } = serviceActivities(octane, { executions: NO_VISIBILITY });
    const { from, goal } = FLOW_TABLE.suspend;
    expect(await run(() => findService({ ...CUSTOMER, lineSeqNo: 2, from, goal }))).toEqual(found(2));
  });

  test('whose extra is not mapped is not taken for unshaped', async () => {
    const limited = [service(1, { status: 'Active', statusExtra: 'Speed limited' })];
    await expect(find(limited, 'unshape')).rejects.toMatchObject(
      notUnderstood('statusExtra "Speed limited"', 'words.serviceStatusExtras'),
    );
    const words = { serviceStatusExtras: { 'Speed Limited': 'shaped' } } as const;
    expect(await find(limited, 'unshape', words)).toEqual(found(1));
    // What does not matter to an order does not stop it.
    expect(await find(limited, 'suspend')).toEqual(found(1));
  });

  test('is as its latest instance by date, wherever that stands', async () => {
    const instance = [
      { status: 'Active', dateAdded: '2026-05-01T00:00:00Z' },
      { status: 'Disconnected', dateAdded: '2024-05-01T00:00:00Z' },
    ];
    expect(await find([service(1, {}, { instance })], 'suspend')).toEqual(found(1));
    expect(await find([service(1, {}, { instance: instance.toReversed() })], 'suspend')).toEqual(found(1));
  });

  test('for a mobile, with an nbn block in which there is nothing, is none of nbn', async () => {
    const nbnService = { technologyType: null, avcIdData: null, isNfas: null };
    const mobile = service(2, { status: 'Active' }, { usageType: 'MOBILE', nbnService });
    expect(await find([service(1, { status: 'Active' }), mobile], 'suspend')).toEqual(found(1));
  });

  test('of a usage that is not mapped is named when there is no other', async () => {
    const other = service(1, { status: 'Active' }, { usageType: 'Fixed Data' });
    await expect(find([other], 'suspend')).rejects.toMatchObject(
      notUnderstood('usageType "Fixed Data"', 'words.usageTypes'),
    );
    expect(await find([other], 'suspend', { usageTypes: { 'fixed data': 'NBN' } })).toEqual(found(1));
    expect(await find([other, service(2, { status: 'Active' })], 'suspend')).toEqual(found(2));
  });
});

describe('a qualification', () => {
  const KEY = { remoteQualificationSearchId: 'r', qualificationSearchId: 'q', remoteOrderId: 'o' };

  async function choose(
    infrastructures: object[],
    words: WordSettings = {},
    product: object = { productResult: 'Pass' },
  ) {
    setup.server.behave(
      answerJson({ response: { ...KEY, location: { serviceClass: '3' }, product, infrastructures } }),
    );
    const activities = qualificationActivities(setup.connect({ words }), { qualificationFreshness: 60_000 });
    const location = await run(() => activities.qualifyService({ locationId: 'LOC1' }));
    return run(() => infrastructureActivities.chooseInfrastructure({ location }));
  }

  const ntd = (...statuses: (string | undefined)[]) => [
    {
      id: 'NTD1',
      installOptions: ['x'],
      ntdPort: statuses.map((status, index) => ({ portId: String(index + 1), status })),
    },
    { id: 'SUBSEQUENT_INSTALL', installOptions: ['x'] },
  ];
  const line = (status: object) => [{ id: 'CPI1', installOptions: ['x'], ...status }];

  test.each(['In Use', 'IN_USE', 'used'])('has a port that is not free: %s', async (status) => {
    await expect(choose(ntd(status))).rejects.toMatchObject({ message: expect.stringContaining('transferWaiver') });
    expect(await choose(ntd(status, 'Free'))).toMatchObject({ infrastructure: { portID: '2' } });
  });

  test.each(['Zugewiesen', undefined])('has a port that is neither free nor used: %s', async (status) => {
    const error = { type: 'OctaneUnexpectedAnswer', message: expect.stringContaining('port 1 of NTD1') };
    await expect(choose(ntd(status))).rejects.toMatchObject(error);
    expect(await choose(ntd(status, 'Available'))).toMatchObject({ infrastructure: { portID: '2' } });
  });

  test('has a port in words that are configured', async () => {
    const words = { portStates: { zugewiesen: 'used', frei: 'free' } } as const;
    expect(await choose(ntd('Zugewiesen', 'frei'), words)).toMatchObject({ infrastructure: { portID: '2' } });
  });

  test('names the word of a port that is not mapped, and how to map it', async () => {
    const message = expect.stringMatching(/"Zugewiesen".*words\.portStates in NBN_CONFIG/);
    await expect(choose(ntd('Zugewiesen'))).rejects.toMatchObject({ message });
  });

  test('has a line that is used, free, or not understood', async () => {
    await expect(choose(line({ serviceStatus: 'In Use' }))).rejects.toMatchObject({
      message: expect.stringContaining('transferWaiver'),
    });
    expect(await choose(line({ serviceStatus: 'Line Not In Use' }))).toMatchObject({ subOrderType: 'New' });
    await expect(choose(line({ serviceStatus: 'Belegt' }))).rejects.toMatchObject({
      message: expect.stringMatching(/serviceStatus "Belegt".*words\.lineStates/),
    });
  });

  test('whose result is not mapped is no success', async () => {
    await expect(choose(ntd('Free'), {}, { productResult: 'Maybe' })).rejects.toMatchObject({
      message: expect.stringMatching(/productResult "Maybe".*words\.qualificationResults/),
    });
    await expect(choose(ntd('Free'), {}, { productResult: 'FAILED' })).rejects.toMatchObject({ type: 'OrderRejected' });
  });
});

describe('an enquiry', () => {
  function follow(status: string, words: WordSettings = {}) {
    setup.server.behave(answerJson({ enquiryId: 'E1', status }));
    const { followEnquiry } = enquiryActivities(setup.connect({ words }), { pollInterval: 1000 });
    return run(() => followEnquiry({ enquiryId: 'E1' }));
  }

  test('is done when it is "Finished"', async () => {
    expect(await follow('Finished')).toMatchObject({ state: 'completed' });
  });

  test('of a status that is not mapped is polled, and says how to map it', async () => {
    await expect(follow('Fertig')).rejects.toMatchObject({
      nonRetryable: false,
      message: expect.stringMatching(/"Fertig".*words\.enquiryStatuses in NBN_CONFIG/),
    });
    expect(await follow('Fertig', { enquiryStatuses: { fertig: 'completed' } })).toMatchObject({ state: 'completed' });
  });
});

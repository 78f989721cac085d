import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '../../worker/configuration.ts';

const ENVIRONMENT = {
  OCTANE_BASE_URL: 'http://127.0.0.1:8480/tiab/api',
  OCTANE_USERNAME: 'dev',
  OCTANE_PASSWORD: 'dev',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nbn-orders-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The settings of a worker with this file for NBN_CONFIG. */
async function settingsOf(content: object) {
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify(content));
  return readConfiguration({ ...ENVIRONMENT, NBN_CONFIG: file }).octane;
}

test.each(['http://somebody:hunter2@127.0.0.1/tiab/api', 'https://somebody@octane.example/tiab/api'])(
  'a user or password in OCTANE_BASE_URL is refused, and not repeated: %s',
  (OCTANE_BASE_URL) => {
    const read = () => readConfiguration({ ...ENVIRONMENT, OCTANE_BASE_URL });
    expect(read).toThrow('OCTANE_BASE_URL: must have no user or password in it');
    expect(read).not.toThrow(/somebody|hunter2/);
  },
);

test('the password may come from a file, whose line end is no part of it', async () => {
  const OCTANE_PASSWORD_FILE = join(folder, 'password');
  await writeFile(OCTANE_PASSWORD_FILE, ' secret \n');
  const { OCTANE_PASSWORD, ...others } = ENVIRONMENT;
  expect(readConfiguration({ ...others, OCTANE_PASSWORD_FILE }).octane.password).toBe(' secret ');
  const both = () => readConfiguration({ ...others, OCTANE_PASSWORD, OCTANE_PASSWORD_FILE });
  expect(both).toThrow('OCTANE_PASSWORD_FILE: is given beside OCTANE_PASSWORD; keep one of them');
});

test('a file for the password that cannot be read is named', () => {
  const { OCTANE_PASSWORD, ...others } = ENVIRONMENT;
  expect(OCTANE_PASSWORD).toBe('dev');
  const read = () => readConfiguration({ ...others, OCTANE_PASSWORD_FILE: join(folder, 'no-such-file') });
  expect(read).toThrow(/OCTANE_PASSWORD_FILE: .*no-such-file cannot be read/);
});

test('a wrong OCTANE_BASE_URL is refused', () => {
  const read = () => readConfiguration({ ...ENVIRONMENT, OCTANE_BASE_URL: 'octane' });
  expect(read).toThrow('must be an http or https URL');
});

test('the time zone of Octane’s dates can be set', async () => {
  expect(await settingsOf({ timeZone: 'Australia/Sydney' })).toMatchObject({ timeZone: 'Australia/Sydney' });
  expect((await settingsOf({})).timeZone).toBeUndefined();
});

test.each(['Sydney', 'AEST+10', '', '+11:00'])('a time zone that there is not is refused: "%s"', async (timeZone) => {
  await expect(settingsOf({ timeZone })).rejects.toThrow('must be an IANA time zone');
});

describe('the file that NBN_CONFIG names', () => {
  test('has every wrong key named, with the nearest right one', async () => {
    const wrong = settingsOf({
      operations: {
        listPlan: {},
        listOrders: { itmes: 'data', query: { custNo: 'c' }, path: '/orders/{group}' },
        getOrder: { items: 'data' },
        createModificationOrder: { method: 'GET' },
      },
      words: { serviceStatus: {}, portStates: { Busy: 'usd' } },
      statuses: [{ orderStatus: 'Parked', stat: 'held' }],
      timezone: 'Australia/Sydney',
    });
    for (const phrase of [
      'operations.listPlan: is not known here; did you mean "listPlans"?',
      'operations.listOrders.itmes: is not known here; did you mean "items"?',
      'operations.listOrders.query.custNo: is not known here; did you mean "custno"?',
      'operations.listOrders.path: names {group}; known here: custno',
      'operations.getOrder.items: is not known here',
      'operations.createModificationOrder.method: must be one of POST, PUT, PATCH, DELETE',
      'words.serviceStatus: is not known here; did you mean "serviceStatuses"?',
      'words.portStates.Busy: must be one of used, free',
      'statuses.0.stat: is not known here; did you mean "state"?',
      'timezone: is not known here; did you mean "timeZone"?',
    ]) {
      await expect(wrong).rejects.toThrow(phrase);
    }
  });

  test('may say a path in short, but not twice', async () => {
    const path = '/v1/customer/{custno}/orders';
    expect(await settingsOf({ paths: { listOrders: path } })).toMatchObject({ operations: { listOrders: { path } } });
    const operations = { listOrders: { path, items: 'data.list' } };
    expect(await settingsOf({ operations })).toMatchObject({ operations });
    expect(
      await settingsOf({ operations: { listOrders: { items: 'data' } }, paths: { listOrders: path } }),
    ).toMatchObject({
      operations: { listOrders: { items: 'data', path } },
    });
    await expect(settingsOf({ operations, paths: { listOrders: path } })).rejects.toThrow(
      'paths.listOrders: is said in operations.listOrders.path too',
    );
  });

  test('may say what the watcher’s query is called in one of two places', async () => {
    const watch = { interval: '5m', groups: ['123'], query: { page: 'pageNo' } };
    expect(await settingsOf({ watch })).toMatchObject({ operations: { listOrders: { query: { page: 'pageNo' } } } });
    const operations = { listOrders: { query: { page: 'p' } } };
    await expect(settingsOf({ watch, operations })).rejects.toThrow('watch.query.page: is said in');
  });

  test('has no watcher of a list of orders that is one customer’s', async () => {
    const watch = { interval: '5m', groups: ['123'] };
    const paths = { listOrders: '/v1/customer/{custno}/orders' };
    await expect(settingsOf({ watch, paths })).rejects.toThrow('has no group to watch');
  });

  test('may name its JSON Schema, for editors', async () => {
    await settingsOf({ $schema: './nbn-config.schema.json' });
  });
});

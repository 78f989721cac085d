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

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '../../worker/configuration.ts';
import { newSecret } from './receiver.ts';

let folder: string;
let secretFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nbn-orders-'));
  secretFile = join(folder, 'secret');
  await writeFile(secretFile, `${newSecret()}\r\n\n${newSecret()}\n`);
});

afterAll(() => rm(folder, { recursive: true }));

async function eventsOf(events: object) {
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify({ events }));
  return readConfiguration({
    OCTANE_BASE_URL: 'http://127.0.0.1:8480/tiab/api',
    OCTANE_USERNAME: 'dev',
    OCTANE_PASSWORD: 'dev',
    NBN_CONFIG: file,
  }).events;
}

const crm = (changes: object = {}) => ({ name: 'crm', url: 'https://crm.example.net/in', secretFile, ...changes });

test('receivers with all that can be said of them are taken', async () => {
  const { receivers, ordersUrl } = await eventsOf({
    receivers: [crm({ types: ['order.ended'] })],
    ordersUrl: 'https://orders.example.net/v1/orders/',
    allowedAddresses: ['10.0.0.0/8', 'fd00::/8', '127.0.0.1'],
  });
  expect(receivers).toHaveLength(1);
  expect(ordersUrl).toBe('https://orders.example.net/v1/orders');
});

test.each<[string, () => object, string]>([
  ['a name that no workflow id should have', () => crm({ name: 'The CRM' }), 'receivers.0.name: must be 1–32 of'],
  ['another protocol', () => crm({ url: 'ftp://crm.example.net' }), 'receivers.0.url: must be an http or https URL'],
  ['a password in the URL', () => crm({ url: 'https://a:hunter2@crm.example.net' }), 'no user or password in it'],
  ['plain HTTP to anywhere', () => crm({ url: 'http://crm.example.net' }), 'receivers.0.url: must be https, or have'],
  ['an unknown event', () => crm({ types: ['order.end'] }), 'receivers.0.types.0: must be one of order.stateChanged'],
  ['a field that there is not', () => crm({ secret: 'x' }), 'receivers.0.secret'],
])('a receiver with %s is refused', async (_, receiver, message) => {
  await expect(eventsOf({ receivers: [receiver()] })).rejects.toThrow(message);
  await expect(eventsOf({ receivers: [receiver()] })).rejects.not.toThrow('hunter2');
});

test('two receivers of one name are refused', async () => {
  await expect(eventsOf({ receivers: [crm(), crm()] })).rejects.toThrow('two receivers have the same name');
});

test.each(['10.0.0.0/33', 'example.net', '10.0.0', '10.0.0.0/8/8', ''])(
  'an address that is none is refused: "%s"',
  async (address) => {
    await expect(eventsOf({ allowedAddresses: [address] })).rejects.toThrow('must be an IP address or a network');
  },
);

test.each([
  ['is not there', undefined, 'cannot be read (ENOENT)'],
  ['is empty', '\n', 'has no secret'],
  ['has another kind of secret', 'hunter2hunter2hunter2hunter2hunter2', 'secret 1 in'],
  ['has a secret that is too short', `whsec_${randomBytes(10).toString('base64')}`, 'the Base64 of 24 to 64 bytes'],
  ['has too many', Array.from({ length: 6 }, newSecret).join('\n'), 'more than 5 secrets'],
])('a file of secrets that %s is named, and nothing of it is repeated', async (_, content, message) => {
  const file = join(folder, `secret-${randomBytes(4).toString('hex')}`);
  if (content !== undefined) await writeFile(file, content);
  const read = eventsOf({ receivers: [crm({ secretFile: file })] });
  await expect(read).rejects.toThrow(message);
  await expect(read).rejects.not.toThrow('hunter2');
});

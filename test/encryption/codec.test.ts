import { jest } from '@jest/globals';
import { defaultPayloadConverter, type Payload, type WorkflowSerializationContext } from '@temporalio/common';
import { CannotDecrypt, EncryptionCodec } from '../../temporal/encryption/codec.ts';
import { KeyRing } from '../../temporal/encryption/key-ring.ts';
import { KeysFile, newKey } from './keys-file.ts';

const SECRET = { givenNames: 'Jacqueline', phone: '0400 111 222' };
const OLD = newKey('2026-05');
const NEW = newKey('2026-11');

let file: KeysFile;

beforeEach(() => {
  file = new KeysFile(OLD);
});

afterEach(() => {
  file.remove();
});

function codec(): EncryptionCodec {
  return new EncryptionCodec(new KeyRing(file.path));
}

function of(workflowId: string): WorkflowSerializationContext {
  return { type: 'workflow', namespace: 'default', workflowId };
}

async function encode(by: EncryptionCodec, context?: WorkflowSerializationContext): Promise<Payload> {
  const [payload] = await by.encode([defaultPayloadConverter.toPayload(SECRET)], context);
  if (!payload) throw new Error('There is no payload');
  return payload;
}

async function read(by: EncryptionCodec, payload: Payload, context?: WorkflowSerializationContext): Promise<unknown> {
  const [decoded] = await by.decode([payload], context);
  return decoded && defaultPayloadConverter.fromPayload(decoded);
}

test('nothing of a payload can be read but the id of its key and its workflow', async () => {
  const payload = await encode(codec(), of('nbn-1'));
  const words = [...Object.values(payload.metadata ?? {}), payload.data ?? new Uint8Array()].map((bytes) =>
    Buffer.from(bytes).toString('latin1'),
  );
  expect(words.slice(0, -1)).toEqual(['binary/encrypted', '2026-05', 'nbn-1']);
  expect(words.join()).not.toMatch(/Jacqueline|0400|json/);
  expect(await read(codec(), payload, of('nbn-1'))).toEqual(SECRET);
});

test('the same payload is never encrypted to the same bytes twice', async () => {
  const by = codec();
  const all = await Promise.all(Array.from({ length: 100 }, () => encode(by)));
  expect(new Set(all.map(({ data }) => Buffer.from(data ?? []).toString('hex'))).size).toBe(100);
});

test('a payload without its workflow, as the Web UI has it, can be decrypted', async () => {
  expect(await read(codec(), await encode(codec(), of('nbn-1')))).toEqual(SECRET);
});

test('a payload that was moved to another workflow is not decrypted', async () => {
  const payload = await encode(codec(), of('nbn-1'));
  await expect(read(codec(), payload, of('nbn-2'))).rejects.toThrow(
    'A payload of the workflow nbn-2 was encrypted for nbn-1',
  );
  const relabelled = { ...payload, metadata: { ...payload.metadata, 'workflow-id': Buffer.from('nbn-2') } };
  await expect(read(codec(), relabelled, of('nbn-2'))).rejects.toThrow(CannotDecrypt);
  const unlabelled = { ...payload, metadata: { ...payload.metadata } };
  delete unlabelled.metadata['workflow-id'];
  await expect(read(codec(), unlabelled, of('nbn-2'))).rejects.toThrow(CannotDecrypt);
});

test.each(Array.from({ length: 5 }, (_, part) => part))(
  'a payload with a changed byte is not decrypted (%#)',
  async (part) => {
    const payload = await encode(codec());
    const data = Buffer.from(payload.data ?? []);
    const at = Math.floor((part * (data.length - 1)) / 4);
    data.writeUInt8(data.readUInt8(at) ^ 1, at);
    await expect(read(codec(), { ...payload, data })).rejects.toThrow('does not fit the key "2026-05"');
  },
);

test('a payload that is cut short is not decrypted', async () => {
  const payload = await encode(codec());
  for (const length of [0, 5, 12, 28]) {
    await expect(
      read(codec(), { ...payload, data: Buffer.from(payload.data ?? []).subarray(0, length) }),
    ).rejects.toThrow(CannotDecrypt);
  }
});

test('what is not encrypted passes, so orders of before and of starters without keys go on', async () => {
  expect(await read(codec(), defaultPayloadConverter.toPayload(SECRET))).toEqual(SECRET);
});

test('without keys nothing is encrypted, and an encrypted payload says what is missing', async () => {
  const without = new EncryptionCodec(undefined);
  expect(await encode(without)).toEqual(defaultPayloadConverter.toPayload(SECRET));
  await expect(read(without, await encode(codec()))).rejects.toThrow(
    'A payload is encrypted with the key "2026-05": NBN_ENCRYPTION_KEYS must name a file with it',
  );
});

test('a key that is not in the file is named', async () => {
  const payload = await encode(codec());
  file.write(NEW);
  await expect(read(codec(), payload)).rejects.toThrow(
    `A payload is encrypted with the key "2026-05", which ${file.path} does not have`,
  );
});

test('another key of the same id is told apart', async () => {
  const payload = await encode(codec());
  file.write(newKey('2026-05'));
  await expect(read(codec(), payload)).rejects.toThrow('two keys have this id');
});

test('while a key is changed, each process reads what each other one writes, without a restart', async () => {
  const one = codec();
  const other = codec();
  const before = await encode(one);
  file.write(OLD, NEW);
  const during = await encode(codec());
  file.write(NEW, OLD);
  const after = await encode(codec());
  expect([before, during, after].map(({ metadata }) => String(metadata?.['encryption-key-id']))).toEqual([
    '2026-05',
    '2026-05',
    '2026-11',
  ]);
  // These two have read neither change yet.
  for (const payload of [before, during, after]) {
    expect(await read(one, payload)).toEqual(SECRET);
    expect(await read(other, payload)).toEqual(SECRET);
  }
});

test.each([
  ['no key', [''], 'has no key'],
  ['a key that is too short', ['2026-11:c2hvcnQ='], 'line 1 of'],
  ['a key without an id', ['', newKey('')], 'line 2 of'],
  ['an id with a space', [newKey('of 2026')], 'is not an id, ":" and the Base64 of 32 bytes'],
  ['an id twice', [newKey('a'), newKey('a')], 'has two keys of one id'],
  ['more than 100 keys', Array.from({ length: 101 }, (_, index) => newKey(`k${index}`)), 'has more than 100 keys'],
])('a file with %s is refused with a message that holds nothing of a key', (_, lines, message) => {
  file.write(...lines);
  const error = new Error();
  try {
    new KeyRing(file.path);
  } catch (thrown) {
    Object.assign(error, { message: String(thrown) });
  }
  expect(error.message).toContain(message);
  expect(error.message).toContain(file.path);
  const secrets = lines.map((line) => line.split(':')[1] ?? '').filter((secret) => secret !== '');
  for (const secret of secrets) expect(error.message).not.toContain(secret);
});

test('a file that is missing is named', () => {
  expect(() => new KeyRing('/nowhere/keys')).toThrow('/nowhere/keys cannot be read (ENOENT)');
});

test('a changed file that is wrong is told, and the keys before it go on', () => {
  const keys = new KeyRing(file.path);
  const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
  file.write('nonsense');
  // A key that is not known has the file looked at.
  expect(keys.find('2026-11')).toBeUndefined();
  expect(warn.mock.calls).toEqual([[expect.stringContaining('the keys before it go on'), expect.anything()]]);
  warn.mockRestore();
  expect(keys.current.id).toBe('2026-05');
});

import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { answer } from './misbehaving-server.ts';
import { errorOf, setUp, SETTINGS, type Setup } from './setup.ts';

const ORDER = { orderId: 'Zoë' };
const TEXT = JSON.stringify(ORDER);

let setup: Setup;
beforeAll(async () => {
  setup = await setUp();
});
afterAll(() => setup.close());

const readWith = (body: Buffer, headers: Record<string, string>) => {
  setup.server.behave(answer(body, headers));
  return setup.octane.orders.get('A1');
};

test.each([
  { what: 'gzip', body: gzipSync(TEXT), encoding: 'gzip' },
  { what: 'gzip under its old name', body: gzipSync(TEXT), encoding: 'x-gzip' },
  { what: 'gzip that is declared as identity', body: gzipSync(TEXT), encoding: 'identity' },
  { what: 'nothing, though gzip is declared', body: Buffer.from(TEXT), encoding: 'GZIP' },
  { what: 'deflate', body: deflateSync(TEXT), encoding: 'deflate' },
  { what: 'deflate without a header', body: deflateRawSync(TEXT), encoding: 'deflate' },
  { what: 'br', body: brotliCompressSync(TEXT), encoding: 'br' },
  { what: 'two encodings', body: brotliCompressSync(gzipSync(TEXT)), encoding: 'gzip, br' },
])('an answer that is encoded with $what is read', async ({ body, encoding }) => {
  expect(await readWith(body, { 'content-encoding': encoding })).toEqual(ORDER);
});

test.each([
  { charset: 'ISO-8859-1', body: Buffer.from(TEXT, 'latin1') },
  { charset: '"windows-1252"', body: Buffer.from(TEXT, 'latin1') },
  { charset: 'utf-16', body: Buffer.from(TEXT, 'utf16le') },
  { charset: 'utf-16', body: Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16() },
  { charset: 'iso-8859-1', body: Buffer.from(`\uFEFF${TEXT}`) },
  { charset: 'of-our-own', body: Buffer.from(TEXT) },
])('an answer in the charset $charset is read', async ({ charset, body }) => {
  expect(await readWith(body, { 'content-type': `application/json; charset=${charset}` })).toEqual(ORDER);
});

test.each([
  { what: 'that was cut off', body: gzipSync(TEXT).subarray(0, -9) },
  { what: 'with broken bytes', body: Buffer.concat([gzipSync(TEXT).subarray(0, 12), Buffer.from('?????????????')]) },
])('gzip $what is no JSON', async ({ body }) => {
  const error = await errorOf(readWith(body, { 'content-encoding': 'gzip' }));
  expect(error).toMatchObject({ type: 'OctaneUnexpectedAnswer', retryable: true });
  expect(error.message).toContain('not JSON');
});

test.each([
  { encoding: 'gzip', compress: gzipSync },
  { encoding: 'br', compress: brotliCompressSync },
])(
  'the limit on the size of an answer holds for what $encoding makes of a few bytes',
  async ({ encoding, compress }) => {
    const bomb = compress(Buffer.alloc(50_000_000, ' '));
    expect(bomb.length).toBeLessThan(SETTINGS.maxAnswerBytes);
    const error = await errorOf(readWith(bomb, { 'content-encoding': encoding }));
    expect(error.message).toContain('sent more than 100000 bytes');
  },
);

test('an encoding that is not known is named, and nothing else that may be in its header', async () => {
  const error = await errorOf(readWith(Buffer.from(TEXT), { 'content-encoding': 'zstd <b>Jane Citizen of Kew</b>' }));
  expect(error).toMatchObject({ type: 'OctaneUnexpectedAnswer', outcome: 'unknown', retryable: true });
  expect(error.message).toContain('not known (zstd)');
});

import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

/** The content encodings that are read, as the header `Accept-Encoding` names them. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

export type Body =
  | {
      kind: 'read';
      /** undefined when the bytes are no text in the charset of the answer, or could not be decompressed. */
      text: string | undefined;
      /** The text parsed as JSON; undefined when it is none. Whole numbers that would lose digits are texts. */
      json: unknown;
    }
  | { kind: 'tooLarge' }
  | { kind: 'unknownEncoding'; encoding: string };

/** @param limit - Bytes that the body may have, once it is decompressed. */
export async function bodyOf(bytes: Buffer, headers: IncomingHttpHeaders, limit: number): Promise<Body> {
  let decoded: Buffer = bytes;
  for (const encoding of encodingsOf(bytes, headers)) {
    const decode = DECODERS.get(encoding);
    // The name is from outside, and ends up in a message.
    if (!decode) return { kind: 'unknownEncoding', encoding: /^[\w-]{1,20}/.exec(encoding)?.[0] ?? '?' };
    try {
      decoded = await decode(decoded, limit);
    } catch (error) {
      if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return { kind: 'tooLarge' };
      return { kind: 'read', text: undefined, json: undefined };
    }
  }
  const text = textOf(decoded, headers['content-type'] ?? '');
  return { kind: 'read', text, json: jsonOf(text) };
}

type Decode = (bytes: Buffer, limit: number) => Promise<Buffer>;

const ungzip: Decode = (bytes, maxOutputLength) =>
  // A proxy may have decompressed it, and left the header.
  isGzip(bytes) ? promisify(gunzip)(bytes, { maxOutputLength }) : Promise.resolve(bytes);

const DECODERS: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['gzip', ungzip],
  ['x-gzip', ungzip],
  ['br', (bytes, maxOutputLength) => promisify(brotliDecompress)(bytes, { maxOutputLength })],
  [
    'deflate',
    async (bytes, maxOutputLength) => {
      // Servers send it with and without the header of zlib.
      const decode = isZlib(bytes) ? inflate : inflateRaw;
      return promisify<Buffer, { maxOutputLength: number }, Buffer>(decode)(bytes, { maxOutputLength });
    },
  ],
]);

/** The last one that was applied first. A body of gzip's is one, header or no header. */
function encodingsOf(bytes: Buffer, headers: IncomingHttpHeaders): string[] {
  if (bytes.length === 0) return [];
  const declared = (headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity')
    .reverse();
  return declared.length === 0 && isGzip(bytes) ? ['gzip'] : declared;
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function isZlib(bytes: Buffer): boolean {
  return bytes.length >= 2 && ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}

/** The text in the charset that the answer declares; UTF-8 without one, or with one that is not known. */
function textOf(bytes: Buffer, contentType: string): string | undefined {
  const [, declared = 'utf-8'] = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType) ?? [];
  for (const charset of [byteOrderOf(bytes) ?? declared, 'utf-8']) {
    try {
      return new TextDecoder(charset, { fatal: true }).decode(bytes);
    } catch (error) {
      if (codeOf(error) !== 'ERR_ENCODING_NOT_SUPPORTED') return undefined;
    }
  }
  return undefined;
}

/** What a byte order mark says counts more than what is declared. */
function byteOrderOf(bytes: Buffer): string | undefined {
  const mark = bytes.toString('hex', 0, 3);
  if (mark === 'efbbbf') return 'utf-8';
  if (mark.startsWith('feff')) return 'utf-16be';
  return mark.startsWith('fffe') ? 'utf-16le' : undefined;
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(withExactNumbers(text)) as unknown);
  } catch {
    return undefined;
  }
}

/** Puts whole numbers that would lose digits in quotes: an id of the wrong digits is worse than none. */
function withExactNumbers(text: string): string {
  if (!/\d{16}/.test(text)) return text;
  let inString = false;
  return text.replace(/\\.|"|-?\d[\d.eE+-]*/gs, (token) => {
    if (token === '"') inString = !inString;
    const isExact = inString || !/^-?\d+$/.test(token) || Number.isSafeInteger(Number(token));
    return isExact ? token : `"${token}"`;
  });
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

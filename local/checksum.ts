import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * Throws unless the file has the pinned sum.
 *
 * @param expected - SHA-256 in hexadecimal.
 * @throws When the file cannot be read, or is another one than was pinned.
 */
export async function verifyChecksum(path: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const actual = hash.digest('hex');
  if (actual !== expected) throw new Error(`its sha256 is ${actual}, and ${expected} is pinned`);
}

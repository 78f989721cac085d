import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { EncryptionCodec } from './codec.ts';
import { KeyRing } from './key-ring.ts';

/** CommonJS, since the SDK requires it by its path, on each version of Node. */
export const FAILURE_CONVERTER = fileURLToPath(new URL('./failure-converter.cjs', import.meta.url));

/**
 * How payloads and failures are encoded, in each process that reads or writes them.
 *
 * @param keysFile - Of `NBN_ENCRYPTION_KEYS`; without it nothing is encrypted.
 * @throws WrongKeys
 */
export function dataConverterWith(keysFile: string | undefined): DataConverter {
  return {
    payloadCodecs: [new EncryptionCodec(keysFile === undefined ? undefined : new KeyRing(keysFile))],
    ...(keysFile !== undefined && { failureConverterPath: FAILURE_CONVERTER }),
  };
}

/** The file with the keys, of an environment; an empty variable is what compose files make of one that is not set. */
export function encryptionKeysOf(environment: NodeJS.ProcessEnv): string | undefined {
  const file = environment['NBN_ENCRYPTION_KEYS'];
  return file === '' ? undefined : file;
}

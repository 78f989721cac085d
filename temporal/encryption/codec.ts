import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { Key, KeyRing } from './key-ring.ts';

/** The `encoding` of an encrypted payload. */
const ENCRYPTED = 'binary/encrypted';
const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

const METADATA = { encoding: 'encoding', keyId: 'encryption-key-id', workflowId: 'workflow-id' } as const;

/** A payload that cannot be decrypted here: its key is missing, or it is not what was encrypted with it. */
export class CannotDecrypt extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotDecrypt';
  }
}

/**
 * Encrypts payloads with AES-256-GCM. What is not encrypted passes when it is decoded, so orders that were started before there were keys,
 * and by starters without them, go on.
 *
 * An encrypted payload names its key and, where the SDK tells it, its workflow. Both are authenticated: moved to another workflow it is
 * not decrypted.
 */
export class EncryptionCodec implements PayloadCodec {
  readonly #keys: KeyRing | undefined;

  /** @param keys - Without them nothing is encrypted, and an encrypted payload is an error that says what is missing. */
  constructor(keys: KeyRing | undefined) {
    this.#keys = keys;
  }

  encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    const key = this.#keys?.current;
    return Promise.resolve(key ? payloads.map((payload) => encrypted(payload, key, context?.workflowId)) : payloads);
  }

  /** @throws CannotDecrypt */
  // eslint-disable-next-line @typescript-eslint/require-await -- What is thrown has to be a rejection.
  async decode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return payloads.map((payload) => this.#decrypted(payload, context?.workflowId));
  }

  #decrypted(payload: Payload, expectedWorkflow: string | undefined): Payload {
    const { metadata, data } = payload;
    if (!metadata || !data || textOf(metadata[METADATA.encoding]) !== ENCRYPTED) return payload;
    const keyId = textOf(metadata[METADATA.keyId]);
    if (!this.#keys) {
      throw new CannotDecrypt(
        `A payload is encrypted with the key "${keyId}": NBN_ENCRYPTION_KEYS must name a file with it`,
      );
    }
    const key = this.#keys.find(keyId);
    if (!key)
      throw new CannotDecrypt(`A payload is encrypted with the key "${keyId}", which ${this.#keys.file} does not have`);
    const workflowId = textOf(metadata[METADATA.workflowId]);
    if (workflowId !== '' && expectedWorkflow !== undefined && workflowId !== expectedWorkflow) {
      throw new CannotDecrypt(`A payload of the workflow ${expectedWorkflow} was encrypted for ${workflowId}`);
    }
    return decrypted(data, key, workflowId);
  }
}

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

function encrypted(payload: Payload, { id, secret }: Key, workflowId = ''): Payload {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, secret, iv).setAAD(authenticated(id, workflowId));
  const parts = [cipher.update(PayloadMessage.encode(payload).finish()), cipher.final()];
  return {
    metadata: {
      [METADATA.encoding]: Buffer.from(ENCRYPTED),
      [METADATA.keyId]: Buffer.from(id),
      ...(workflowId !== '' && { [METADATA.workflowId]: Buffer.from(workflowId) }),
    },
    data: Buffer.concat([iv, ...parts, cipher.getAuthTag()]),
  };
}

function decrypted(data: Uint8Array, { id, secret }: Key, workflowId: string): Payload {
  try {
    const decipher = createDecipheriv(ALGORITHM, secret, data.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(authenticated(id, workflowId))
      .setAuthTag(data.subarray(-TAG_BYTES));
    const content = [decipher.update(data.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()];
    const { metadata, data: plain } = PayloadMessage.decode(Buffer.concat(content));
    return { metadata, data: plain };
  } catch (error) {
    throw new CannotDecrypt(
      `A payload does not fit the key "${id}": two keys have this id, or the payload was changed after it was encrypted`,
      { cause: error },
    );
  }
}

/** Neither an id of a key nor of a workflow has a line end, so no two pairs are alike. */
function authenticated(keyId: string, workflowId: string): Buffer {
  return Buffer.from(`${keyId}\n${workflowId}`);
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return bytes ? Buffer.from(bytes).toString() : '';
}

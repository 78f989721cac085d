import type { AddressInfo } from 'node:net';
import { pino, type Logger } from 'pino';
import type { NbnOrders } from '../client/index.ts';
import { auditLog } from './audit-log.ts';
import { ApiKeys, newApiKey } from './authentication/api-keys.ts';
import { Tokens } from './authentication/tokens.ts';
import type { ApiConfiguration } from './configuration.ts';
import { EncryptionCodec } from '../temporal/encryption/codec.ts';
import { KeyRing } from '../temporal/encryption/key-ring.ts';
import { createApi } from './server.ts';

export interface RunningApi {
  /** Such as `http://127.0.0.1:8580`. */
  url: string;
  /** Of an administrator, until the process ends; only where neither API keys nor tokens are configured. */
  key?: string | undefined;
  close: () => Promise<void>;
}

/** The key of a process that has no other. */
const LOCAL_KEY_EXPIRES = '2099-12-31T00:00:00Z';

/** Starts the API as configured. @throws when it cannot listen, or the file with the keys is wrong. */
export async function startApi(
  orders: NbnOrders,
  configuration: ApiConfiguration,
  logger: Logger,
): Promise<RunningApi> {
  const { host, port, keysFile, tokens, auditLogFile, encryptionKeys, ...limits } = configuration;
  const local =
    keysFile === undefined && tokens === undefined
      ? newApiKey('local', ['administrator'], LOCAL_KEY_EXPIRES)
      : undefined;
  const keys =
    keysFile === undefined
      ? new ApiKeys(local ? [local.entry] : [])
      : ApiKeys.fromFile(keysFile, (error) => {
          logger.error({ err: error }, 'The changed file of keys cannot be read; the keys before it go on');
        });
  const server = await createApi({
    orders,
    logins: { keys, tokens: tokens && new Tokens(tokens) },
    audit: auditLog(pino.destination({ dest: auditLogFile ?? 1, mkdir: true, sync: true })),
    logger,
    codec: new EncryptionCodec(encryptionKeys === undefined ? undefined : new KeyRing(encryptionKeys)),
    ...limits,
  });
  await server.listen({ host, port });
  const { port: taken } = server.server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    key: local?.key,
    close: () => server.close(),
  };
}

import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { dataConverterWith, encryptionKeysOf } from '../temporal/encryption/data-converter.ts';
import { whyNotConnected } from './connection-failure.ts';
import { NotConnected } from './errors.ts';

/** Which server, where it is not the one that Temporal's environment variables and profiles name. */
export interface ConnectOptions {
  /** Host and port. */
  address?: string | undefined;
  namespace?: string | undefined;
  /** One of the profiles in Temporal's configuration file. Default: `TEMPORAL_PROFILE`, or else `default`. */
  profile?: string | undefined;
  /** Milliseconds for the server to answer. Default 10,000. */
  connectTimeout?: number | undefined;
  /** Connects with the first call, so that it does not matter whether the server is there yet. Default false. */
  lazy?: boolean | undefined;
  /** The file with the keys that the workers encrypt with. Default: that of `NBN_ENCRYPTION_KEYS`, or else nothing is encrypted. */
  encryptionKeys?: string | undefined;
}

const CONNECT_TIMEOUT = 10_000;

/**
 * Connects as Temporal's environment variables and profiles say (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, …).
 *
 * @throws NotConnected naming the address and why there is no connection: nothing listens, TLS, or the API key.
 * @throws WrongKeys when the file with the keys is missing or wrong.
 */
export async function connect({
  address,
  namespace,
  profile,
  connectTimeout = CONNECT_TIMEOUT,
  lazy = false,
  encryptionKeys = encryptionKeysOf(process.env),
}: ConnectOptions = {}): Promise<Client> {
  const dataConverter = dataConverterWith(encryptionKeys);
  const configured = loadClientConnectConfig(profile === undefined ? {} : { profile });
  const options = { ...configured.connectionOptions, ...(address !== undefined && { address }) };
  const connection = lazy
    ? Connection.lazy({ ...options, connectTimeout })
    : await Connection.connect({ ...options, connectTimeout }).catch(async (cause: unknown) => {
        const server = { address: options.address ?? 'localhost:7233', tls: Boolean(options.tls) };
        throw new NotConnected(await whyNotConnected(server, cause), { cause });
      });
  const inNamespace = namespace ?? configured.namespace;
  return new Client({ connection, dataConverter, ...(inNamespace !== undefined && { namespace: inNamespace }) });
}

import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

/**
 * Connects as Temporal's environment variables and profiles say (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, …).
 *
 * @throws Error naming the address, when there is no answer.
 */
export async function connect(): Promise<Client> {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const { address = 'localhost:7233' } = connectionOptions;
  const connection = await Connection.connect(connectionOptions).catch((cause: unknown) => {
    throw new Error(`Temporal cannot be reached at ${address}. Start it there, or set TEMPORAL_ADDRESS.`, { cause });
  });
  return new Client({ connection, ...(namespace !== undefined && { namespace }) });
}

import { join } from 'node:path';
import { freePort } from '../local/ports.ts';
import { startServerProcess } from '../local/server-process.ts';
import { until } from './until.ts';

const NO_LIMIT = '1000000';

/** The API as `npm run api` runs it, in a process of its own. */
export interface ApiProcess {
  url: string;
  /** Of an administrator. */
  key: string;
  stop: () => Promise<void>;
}

/** @param folder - For its log and its audit log. */
export async function startApiProcess(temporalAddress: string, folder: string): Promise<ApiProcess> {
  const address = `127.0.0.1:${await freePort()}`;
  const server = await startServerProcess(
    process.execPath,
    [...process.execArgv, 'api/main.ts'],
    (line) => {
      if (!line.includes('nbn_')) console.error(line);
    },
    {
      environment: {
        PATH: process.env['PATH'],
        TEMPORAL_ADDRESS: temporalAddress,
        NBN_API_ADDRESS: address,
        NBN_API_REQUESTS_PER_SECOND: NO_LIMIT,
        NBN_API_AUDIT_LOG: join(folder, 'audit.log'),
      },
      outputFile: join(folder, 'api.log'),
    },
  );
  const shownKey = () => /nbn_\S+/.exec(server.lastLines.join('\n'))?.[0];
  await until('the API shows its key', 60, () => shownKey() !== undefined);
  return { url: `http://${address}`, key: shownKey() ?? '', stop: () => server.stop() };
}

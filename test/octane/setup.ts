import { OctaneError } from '../../octane/errors.ts';
import type { Deviation, OctaneSettings } from '../../octane/http.ts';
import { createOctane, type Octane } from '../../octane/octane.ts';
import type { OrderRequest } from '../../octane/orders.ts';
import { startMisbehavingServer, type MisbehavingServer } from './misbehaving-server.ts';

export const SETTINGS = {
  username: 'octane-user',
  password: 'pässwörd:100%/@#?',
  connectTimeout: 5_000,
  responseTimeout: 20_000,
  requestsPerSecond: 1000,
  maxAnswerBytes: 100_000,
} as const satisfies Omit<OctaneSettings, 'baseUrl'>;

/** For calls that are meant to run into it. */
export const TINY_TIMEOUT = 200;

export interface Setup {
  server: MisbehavingServer;
  octane: Octane;
  /** Another client of the same server. */
  connect: (settings: Partial<OctaneSettings>) => Octane;
  /** What any of the clients found to contradict the documentation. */
  deviations: Deviation[];
  close: () => Promise<void>;
}

/** The real client, and a server that does to it whatever a test asks for. */
export async function setUp(): Promise<Setup> {
  const server = await startMisbehavingServer();
  const deviations: Deviation[] = [];
  const clients: Octane[] = [];
  const connect = (settings: Partial<OctaneSettings>): Octane => {
    const client = createOctane({ ...SETTINGS, baseUrl: server.baseUrl, ...settings }, (deviation) =>
      deviations.push(deviation),
    );
    clients.push(client);
    return client;
  };
  return {
    server,
    octane: connect({}),
    connect,
    deviations,
    close: async () => {
      for (const client of clients) client.close();
      await server.close();
    },
  };
}

/** The error that a call to Octane ends with; anything else than an {@link OctaneError} fails the test. */
export async function errorOf(call: Promise<unknown>): Promise<OctaneError> {
  const error = await call.then(
    () => new Error('The call succeeded.'),
    (reason: unknown) => reason,
  );
  if (error instanceof OctaneError) return error;
  throw error;
}

export const CUSTOMER = { groupNo: '123', custNo: 100001 };
export const CUST_REQ_DATE = '2026-03-02T09:00:00Z';

export const SUSPEND = { subOrderType: 'Suspend', custNo: 100001, custReqDate: CUST_REQ_DATE } as const;

export const ACTIVATION = {
  subOrderType: 'New',
  custNo: 100001,
  custReqDate: CUST_REQ_DATE,
  planNo: 1001,
  serviceClass: '3',
  qualification: {
    remoteQualificationSearchId: 'remote-sq',
    qualificationSearchId: 'sq',
    remoteOrderId: 'remote-order',
  },
  infrastructure: { infrastructureID: 'NTD380100010995', portID: '1', installOption: 'nbn-no-action' },
  contact: { name: 'Jane Citizen', phone: '0400000000', email: 'jane@example.com' },
} as const satisfies OrderRequest;

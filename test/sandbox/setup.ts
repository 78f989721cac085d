import { OctaneError } from '../../octane/errors.ts';
import type { Deviation } from '../../octane/http.ts';
import { createOctane, type Octane } from '../../octane/octane.ts';
import type { OrderDetail } from '../../octane/order-detail.ts';
import type { OrderRequest } from '../../octane/orders.ts';
import type { Qualification } from '../../octane/qualifications.ts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { ManualClock } from './manual-clock.ts';

export const CREDENTIALS = { username: 'tester', password: 'secret' };

export interface Wire {
  httpStatus: number;
  headers: Headers;
  text: string;
}

/** A sandbox on a clock of its own, the real client, and plain HTTP. */
export interface Setup {
  clock: ManualClock;
  sandbox: Sandbox;
  octane: Octane;
  /** What the client found to contradict the documentation. */
  deviations: Deviation[];
  wire: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Wire>;
  /** Places an order without caring for its date. */
  place: (request: DistributiveOmit<OrderRequest, 'custReqDate'>) => Promise<string>;
  close: () => Promise<void>;
}

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

export async function setUp(): Promise<Setup> {
  const clock = new ManualClock();
  const sandbox = await startSandbox({ clock, ...CREDENTIALS });
  const deviations: Deviation[] = [];
  const octane = createOctane(
    {
      baseUrl: sandbox.baseUrl,
      ...CREDENTIALS,
      connectTimeout: 5_000,
      responseTimeout: 10_000,
      requestsPerSecond: 1000,
      maxAnswerBytes: 1_000_000,
    },
    (deviation) => deviations.push(deviation),
  );
  return {
    clock,
    sandbox,
    octane,
    deviations,
    wire: async (method, path, body, headers = { authorization: basic(CREDENTIALS) }) => {
      const response = await fetch(sandbox.baseUrl + path, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return { httpStatus: response.status, headers: response.headers, text: await response.text() };
    },
    place: (request) => octane.orders.create({ ...request, custReqDate: clock.in('0 s') }),
    close: async () => {
      octane.close();
      await sandbox.close();
    },
  };
}

export function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** The call's failure. */
export async function failureOf(call: Promise<unknown>): Promise<OctaneError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof OctaneError) return error;
  throw new Error('The call was expected to fail with an OctaneError.');
}

type Activation = Extract<OrderRequest, { serviceClass: string }>;

/** An activation at a location that was qualified, on the port, or with the NTD that is to be built. */
export function activation(
  qualification: Qualification,
  custNo: number,
  { port = '1', ...changes }: { port?: string } & Partial<Activation> = {},
): Activation {
  const [infrastructure] = qualification.infrastructures ?? [];
  return {
    subOrderType: 'New',
    custNo,
    planNo: 1002,
    serviceClass: qualification.location?.serviceClass ?? '',
    qualification: {
      remoteOrderId: qualification.remoteOrderId ?? '',
      qualificationSearchId: qualification.qualificationSearchId ?? '',
      remoteQualificationSearchId: qualification.remoteQualificationSearchId ?? '',
    },
    infrastructure: {
      infrastructureID: infrastructure?.id ?? '',
      installOption: infrastructure?.installOptions?.[0] ?? '',
      ...(infrastructure?.ntdPort && { portID: port }),
    },
    contact: { name: 'Test Person', phone: '0400000000', email: 'test@example.com' },
    custReqDate: '2026-03-02T00:00:00Z',
    ...changes,
  };
}

export function words({ orderStatus, orderSubStatus, orderExternalStatus }: OrderDetail): string {
  return [orderStatus, orderSubStatus, orderExternalStatus].filter((word) => word !== undefined).join(' / ');
}

export function portsOf(qualification: Qualification): (string | undefined)[] {
  return (qualification.infrastructures ?? []).flatMap(({ ntdPort }) => ntdPort?.map(({ status }) => status) ?? []);
}

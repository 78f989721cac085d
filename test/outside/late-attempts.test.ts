import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createOnce, type Attempt, type Creation } from '../../activities/create-once.ts';

/** Milliseconds. An attempt may begin its create call for two calls' time. */
const RESPONSE_TIMEOUT = 150;
const SETTINGS = {
  orderListDelay: 0,
  responseTimeout: RESPONSE_TIMEOUT,
  longestResponseTimeout: RESPONSE_TIMEOUT,
  onUnknownOutcome: () => undefined,
  onResolution: () => undefined,
};
const TOO_LONG = 2 * RESPONSE_TIMEOUT + 50;
const ATTEMPT: Attempt = { began: new Date().toISOString(), notThese: [], mayCreate: true, decided: false };
const ACTIVITY = '7';

interface Run {
  /** Milliseconds for which the task had waited when the worker got it. */
  late?: number;
  /** Milliseconds until Temporal answers. */
  temporal?: number;
  /** Milliseconds until Octane's list is there. */
  list?: number;
  /** Whether the workflow still waits for the attempt. */
  awaited?: boolean;
}

/** All of a client that an attempt uses. */
function clientWith(describe: () => Promise<unknown>): Client {
  const client = {
    withAbortSignal: (_: AbortSignal, run: () => Promise<unknown>) => run(),
    workflow: { getHandle: () => ({ describe }) },
  };
  return client as unknown as Client;
}

/** One attempt. @returns how many create calls it sent, and what it failed with. */
async function attempt({ late = 0, temporal = 0, list, awaited = true }: Run) {
  let sent = 0;
  const describe = async () => {
    await sleep(temporal);
    return { raw: { pendingActivities: awaited ? [{ activityId: ACTIVITY }] : [] } };
  };
  const environment = new MockActivityEnvironment(
    { activityId: ACTIVITY, currentAttemptScheduledTimestampMs: Date.now() - late },
    { client: clientWith(describe), logger: new DefaultLogger('ERROR') },
  );
  const creation: Creation = {
    what: 'the order',
    doubts: [],
    searchAnyway: list !== undefined,
    search: async () => {
      await sleep(list);
      return undefined;
    },
    create: () => {
      sent += 1;
      return Promise.resolve('5000001');
    },
  };
  const ending: unknown = await environment
    .run(() => createOnce(ATTEMPT, SETTINGS, creation))
    .catch((error: unknown) => error);
  return { sent, ending };
}

const NOTHING_SENT = { message: expect.stringContaining('Nothing was sent'), details: [{ outcome: 'refused' }] };

test('an attempt in time sends its call', async () => {
  expect(await attempt({})).toEqual({ sent: 1, ending: { is: 'created', id: '5000001' } });
});

test('an attempt whose task came late, but is still awaited, sends its call', async () => {
  expect(await attempt({ late: TOO_LONG })).toEqual({ sent: 1, ending: { is: 'created', id: '5000001' } });
});

test.each<[string, Run]>([
  ['Temporal answers slowly whether it still counts', { late: TOO_LONG, temporal: TOO_LONG }],
  ["Octane's list comes slowly", { list: TOO_LONG }],
  ['the workflow does not wait for it any more', { late: TOO_LONG, awaited: false }],
])('an attempt sends nothing when %s', async (_, run) => {
  const { sent, ending } = await attempt(run);
  expect(sent).toBe(0);
  expect(ending).toMatchObject(NOTHING_SENT);
});

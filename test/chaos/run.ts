import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { NbnOrders } from '../../client/index.ts';
import { DELIVER_EVENTS } from '../../contract/event-delivery.ts';
import { TASK_QUEUES } from '../../contract/names.ts';
import { SERVICE_LOCK } from '../../contract/service-lock.ts';
import { RunningClock } from '../../sandbox/clock.ts';
import type { Hit } from '../../sandbox/faults/faults.ts';
import type { PersonalityName } from '../../sandbox/personalities/personalities.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { ensureSearchAttributes } from '../../worker/search-attributes.ts';
import { eventsTo, startReceiver } from '../events/receiver.ts';
import { configFor } from '../personality.ts';
import { wantOrder } from './callers.ts';
import { compare, type Differences } from './comparison.ts';
import { endingOf, type Ending } from './endings.ts';
import { everyFault, lostAnswer } from './fault-rules.ts';
import { inspect, type Inspection } from './histories.ts';
import { Operator, type Decision } from './operator.ts';
import { terminateLock } from './mishaps.ts';
import { customersFor } from './orders.ts';
import { Random } from './random.ts';
import { inWords, scheduleOf, type Extent } from './schedule.ts';
import { BreakableServer } from './server.ts';
import { Fleet } from './workers.ts';

export interface ChaosOptions extends Extent {
  seed: number;
  faults: 'every' | 'lostAnswer';
  /** How the sandbox speaks; the workers are configured for it. */
  personality: PersonalityName;
  /** Of Node.js: what runs a worker. */
  workerCommand: string[];
  /** Milliseconds within which everything has to end after the last thing broke. */
  drainWithin: number;
  /** Told how it goes, in lines. */
  log?: (line: string) => void;
}

export interface Outcome {
  endings: Ending[];
  differences: Differences;
  inspection: Inspection;
  decisions: Decision[];
  hits: readonly Hit[];
  workersKilled: number;
  workersEndedByThemselves: number;
  serverRestarts: number;
  creates: number;
  searches: number;
  ordersInRecords: number;
  /** To the receiver of events, which refused some while things broke. */
  webhooks: { sent: number; refused: number };
  /** What happened to orders. */
  mishaps: string[];
  locksTerminated: number;
  /** Milliseconds from the end of the chaos until nothing was open any more. */
  drained: number;
  /** With the server's data and the workers' logs; kept when anything is wrong. */
  folder: string;
}

/** How much faster than real time the sandbox lives: a plan change takes a second, a technician's visit most of a minute. */
const SPEED = 10_000;
/** Real milliseconds until the sandbox lists a new order; the workers are told to expect more, for calls that arrive late. */
const LIST_DELAY = 1_000;
const SETTINGS = { orderListDelay: '4s', connectTimeout: '1s', responseTimeout: '2s', longestResponseTimeout: '2s' };
/** How many of the webhooks the receiver refuses. */
const REFUSED = 0.3;
/** When so few of the orders are open, nothing fails any more. */
const FEW = 0.2;
const STILL_OPEN = `ExecutionStatus = 'Running' AND WorkflowType != '${SERVICE_LOCK}'`;
/** Without the deliveries, whose receiver refuses them until nothing fails any more. */
const STILL_AT_OCTANE = `${STILL_OPEN} AND WorkflowType != '${DELIVER_EVENTS}'`;
const CREDENTIALS = { username: 'octane-user', password: 'octane-password' };

/** Lets orders run while their surroundings break, and compares in the end. */
export async function runChaos(options: ChaosOptions): Promise<Outcome> {
  const {
    seed,
    faults,
    personality,
    orders: count,
    duration,
    drainWithin,
    workerCommand,
    log = () => undefined,
  } = options;
  const schedule = scheduleOf(new Random(seed), options);
  log(`Seed ${seed}:\n${inWords(schedule)}`);

  const folder = await mkdtemp(join(tmpdir(), 'nbn-orders-chaos-'));
  const server = await BreakableServer.start(folder);
  const connection = await Connection.connect({
    address: server.address,
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 500 },
  });
  await ensureSearchAttributes(connection, 'default');
  const sandbox = await startSandbox({
    clock: new RunningClock({ speed: SPEED }),
    customers: customersFor(count),
    personality,
    ...CREDENTIALS,
  });
  const listDelay = (LIST_DELAY * SPEED) / 1000;
  sandbox.faults.set(faults === 'every' ? everyFault(seed, listDelay) : lostAnswer(seed, listDelay));
  const receiver = await startReceiver();
  const mood = new Random(seed);
  receiver.answer(() => ({ status: mood.happens(REFUSED) ? 503 : 204 }));
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify(configFor(personality, { ...SETTINGS, events: eventsTo(receiver) })));
  const fleet = new Fleet({
    count: options.workers,
    command: workerCommand,
    folder,
    environment: {
      TEMPORAL_ADDRESS: server.address,
      NBN_CONFIG: config,
      OCTANE_BASE_URL: sandbox.baseUrl,
      OCTANE_USERNAME: CREDENTIALS.username,
      OCTANE_PASSWORD: CREDENTIALS.password,
      OCTANE_GROUP_NO: '123',
      OCTANE_REQUESTS_PER_SECOND: '500',
      OCTANE_POLL_INTERVAL: '500ms',
    },
  });
  const client = new Client({ connection });
  const orders = new NbnOrders(client);
  const operator = new Operator(client, orders, sandbox.records, schedule.orders);

  try {
    await untilPolled();
    const began = Date.now();
    const wanted = Promise.all(schedule.orders.map((planned) => wantOrder({ orders, client }, planned, began)));
    const broken = breakThings();
    const [happened, locksTerminated] = await Promise.all([wanted, broken, sleep(duration)]);
    log('Nothing is ended any more; the faults go on for a while.');
    const drained = await drain();
    await operator.goHome();

    const endings = await Promise.all(schedule.orders.map((planned) => endingOf(client, orders, planned)));
    const { records } = sandbox;
    const creates = (['createActivationOrder', 'createModificationOrder', 'createDisconnectionOrder'] as const)
      .map((operation) => records.calls.of(operation))
      .reduce((sum, calls) => sum + calls, 0);
    return {
      endings,
      differences: compare(endings, records, receiver.taken()),
      inspection: await inspect(client),
      decisions: operator.decisions,
      hits: sandbox.faults.log,
      workersKilled: fleet.killed,
      workersEndedByThemselves: fleet.endedByThemselves,
      serverRestarts: server.restarts,
      creates,
      searches: records.calls.of('listOrders'),
      ordersInRecords: records.orders().length,
      webhooks: { sent: receiver.received.length, refused: receiver.refused() },
      mishaps: schedule.orders.flatMap(({ mishap }, index) => (mishap && happened[index] ? [mishap.what] : [])),
      locksTerminated,
      drained,
      folder,
    };

    async function breakThings(): Promise<number> {
      let locks = 0;
      for (const breakage of schedule.breakages) {
        await sleep(Math.max(0, began + breakage.at - Date.now()));
        if (breakage.what === 'worker') fleet.kill(breakage.worker);
        else if (breakage.what === 'server') await server.restart(breakage.signal, breakage.downFor);
        else if (await terminateLock(client, breakage.place)) locks += 1;
      }
      return locks;
    }
  } catch (error) {
    // At once: what else is under way may end the process when the connection closes.
    log(`The run ends early: ${error instanceof Error ? error.stack : String(error)}`);
    throw error;
  } finally {
    await operator.goHome();
    await fleet.stop();
    await connection.close();
    await sandbox.close();
    await receiver.close();
    await server.stop();
  }

  /** Waits until a worker is there. */
  async function untilPolled(): Promise<void> {
    for (;;) {
      const { pollers } = await client.workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name: TASK_QUEUES.orders },
      });
      if (pollers && pollers.length > 0) return;
      await sleep(200);
    }
  }

  /** Neither Octane nor the receiver: what was given up is sent again. */
  async function noneFails(): Promise<void> {
    sandbox.faults.clear();
    receiver.answer({ status: 204 });
    await orders.sendEventsAgain().catch(() => 0);
  }

  /** Waits until no workflow but locks is open, or for as long as that may take. */
  async function drain(): Promise<number> {
    const from = Date.now();
    let told = '';
    for (;;) {
      const { count: open } = await client.workflow.count(STILL_OPEN).catch(() => ({ count: -1 }));
      const elapsed = Date.now() - from;
      if (open === 0 || elapsed > drainWithin) return elapsed;
      // Most orders have met the faults by now; the others have to find their way without.
      const { count: atOctane } = await client.workflow.count(STILL_AT_OCTANE).catch(() => ({ count }));
      if (atOctane < count * FEW || elapsed > drainWithin / 2) await noneFails();
      const line = `${open} workflows are open`;
      if (line !== told) log(`  ${Math.round(elapsed / 1000)}s: ${line}`);
      told = line;
      await sleep(1000);
    }
  }
}

/** Whether nothing at all is wrong. */
export function isClean({ differences, inspection }: Outcome): boolean {
  const wrong = [...Object.values(differences).flat(), ...inspection.stuck, ...inspection.failedTasks];
  return wrong.length === 0;
}

export async function forget({ folder }: Outcome): Promise<void> {
  await rm(folder, { recursive: true });
}

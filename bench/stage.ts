import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { createOctane, type Octane } from '../octane/octane.ts';
import { RunningClock } from '../sandbox/clock.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import { FAR_AHEAD } from '../test/far-ahead.ts';
import { dataConverterWith } from '../temporal/encryption/data-converter.ts';
import { ensureSearchAttributes } from '../worker/search-attributes.ts';
import type { Bundles } from './bundles.ts';
import { OURS, type Contestant } from './contestants.ts';
import { BenchServer } from './server.ts';
import { until } from './until.ts';
import { BenchWorker } from './worker.ts';

export interface StageOptions {
  /** Of the sandbox's customers; default: one. */
  otherGroups?: readonly string[];
  /** The file with the keys that payloads are encrypted with; default: nothing is encrypted. */
  encryptionKeys?: string;
  /** As in NBN_CONFIG; default: no receivers. */
  events?: Record<string, unknown>;
}

export interface WorkerSettings {
  /** Milliseconds between two polls of an order. Default: a day, so that none is polled again within a run. */
  pollInterval?: number;
  /** Milliseconds between two ticks of the watcher; no watcher without it. */
  watch?: { interval: number };
  /** Calls to Octane. Default: the most that can be set, so that no contestant is held back. */
  requestsPerSecond?: number;
}

/** Orders that were opened together: one for each customer. */
export interface Opened {
  contestant: Contestant;
  custNos: number[];
  workflowIds: string[];
}

export interface OpeningOptions {
  /** ISO 8601; default: beyond any run, so that the order rests. */
  dateOf?: (index: number) => string;
  groupOf?: (index: number) => string;
  /** Whether they are placed without their workflows, which only follow them then. */
  placedAlready?: boolean;
}

const GROUP_NO = '123';
const PLAN_NO = 1002;
const STARTERS = 64;
const DAY = 24 * 3_600_000;
const CREDENTIALS = { username: 'octane-user', password: 'octane-password' };
const PATIENCE_SECONDS = 3600;
const WORKFLOW_TASKS = proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW;

/** Where contestants are measured: a tuned server, the sandbox over HTTP, and worker processes. */
export class Stage {
  /** The sandbox's: stands still but for jumps, until it is let run. */
  readonly clock: RunningClock;
  readonly server: BenchServer;
  readonly sandbox: Sandbox;
  readonly client: Client;
  /** For orders that are placed without their workflows. */
  readonly #octane: Octane;
  readonly #folder: string;
  readonly #bundles: Bundles;
  readonly #options: StageOptions;
  readonly #workers: BenchWorker[] = [];
  #customersUsed = 0;

  private constructor(parts: {
    clock: RunningClock;
    server: BenchServer;
    sandbox: Sandbox;
    client: Client;
    folder: string;
    bundles: Bundles;
    options: StageOptions;
  }) {
    this.clock = parts.clock;
    this.server = parts.server;
    this.sandbox = parts.sandbox;
    this.client = parts.client;
    this.#octane = createOctane(
      {
        ...CREDENTIALS,
        baseUrl: parts.sandbox.baseUrl,
        connectTimeout: 10_000,
        responseTimeout: 30_000,
        requestsPerSecond: 1000,
        maxAnswerBytes: 1_000_000,
      },
      () => undefined,
    );
    this.#folder = parts.folder;
    this.#bundles = parts.bundles;
    this.#options = parts.options;
  }

  /** @param customers - As many orders can be opened. */
  static async start(bundles: Bundles, customers: number, options: StageOptions = {}): Promise<Stage> {
    const { otherGroups = [], encryptionKeys } = options;
    const folder = await mkdtemp(join(tmpdir(), 'nbn-orders-bench-'));
    const clock = new RunningClock({ speed: 0 });
    const server = await BenchServer.start(folder);
    const connection = await Connection.connect({ address: server.address });
    await ensureSearchAttributes(connection, 'default');
    const client = new Client({ connection, dataConverter: dataConverterWith(encryptionKeys) });
    await until('the search attributes are known', 120, () =>
      client.workflow.count(`${SEARCH_ATTRIBUTES.state.name} = 'completed'`).then(
        () => true,
        () => false,
      ),
    );
    const sandbox = await startSandbox({ clock, customers, otherGroups, ...CREDENTIALS });
    return new Stage({ clock, server, sandbox, client, folder, bundles, options });
  }

  async startWorker(contestant: Contestant, settings: WorkerSettings = {}): Promise<BenchWorker> {
    const { pollInterval = DAY, watch, requestsPerSecond = 1000 } = settings;
    const config = join(this.#folder, `config-${this.#workers.length}.json`);
    const { encryptionKeys, events } = this.#options;
    await writeFile(
      config,
      JSON.stringify({ events, watch: watch && { interval: `${Math.round(watch.interval)}ms` } }),
    );
    const worker = await BenchWorker.start(contestant.code, this.#bundles[contestant.code], {
      TEMPORAL_ADDRESS: this.server.address,
      NBN_CONFIG: config,
      NBN_LOG_LEVEL: 'error',
      NBN_ENCRYPTION_KEYS: encryptionKeys,
      OCTANE_BASE_URL: this.sandbox.baseUrl,
      OCTANE_USERNAME: CREDENTIALS.username,
      OCTANE_PASSWORD: CREDENTIALS.password,
      OCTANE_GROUP_NO: GROUP_NO,
      OCTANE_REQUESTS_PER_SECOND: String(requestsPerSecond),
      OCTANE_POLL_INTERVAL: `${Math.round(pollInterval)}ms`,
    });
    this.#workers.push(worker);
    return worker;
  }

  /** Starts so many orders, for customers that had none, and waits until each was placed and polled. */
  async open(contestant: Contestant, count: number, options: OpeningOptions = {}): Promise<Opened> {
    const opened = await this.start(contestant, count, options);
    await this.untilLookedAt(opened, new Map());
    return opened;
  }

  /** As {@link Stage.open}, without the wait. */
  async start(contestant: Contestant, count: number, options: OpeningOptions = {}): Promise<Opened> {
    const { dateOf = () => FAR_AHEAD, groupOf = () => GROUP_NO, placedAlready } = options;
    const first = 100_001 + this.#customersUsed;
    this.#customersUsed += count;
    const custNos = Array.from({ length: count }, (_, index) => first + index);
    const workflowIds = await sideBySide(custNos, async (custNo, index) => {
      const order = { groupNo: groupOf(index), custNo, planNo: PLAN_NO, custReqDate: dateOf(index) };
      if (!placedAlready) return contestant.start(this.client, order);
      const orderId = await this.#octane.orders.create({ subOrderType: 'PlanChange', ...order });
      return contestant.goOn(this.client, order, orderId);
    });
    return { contestant, custNos, workflowIds };
  }

  /** Waits until each was polled more often than `before` says. */
  async untilLookedAt({ custNos }: Pick<Opened, 'custNos'>, before: ReadonlyMap<number, number>): Promise<void> {
    // From the last to the first: each is asked after until it was polled, and then no more.
    const missing = [...custNos];
    await until(`each of ${custNos.length} orders was polled`, PATIENCE_SECONDS, () => {
      for (let last = missing.at(-1); last !== undefined; last = missing.at(-1)) {
        if (this.#looksAt(last) <= (before.get(last) ?? 0)) return false;
        missing.pop();
      }
      return true;
    });
  }

  /** Waits until the workers have taken all workflow tasks: the next worker would have in its cache what is left. */
  async untilTasksAreTaken({ taskQueue }: Contestant): Promise<void> {
    const { workflowService, options } = this.client;
    await until('all workflow tasks are taken', PATIENCE_SECONDS, async () => {
      const { stats } = await workflowService.describeTaskQueue({
        namespace: options.namespace,
        taskQueue: { name: taskQueue },
        taskQueueType: WORKFLOW_TASKS,
        reportStats: true,
      });
      return Number(stats?.approximateBacklogCount ?? 0) === 0;
    });
  }

  /** How often each customer's order was polled so far. */
  polls({ custNos }: Pick<Opened, 'custNos'>): Map<number, number> {
    return new Map(custNos.map((custNo) => [custNo, this.#looksAt(custNo)]));
  }

  /**
   * What is wrong: orders that are lost, placed twice or ended; calls that the server refused.
   *
   * @param unplaced - How many more are open, which Octane does not have.
   */
  async wrong(opened: readonly Opened[], unplaced = 0): Promise<string[]> {
    const wrong: string[] = [];
    for (const { contestant, custNos } of opened) {
      const { records } = this.sandbox;
      for (const custNo of custNos) {
        const count = records.ordersOf(custNo).length;
        const creates = records.calls.createsFor(custNo);
        if (count !== 1 || creates !== 1) {
          wrong.push(`${contestant.name}: customer ${custNo} has ${count} orders after ${creates} calls`);
        }
      }
    }
    for (const type of new Set(opened.map(({ contestant }) => contestant.workflowType))) {
      const placed = opened.filter(({ contestant }) => contestant.workflowType === type).flatMap((o) => o.custNos);
      const wanted = placed.length + (type === OURS.workflowType ? unplaced : 0);
      const right = async () =>
        (await this.#count(type, "ExecutionStatus IN ('Running', 'Completed')")) === wanted &&
        (await this.#count(type, "ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut', 'Canceled')")) === 0;
      await until('the list of workflows is up to date', 30, right).catch(() => {
        wrong.push(`${type}: not every one of ${wanted} orders is open or completed`);
      });
    }
    const exhausted = await this.server.exhausted();
    if (exhausted > 0) wrong.push(`the server answered RESOURCE_EXHAUSTED ${exhausted} times`);
    return wrong;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    await this.client.connection.close();
    this.#octane.close();
    await this.sandbox.close();
    await this.server.stop();
    await rm(this.#folder, { recursive: true });
  }

  /** At the customer's first order. */
  #looksAt(custNo: number): number {
    const { records } = this.sandbox;
    const [order] = records.ordersOf(custNo);
    return order ? records.calls.of('getOrder', { orderId: order.orderId }) : 0;
  }

  async #count(workflowType: string, condition: string): Promise<number> {
    const { count } = await this.client.workflow.count(`WorkflowType = '${workflowType}' AND ${condition}`);
    return count;
  }
}

/** As many at a time as there are starters. */
async function sideBySide<Item, Result>(
  items: readonly Item[],
  run: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const entries = items.entries();
  const one = async () => {
    for (const [index, item] of entries) results[index] = await run(item, index);
  };
  await Promise.all(Array.from({ length: STARTERS }, one));
  return results;
}

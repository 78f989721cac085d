import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { lookNow } from '../contract/look-now.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { ensureSearchAttributes } from '../worker/search-attributes.ts';
import type { Bundles } from './bundles.ts';
import { BenchClock } from './clock.ts';
import type { Contestant } from './contestants.ts';
import { BenchServer } from './server.ts';
import { until } from './until.ts';
import { BenchWorker } from './worker.ts';

export interface WorkerSettings {
  /** Milliseconds between two looks at an order. */
  pollInterval: number;
  /** Milliseconds between two ticks of the watcher; none without it. */
  watchInterval?: number;
  /** Calls to Octane. Default: the most that can be set, so that no contestant is held back. */
  requestsPerSecond?: number;
}

/** Orders that were opened together: one for each customer. */
export interface Opened {
  contestant: Contestant;
  custNos: number[];
  workflowIds: string[];
}

/** Beyond any run, so that orders rest unless they are given another date. */
const FAR_AHEAD = '2099-01-01T00:00:00Z';
const GROUP_NO = '123';
const PLAN_NO = 1002;
const STARTERS = 64;
const CREDENTIALS = { username: 'octane-user', password: 'octane-password' };
const PATIENCE_SECONDS = 3600;

/** Where contestants are measured: a tuned server, the sandbox over HTTP, and worker processes. */
export class Stage {
  readonly clock: BenchClock;
  readonly server: BenchServer;
  readonly sandbox: Sandbox;
  readonly client: Client;
  readonly #folder: string;
  readonly #bundles: Bundles;
  readonly #workers: BenchWorker[] = [];
  #customersUsed = 0;

  private constructor(parts: {
    clock: BenchClock;
    server: BenchServer;
    sandbox: Sandbox;
    client: Client;
    folder: string;
    bundles: Bundles;
  }) {
    this.clock = parts.clock;
    this.server = parts.server;
    this.sandbox = parts.sandbox;
    this.client = parts.client;
    this.#folder = parts.folder;
    this.#bundles = parts.bundles;
  }

  /** @param customers - As many orders can be opened. */
  static async start(bundles: Bundles, customers: number): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'nbn-orders-bench-'));
    const clock = new BenchClock();
    const server = await BenchServer.start(folder);
    const connection = await Connection.connect({ address: server.address });
    await ensureSearchAttributes(connection, 'default');
    const sandbox = await startSandbox({ clock, customers, ...CREDENTIALS });
    return new Stage({ clock, server, sandbox, client: new Client({ connection }), folder, bundles });
  }

  async startWorker(contestant: Contestant, settings: WorkerSettings): Promise<BenchWorker> {
    const { pollInterval, watchInterval, requestsPerSecond = 1000 } = settings;
    const config = join(this.#folder, `config-${this.#workers.length}.json`);
    const watch = watchInterval === undefined ? {} : { watch: { interval: `${Math.round(watchInterval)}ms` } };
    await writeFile(config, JSON.stringify(watch));
    const worker = await BenchWorker.start(contestant.code, this.#bundles[contestant.code], {
      TEMPORAL_ADDRESS: this.server.address,
      NBN_CONFIG: config,
      NBN_LOG_LEVEL: 'error',
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

  /** Starts so many orders, for customers that had none, and waits until each was placed and looked at. */
  async open(
    contestant: Contestant,
    count: number,
    dateOf: (index: number) => string = () => FAR_AHEAD,
  ): Promise<Opened> {
    const first = 100_001 + this.#customersUsed;
    this.#customersUsed += count;
    const custNos = Array.from({ length: count }, (_, index) => first + index);
    const workflowIds = await sideBySide(custNos, (custNo, index) =>
      contestant.start(this.client, { groupNo: GROUP_NO, custNo, planNo: PLAN_NO, custReqDate: dateOf(index) }),
    );
    const opened: Opened = { contestant, custNos, workflowIds };
    await this.untilLookedAt(opened, new Map());
    return opened;
  }

  /** Lets each of our orders look at once, as the watcher does. */
  async lookNow({ workflowIds }: Opened): Promise<void> {
    await sideBySide(workflowIds, (workflowId) => lookNow(this.client.workflow, { workflowId }));
  }

  /** Waits until each was looked at more often than `before` says. */
  async untilLookedAt({ custNos }: Pick<Opened, 'custNos'>, before: ReadonlyMap<number, number>): Promise<void> {
    const missing = new Set(custNos);
    await until(`each of ${custNos.length} orders was looked at`, PATIENCE_SECONDS, () => {
      const orderIds = this.#orderIds(missing);
      for (const custNo of [...missing]) {
        const orderId = orderIds.get(custNo)?.[0];
        if (orderId !== undefined && this.#looksAt(orderId) > (before.get(custNo) ?? 0)) missing.delete(custNo);
      }
      return missing.size === 0;
    });
  }

  /** How often each customer's order was looked at so far. */
  looks({ custNos }: Pick<Opened, 'custNos'>): Map<number, number> {
    const orderIds = this.#orderIds(new Set(custNos));
    return new Map(custNos.map((custNo) => [custNo, this.#looksAt(orderIds.get(custNo)?.[0])]));
  }

  /** What is wrong: orders that are lost, placed twice or ended; calls that the server refused. */
  async wrong(opened: readonly Opened[]): Promise<string[]> {
    const wrong: string[] = [];
    for (const { contestant, custNos } of opened) {
      const orderIds = this.#orderIds(new Set(custNos));
      for (const custNo of custNos) {
        const count = orderIds.get(custNo)?.length ?? 0;
        const creates = this.sandbox.books.calls.createsFor(custNo);
        if (count !== 1 || creates !== 1) {
          wrong.push(`${contestant.name}: customer ${custNo} has ${count} orders after ${creates} calls`);
        }
      }
    }
    for (const type of new Set(opened.map(({ contestant }) => contestant.workflowType))) {
      const wanted = opened
        .filter(({ contestant }) => contestant.workflowType === type)
        .flatMap((o) => o.custNos).length;
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
    await this.sandbox.close();
    await this.server.stop();
    await rm(this.#folder, { recursive: true });
  }

  #looksAt(orderId: string | undefined): number {
    return orderId === undefined ? 0 : this.sandbox.books.calls.of('getOrder', { orderId });
  }

  #orderIds(custNos: ReadonlySet<number>): Map<number, string[]> {
    const orderIds = new Map<number, string[]>();
    for (const { orderId, request } of this.sandbox.books.orders()) {
      const { custNo } = request.service;
      if (custNos.has(custNo)) orderIds.set(custNo, [...(orderIds.get(custNo) ?? []), orderId]);
    }
    return orderIds;
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

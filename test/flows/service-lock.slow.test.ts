import type { OrderHandle } from '../../client/index.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { ASKED, deleteExecution, NOT_OFFERED, reset, ServiceQueue, SHORT_CALLS, workflowOf } from './service-queue.ts';

const HOLDERS_PLAN = 1006;
const PLANS = [1003, 1004, 1002, 1006];

/** What becomes of the order's place: it is left, kept, or taken anew where the order comes again. */
type Place = 'left' | 'kept' | 'anew';

interface End {
  /** Only a worker can end an order so. */
  needsWorker?: boolean;
  end: (queue: ServiceQueue, order: OrderHandle, elsewhere: number) => Promise<unknown>;
  place: Place;
}

const terminate: End['end'] = ({ stack }, order) => workflowOf(stack, order).terminate('a test');

const startAgainElsewhere: End['end'] = async (queue, order, elsewhere) => {
  await terminate(queue, order, elsewhere);
  await new ServiceQueue(queue.stack, elsewhere).order(NOT_OFFERED, order.reference);
};

/** What operators do to an order. */
const ENDS: Record<string, End> = {
  completed: { place: 'kept', end: () => Promise.resolve() },
  cancelled: { place: 'left', end: ({ stack }, order) => workflowOf(stack, order).cancel() },
  terminated: { place: 'left', end: terminate },
  deleted: { place: 'left', end: ({ stack }, { workflowId }) => deleteExecution(stack, workflowId) },
  'reset while open': { place: 'kept', end: ({ stack }, { workflowId }) => reset(stack, workflowId) },
  'reset after it closed': {
    place: 'anew',
    end: async (queue, order, elsewhere) => {
      await terminate(queue, order, elsewhere);
      await reset(queue.stack, order.workflowId);
    },
  },
  'started again': {
    place: 'anew',
    end: async (queue, order, elsewhere) => {
      await terminate(queue, order, elsewhere);
      await queue.order(NOT_OFFERED, order.reference);
    },
  },
  'started again for another service': { place: 'left', end: startAgainElsewhere },
  failed: {
    place: 'left',
    needsWorker: true,
    end: async (_queue, order) =>
      (await order.progress()).fallout ? order.resolve({ ...ASKED, action: 'abandon' }) : order.withdraw(ASKED),
  },
  'continued as new': {
    place: 'kept',
    needsWorker: true,
    end: async ({ stack }, order) => {
      // One that waits continues in a new run later, while it follows.
      if (!(await order.progress()).fallout) return;
      const { runId } = await workflowOf(stack, order).describe();
      // With a correction it starts over, which it does in a new run where the history is long.
      await eventually(async () => {
        await order.resolve({ ...ASKED, action: 'retry', input: { planNo: NOT_OFFERED } }).catch(() => undefined);
        return (await workflowOf(stack, order).describe()).runId !== runId ? true : undefined;
      });
    },
  },
  'corrected for another service': {
    place: 'left',
    needsWorker: true,
    end: async (queue, order, elsewhere) => {
      if (!(await order.progress()).fallout) return startAgainElsewhere(queue, order, elsewhere);
      return order.resolve({ ...ASKED, action: 'retry', input: { service: { custNo: elsewhere } } });
    },
  },
};

const POSITIONS = { holder: 0, 'first waiter': 1, 'third waiter': 3 } as const;

interface Case extends End {
  name: string;
  position: number;
}

const CASES: Case[] = Object.entries(ENDS).flatMap(([how, end]) =>
  Object.entries(POSITIONS).map(([who, position]) => ({ name: `the ${who} is ${how}`, position, ...end })),
);

interface Prepared extends Case {
  queue: ServiceQueue;
  elsewhere: number;
  orders: OrderHandle[];
}

async function prepare(stack: Stack, one: Case, index: number): Promise<Prepared> {
  const queue = new ServiceQueue(stack, 100_001 + 2 * index);
  const orders = [await queue.holder(), ...(await queue.waiting(PLANS))];
  return { ...one, queue, elsewhere: queue.custNo + 1, orders };
}

async function act({ queue, orders, position, end, elsewhere }: Prepared): Promise<void> {
  const order = orders[position];
  if (order) await end(queue, order, elsewhere);
}

const planOf = (index: number): number => PLANS[index - 1] ?? HOLDERS_PLAN;

/** Every order has ended, in order of arrival, and never were two at Octane at once. */
async function check({ queue, orders, position, place }: Prepared): Promise<void> {
  const indices = orders.map((_, index) => index);
  const others = indices.filter((index) => index !== position);
  const staying = place === 'left' ? others : indices;
  const hows = await queue.ended(
    orders.filter((_, index) => staying.includes(index)),
    (index) => planOf(staying[index] ?? 0),
  );
  expect(hows).toEqual(staying.map(() => 'COMPLETED'));
  const ordered = queue.plansOrdered();
  if (place === 'anew') {
    const inTurn = others.map(planOf);
    expect(ordered.filter((plan, at) => plan === planOf(position) && isWithout(ordered, at, inTurn))).not.toEqual([]);
  } else {
    expect(ordered).toEqual(staying.map(planOf));
  }
  expect(queue.overlaps()).toBe(0);
}

function isWithout(all: unknown[], index: number, rest: unknown[]): boolean {
  return JSON.stringify(all.toSpliced(index, 1)) === JSON.stringify(rest);
}

describe.each([
  { worker: 'the worker running', isAway: false },
  { worker: 'no worker for a day', isAway: true },
])('with $worker, the others go on when', ({ isAway }) => {
  const outcomes = new Map<string, unknown>();

  beforeAll(async () => {
    const stack = await startDevServerStack({
      speed: 100_000,
      customers: 2 * CASES.length,
      longHistory: 20,
      config: SHORT_CALLS,
      workers: false,
    });
    let stopWorkers = await stack.startWorkers();
    try {
      const prepared = await Promise.all(CASES.map((one, index) => prepare(stack, one, index)));
      const acted = new Map(prepared.filter(({ needsWorker }) => needsWorker).map((one) => [one, act(one)]));
      await Promise.allSettled(acted.values());
      if (isAway) await stopWorkers();
      for (const one of prepared) if (!one.needsWorker) acted.set(one, act(one));
      await Promise.allSettled(acted.values());
      if (isAway) stopWorkers = await stack.startWorkers();
      const checked = prepared.map((one) => Promise.resolve(acted.get(one)).then(() => check(one)));
      for (const [index, outcome] of (await Promise.allSettled(checked)).entries()) {
        outcomes.set(CASES[index]?.name ?? '', outcome.status === 'rejected' ? outcome.reason : 'as it should');
      }
    } finally {
      await stopWorkers();
      await stack.stop();
    }
  }, 300_000);

  test.each(CASES.map(({ name }) => name))('%s', (name) => {
    const outcome = outcomes.get(name);
    if (outcome instanceof Error) throw outcome;
    expect(outcome).toBe('as it should');
  });
});

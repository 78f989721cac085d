import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { GRPC, grpcStatusOf } from '../client/grpc-status.ts';
import type { Inputs, NbnOrders } from '../client/index.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { DATA_FOLDER } from './data-folder.ts';

/*
 * `npm start -- --practice`: what takes an hour, a day or a business day comes within a minute or two, so that an operator can practise
 * every answer. The workflows are those of production; only their patience is shortened, from outside.
 */

/** Milliseconds between two looks for steps that keep failing. */
const LOOK_EVERY = 1_000;
/** Attempts, in place of an hour or a day of them: a quarter of a minute. */
const MOST_ATTEMPTS = 3;

/** The worker's configuration: orders are in jeopardy after two minutes, whatever the hour. @returns its path. */
export function practiceConfiguration(): string {
  const path = join(DATA_FOLDER, 'practice.json');
  const phases = ['acknowledged', 'inProgress', 'held', 'unknown', 'fallout'];
  const targets = phases.map((phase) => ({ phase, target: '2 minutes' }));
  writeFileSync(path, JSON.stringify({ targets, orderListDelay: '1s' }));
  return path;
}

interface PracticeOrder {
  name: string;
  custNo: number;
  planNo: number;
}

/** A customer whose services cannot be read for the first two minutes of a practice. */
const UNREADABLE = { custNo: 100005, seconds: 120 };

/** Reserved customers of the sandbox (docs/sandbox.md); docs/operations.md says what becomes of each. */
const PRACTICE_ORDERS: readonly PracticeOrder[] = [
  { name: 'ambiguousService', custNo: 990014, planNo: 1002 },
  { name: 'checkFailed', custNo: 100002, planNo: 9999 },
  { name: 'refused', custNo: 990008, planNo: 1002 },
  { name: 'outcomeUnknown', custNo: 990016, planNo: 1002 },
  { name: 'rejected', custNo: 990024, planNo: 1002 },
  { name: 'cancelled', custNo: 990011, planNo: 1002 },
  { name: 'failed', custNo: 990012, planNo: 1002 },
  { name: 'verificationMismatch', custNo: 990013, planNo: 1002 },
  { name: 'stepFailed', custNo: UNREADABLE.custNo, planNo: 1002 },
  { name: 'jeopardy', custNo: 990003, planNo: 1002 },
];

/** Starts an order for each thing that a person may have to decide. @param prefix - Of their references. */
export async function startPractice(
  orders: NbnOrders,
  sandbox: Pick<Sandbox, 'faults'>,
  { prefix, speed }: { prefix: string; speed: number },
): Promise<void> {
  const { custNo, seconds } = UNREADABLE;
  sandbox.faults.set({
    rules: [
      { fault: 'status', httpStatus: 503, operations: ['listServices'], custNo, durationSeconds: seconds * speed },
    ],
  });
  const custReqDate = new Date().toISOString();
  for (const { name, custNo: customer, planNo } of PRACTICE_ORDERS) {
    const input: Inputs['planChange'] = {
      reference: `${prefix}${name}`,
      service: { custNo: customer },
      planNo,
      custReqDate,
    };
    await orders.start('planChange', input);
  }
}

/** Shortens the patience with steps that keep failing, until it is stopped. */
export function shortenPatience(client: Client): () => Promise<void> {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      for await (const { workflowId } of client.workflow.list({ query: UNDER_WAY }))
        await shortenSteps(client, workflowId);
      await sleep(LOOK_EVERY);
    }
  })().catch((error: unknown) => {
    console.error(
      `Steps are given up after an hour or a day again: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  return () => {
    stopping.abort();
    return running;
  };
}

const UNDER_WAY = "ExecutionStatus = 'Running' AND NbnState IN ('placing', 'settling')";

async function shortenSteps(client: Client, workflowId: string): Promise<void> {
  const { namespace } = client.options;
  const { runId, raw } = await client.workflow.getHandle(workflowId).describe();
  for (const { activityId, lastFailure, expirationTime, maximumAttempts } of raw.pendingActivities ?? []) {
    // What never expires is a poll.
    if (!lastFailure || !expirationTime || maximumAttempts === MOST_ATTEMPTS) continue;
    await client.workflowService
      .updateActivityOptions({
        namespace,
        execution: { workflowId, runId },
        id: activityId ?? null,
        activityOptions: { retryPolicy: { maximumAttempts: MOST_ATTEMPTS } },
        updateMask: { paths: ['retry_policy.maximum_attempts'] },
      })
      .catch((error: unknown) => {
        // It has ended meanwhile.
        if (grpcStatusOf(error) !== GRPC.notFound) throw error;
      });
  }
}

import ms from 'ms';
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { temporal } from '@temporalio/proto';
import { connect, type ConnectOptions } from '../client/connection.ts';
import { FLOWS, TASK_QUEUES } from '../contract/names.ts';
import { commandToCreate, compareSearchAttributes } from '../worker/search-attributes.ts';
import { bad, note, verdictOf, type Check, type Finding } from './check.ts';

const { TASK_QUEUE_TYPE_ACTIVITY: ACTIVITY, TASK_QUEUE_TYPE_WORKFLOW: WORKFLOW } =
  proto.temporal.api.enums.v1.TaskQueueType;

/** The oldest server that has what orders need, as README.md says. */
const OLDEST_SERVER = [1, 31] as const;

/** Milliseconds: what `nbn reconcile` compares by default, and docker-compose.yml keeps. */
const SHORTEST_RETENTION = ms('30d');

/** What orders need of Temporal; each check stands for itself. */
export async function checkTemporal(server?: ConnectOptions): Promise<Check[]> {
  let client: Client;
  try {
    client = await connect(server);
  } catch (error) {
    const sentence = error instanceof Error ? error.message : 'Temporal cannot be reached.';
    return [{ about: 'temporal', name: 'connection', verdict: 'notTried', findings: [sentence] }];
  }
  try {
    return [
      await checked('server version', () => version(client)),
      await checked('search attributes', () => searchAttributes(client)),
      await checked('retention', () => retention(client)),
      await checked(`task queue ${TASK_QUEUES.orders}`, () =>
        pollers(client, TASK_QUEUES.orders, [WORKFLOW, ACTIVITY]),
      ),
      await checked(`task queue ${TASK_QUEUES.octane}`, async () => [
        ...(await pollers(client, TASK_QUEUES.octane, [ACTIVITY])),
        ...(await partitions(client, TASK_QUEUES.octane)),
      ]),
    ];
  } finally {
    await client.connection.close();
  }
}

async function checked(name: string, check: () => Promise<Finding[]>): Promise<Check> {
  const findings = await check().catch((error: unknown) => [
    note(`Temporal does not tell: ${error instanceof Error ? error.message : 'unknown'}.`),
  ]);
  return { about: 'temporal', name, verdict: verdictOf(findings), findings: findings.map(({ sentence }) => sentence) };
}

async function version({ workflowService }: Client): Promise<Finding[]> {
  const { serverVersion } = await workflowService.getSystemInfo({});
  const [major = 0, minor = 0] = serverVersion.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_SERVER;
  const isOld = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  return isOld ? [bad(`It is ${serverVersion}; orders need ${OLDEST_SERVER.join('.')} or newer.`)] : [];
}

async function searchAttributes({ connection, options: { namespace } }: Client): Promise<Finding[]> {
  const { missing, wrong } = await compareSearchAttributes(connection, namespace);
  return [
    ...wrong.map(({ name }) => bad(`${name} is of another type than ours: remove it from namespace ${namespace}.`)),
    ...(missing.length > 0
      ? [
          bad(
            `${missing.length} are missing. A worker creates them, or an operator: ${commandToCreate(namespace, missing)}`,
          ),
        ]
      : []),
  ];
}

/** A closed order is forgotten after that time, and so are the earlier runs of one that is still open. */
async function retention(client: Client): Promise<Finding[]> {
  const { namespace } = client.options;
  const { config } = await client.workflowService.describeNamespace({ namespace });
  const kept = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) * 1000;
  const eldest = new Date(Date.now() - kept).toISOString();
  const types = FLOWS.map((flow) => `'${flow}'`).join(', ');
  const { count } = await client.workflow.count(
    `ExecutionStatus = 'Running' AND WorkflowType IN (${types}) AND StartTime < '${eldest}'`,
  );
  const days = ms(kept, { long: true });
  return [
    ...(kept < SHORTEST_RETENTION
      ? [
          note(
            `Closed orders are kept for ${days}: a reference can then be used again, and reconcile compares no older ones.`,
          ),
        ]
      : []),
    ...(count > 0 ? [note(`${count} open orders are older than the ${days} for which earlier runs are kept.`)] : []),
  ];
}

async function pollers(
  { workflowService, options: { namespace } }: Client,
  name: string,
  types: readonly temporal.api.enums.v1.TaskQueueType[],
): Promise<Finding[]> {
  const counts = await Promise.all(
    types.map(async (taskQueueType) => {
      const { pollers } = await workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType });
      return pollers.length;
    }),
  );
  return counts.includes(0) ? [bad('No worker polls it: start one.')] : [];
}

/** The rate limit of a queue is divided among its partitions. */
async function partitions({ workflowService, options: { namespace } }: Client, name: string): Promise<Finding[]> {
  const { activityTaskQueuePartitions } = await workflowService.listTaskQueuePartitions({
    namespace,
    taskQueue: { name },
  });
  const count = activityTaskQueuePartitions.length;
  return count > 1 ? [note(`It has ${count} partitions, among which the rate limit is divided: one is best.`)] : [];
}

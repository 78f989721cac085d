import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { DELIVERY_MESSAGES, isDeliveryOf, type DeliveryOf } from '../contract/event-delivery.ts';
import { fieldsOf } from '../contract/plain-objects.ts';
import { unknownField } from '../contract/unknown-fields.ts';
import { messageOf } from '../temporal/last-failure.ts';
import { undeliveredQuery } from '../temporal/undelivered.ts';
import { assertText } from './arguments.ts';

/** The events of one order that one receiver has not taken. */
export interface UndeliveredEvents extends DeliveryOf {
  since: Date;
  /** How often the first of them was sent since its tries began. */
  attempts: number;
  /** Of the last attempt; missing before one has failed. */
  why?: string;
  /** When it is tried next; missing when it is given up, until it is sent again, and while an attempt is under way. */
  nextAttempt?: Date;
  isGivenUp: boolean;
}

/** Whose; default: all. */
export type UndeliveredFilter = { [Field in keyof DeliveryOf]?: string | undefined };

const FIELDS: (keyof DeliveryOf)[] = ['receiver', 'reference'];

/** How many of the deliveries that last longer than their grace are read to find those of a filter. */
const MOST_READ = 10_000;

/** How many there are, of all receivers. */
export async function countUndelivered(client: Client): Promise<number> {
  return (await client.workflow.count(undeliveredQuery())).count;
}

/**
 * Some of them.
 *
 * @throws TypeError when the filter has a field that is not known.
 */
export async function* undeliveredEvents(client: Client, filter: UndeliveredFilter): AsyncGenerator<UndeliveredEvents> {
  for await (const workflowId of deliveriesOf(client, filter)) {
    const undelivered = await describedAs(client, workflowId);
    if (undelivered) yield undelivered;
  }
}

/**
 * Has them sent again at once, with their tries begun anew.
 *
 * @returns how many deliveries were told.
 * @throws TypeError when the filter has a field that is not known.
 */
export async function sendEventsAgain(client: Client, filter: UndeliveredFilter): Promise<number> {
  let told = 0;
  for await (const workflowId of deliveriesOf(client, filter)) {
    try {
      await client.workflow.getHandle(workflowId).signal(DELIVERY_MESSAGES.sendAgain);
      told += 1;
    } catch (error) {
      // Delivered meanwhile.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
  return told;
}

async function* deliveriesOf(client: Client, filter: UndeliveredFilter): AsyncGenerator<string> {
  for (const name of Object.keys(filter)) {
    if (!FIELDS.some((field) => field === name)) throw new TypeError(`"${name}" ${unknownField(name, FIELDS)}.`);
  }
  const { receiver, reference } = filter;
  if (receiver !== undefined) assertText('receiver', receiver);
  if (reference !== undefined) assertText('reference', reference);
  let read = 0;
  for await (const { workflowId, memo } of client.workflow.list({ query: undeliveredQuery() })) {
    if (read === MOST_READ) return;
    read += 1;
    if (!isDeliveryOf(memo)) continue;
    const isMeant = (receiver ?? memo.receiver) === memo.receiver && (reference ?? memo.reference) === memo.reference;
    if (isMeant) yield workflowId;
  }
}

/** undefined when they are delivered by now. */
async function describedAs({ workflow }: Client, workflowId: string): Promise<UndeliveredEvents | undefined> {
  try {
    const { status, memo, startTime, raw } = await workflow.getHandle(workflowId).describe();
    if (status.name !== 'RUNNING' || !isDeliveryOf(memo)) return undefined;
    const { receiver, reference } = memo;
    const { givenUp } = fieldsOf(memo);
    const [pending] = raw.pendingActivities ?? [];
    const failure = await messageOf(workflow, pending?.lastFailure);
    const why = failure ?? (typeof givenUp === 'string' ? givenUp : undefined);
    const next = Number(pending?.scheduledTime?.seconds ?? 0) * 1_000;
    return {
      receiver,
      reference,
      since: startTime,
      attempts: pending?.attempt ?? 0,
      ...(why !== undefined && { why }),
      ...(next > Date.now() && { nextAttempt: new Date(next) }),
      isGivenUp: typeof givenUp === 'string',
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

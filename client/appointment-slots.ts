import { randomUUID } from 'node:crypto';
import { WorkflowFailedError, type WorkflowClient } from '@temporalio/client';
import { ActivityFailure } from '@temporalio/common';
import { APPOINTMENT_SLOTS, type AppointmentSlot, type SlotsInput } from '../contract/appointment-slots.ts';
import { TASK_QUEUES } from '../contract/names.ts';
import type { Progress } from '../contract/outputs.ts';
import { assertDateTime } from './arguments.ts';
import { SlotsNotListed, UpdateRefused } from './errors.ts';

/** Those that Octane offers for an order now. @throws UpdateRefused, SlotsNotListed, TypeError */
export async function appointmentSlots(
  client: WorkflowClient,
  { reference, flow, groupNo, orderId }: Progress,
  notBefore: string | undefined,
): Promise<AppointmentSlot[]> {
  assertDateTime('notBefore', notBefore);
  if (flow !== 'activate') throw new UpdateRefused(`Order ${reference} is a ${flow}: it has no appointment.`);
  if (orderId === undefined) {
    throw new UpdateRefused(`Octane does not have order ${reference} yet, so there are no slots for it.`);
  }
  const input: SlotsInput = { orderId, ...(notBefore !== undefined && { notBefore }) };
  try {
    return (await client.execute(APPOINTMENT_SLOTS, {
      args: [input],
      workflowId: `nbn-slots-${reference}-${randomUUID()}`,
      taskQueue: TASK_QUEUES.orders,
      staticSummary: `List the slots for order ${reference}`,
      // Without a worker there is never an answer.
      workflowExecutionTimeout: '1 minute',
      ...(groupNo !== undefined && { priority: { fairnessKey: groupNo } }),
    })) as AppointmentSlot[];
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const cause = error.cause instanceof ActivityFailure ? error.cause.cause : error.cause;
    throw new SlotsNotListed(reference, cause?.message ?? error.message, { cause: error });
  }
}

import {
  ChildWorkflowCancellationType,
  condition,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  setHandler,
  startChild,
  uuid4,
  workflowInfo,
  type ChildWorkflowHandle,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  handOverSignal,
  holdService,
  queueForService,
  serviceTurnSignal,
  type Place,
  type Turn,
} from '../system/service-lock.ts';
import type { Display } from './display.ts';
import { uncancelledScope } from './uncancelled-scope.ts';

/** One order at a time for a service: whoever comes later waits, in order of arrival, and goes on however the holder ended. */
export class ServiceHold {
  readonly #display: Display;
  #scope = uncancelledScope();
  #service: string | undefined;
  #turn: Turn | undefined;
  /** Of the place in the queue: a turn that was granted to an earlier place does not count. */
  #token: string | undefined;
  #carried: CarriedHold | undefined;

  /**
   * Registers the signal's handler, so it comes before the workflow's first await.
   *
   * @param carried - From the run that this one continues, which handed the service over.
   */
  constructor(display: Display, carried?: CarriedHold) {
    this.#display = display;
    this.#carried = carried;
    setHandler(serviceTurnSignal, (turn) => {
      if (turn.token !== this.#token) return;
      this.#turn = turn;
      if (!turn.granted)
        this.#display.show({ heldBy: turn.heldBy }, `Waiting for the service, which ${turn.heldBy} has`);
    });
  }

  /** Waits until the service is this order's; it stays so until the workflow closes, or takes another service instead. */
  async take(service: string): Promise<void> {
    if (service === this.#service) return;
    this.release();
    this.#scope = uncancelledScope();
    const carried = this.#carried;
    this.#carried = undefined;
    if (service === carried?.service) return this.#takeUp(carried);
    this.#service = service;
    this.#turn = undefined;
    const lockId = lockIdOf(service);
    try {
      for (;;) {
        if (await this.#lock(lockId)) return;
        this.#display.show({ state: 'waiting', waitingFor: 'service' }, 'Another order has the service');
        if (await this.#queue(lockId)) break;
      }
    } catch (error) {
      // Whoever comes again has to wait again.
      this.#service = undefined;
      throw error;
    }
    this.#display.show({ state: 'placing', waitingFor: 'octane', heldBy: undefined }, 'It is this order’s turn');
  }

  /** Gives the service back; what {@link take} started does so too when the workflow closes in any other way. */
  release(): void {
    this.#scope.cancel();
  }

  /** Keeps the service for the run that continues this one. */
  async handOver(): Promise<void> {
    if (this.#service === undefined) return;
    this.#token = uuid4();
    const place = placeOf(this.#token);
    // Where the lock is gone, the next run cannot have it from this one either.
    await getExternalWorkflowHandle(lockIdOf(this.#service))
      .signal(handOverSignal, place, workflowInfo().runId)
      .catch(() => undefined);
  }

  carry(): CarriedHold | undefined {
    const [service, token] = [this.#service, this.#token];
    return service === undefined || token === undefined ? undefined : { service, token };
  }

  async #takeUp({ service, token }: CarriedHold): Promise<void> {
    this.#service = service;
    this.#token = token;
    const lockId = lockIdOf(service);
    // After a reset the ticket of the run before it may still be open.
    await this.#scope.run(() => startTicket(lockId, token).catch(() => this.#newTicket(lockId)));
  }

  /** The lock is a child with a fixed id. It is told when this workflow closes, in whatever way, so it cannot outlive the order. */
  async #lock(lockId: string): Promise<boolean> {
    const { workflowId } = workflowInfo();
    try {
      const lock = await this.#scope.run(() =>
        startChild(holdService, {
          workflowId: lockId,
          args: [{ holder: placeOf(uuid4()) }],
          parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
          cancellationType: ChildWorkflowCancellationType.TRY_CANCEL,
          staticSummary: `The service that ${workflowId} has`,
        }),
      );
      // Nobody waits for its end.
      lock.result().catch(() => undefined);
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  /** Queues by a ticket, which tells the lock when this workflow closes. False when the lock is gone meanwhile. */
  async #queue(lockId: string): Promise<boolean> {
    const ticket = await this.#scope.run(() => this.#newTicket(lockId));
    let lockGone = false;
    ticket.result().then(
      () => {
        lockGone = true;
      },
      () => {
        lockGone = true;
      },
    );
    await condition(() => this.#turn?.granted === true || lockGone);
    return this.#turn?.granted === true;
  }

  /** A token tells the runs of one order apart. A reset run draws the same ones again, and its earlier run's ticket may still be open. */
  async #newTicket(lockId: string): Promise<ChildWorkflowHandle<typeof queueForService>> {
    for (;;) {
      this.#token = uuid4();
      try {
        return await startTicket(lockId, this.#token);
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    }
  }
}

/** What a run hands to the one that continues it. */
export interface CarriedHold {
  service: string;
  token: string;
}

function placeOf(token: string): Place {
  const { workflowId, runId, startTime } = workflowInfo();
  return { order: workflowId, token, since: startTime.toISOString(), run: runId };
}

function lockIdOf(service: string): string {
  return `nbn-service-${service}`;
}

function startTicket(lockId: string, token: string): Promise<ChildWorkflowHandle<typeof queueForService>> {
  const { workflowId } = workflowInfo();
  return startChild(queueForService, {
    workflowId: `${lockId}-${token}`,
    args: [{ lockId, place: placeOf(token) }],
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    cancellationType: ChildWorkflowCancellationType.TRY_CANCEL,
    staticSummary: `The place of ${workflowId} in the queue`,
  });
}

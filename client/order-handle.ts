import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type WorkflowExecutionStatusName,
  type WorkflowHandle,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { AppointmentSlot } from '../contract/appointment-slots.ts';
import { isFailureType } from '../contract/failures.ts';
import { isOrderFlow } from '../contract/flows.ts';
import { PROGRESS_QUERY, UPDATE_REFUSED, UPDATES, type Flow, type OrderFlow } from '../contract/names.ts';
import type { Progress, Results } from '../contract/outputs.ts';
import type {
  Asked,
  BookedAppointment,
  RescheduleRequest,
  ResolveRequest,
  Withdrawal,
  WithdrawRequest,
} from '../contract/updates.ts';
import { pollNow } from '../temporal/poll-now.ts';
import { acceptedUpdate } from './accepted-update.ts';
import { appointmentSlots } from './appointment-slots.ts';
import { NoSuchOrder, OrderError, UpdateIdInUse, UpdateRefused } from './errors.ts';
import { GRPC, grpcStatusOf } from './grpc-status.ts';
import { historyOf, type OrderHistory } from './order-history.ts';
import { retriesOf, viewOf, type OrderView, type Retry } from './order-view.ts';
import { ANSWER_EXPECTED, answeredByWorker } from './polling-workers.ts';

/** Whether an order polls Octane at once, and why not. */
export interface PollAnswer {
  polls: boolean;
  why: string;
}

export interface PollOptions {
  /** Milliseconds to wait for a poll that is under way, because that may have read an older answer. Default a minute. */
  longestWait?: number | undefined;
}

export interface SlotsOptions {
  /** ISO 8601: not before this instant. Default: Octane's earliest. */
  notBefore?: string | undefined;
}

export interface UpdateOptions {
  /**
   * Temporal's update id: the same request with the same id is one request, for as long as the order runs in one run. Default: a new
   * one for each call.
   */
  updateId?: string | undefined;
}

/** Milliseconds: the limit of one attempt. */
const LONGEST_POLL = 60_000;
const BETWEEN_TRIES = 500;

/** Milliseconds between two looks at an order that is watched. */
const LOOK_EVERY = 1_000;

/** One order, by its reference; `F` is its flow, where that is known. */
export class OrderHandle<F extends Flow = OrderFlow> {
  readonly reference: string;
  /** Of the Temporal workflow, as the Web UI shows it. */
  readonly workflowId: string;
  /** False when the order was there already, and this call only found it. */
  readonly started: boolean;
  readonly #workflow: WorkflowHandle;
  readonly #answerExpected: number;

  /** @param answerExpected - Milliseconds after which a worker that does not answer is looked for. */
  constructor(reference: string, workflow: WorkflowHandle, started: boolean, answerExpected = ANSWER_EXPECTED) {
    this.reference = reference;
    this.workflowId = workflow.workflowId;
    this.started = started;
    this.#workflow = workflow;
    this.#answerExpected = answerExpected;
  }

  /**
   * Where the order stands now. Asks a worker, so one has to be running.
   *
   * @throws NoSuchOrder
   * @throws NoWorker
   */
  progress(): Promise<Progress> {
    return this.#answered(() => this.#workflow.query<Progress>(PROGRESS_QUERY));
  }

  /** {@link progress}, and what Temporal itself knows besides. @throws NoSuchOrder, NoWorker */
  async view(): Promise<OrderView> {
    const [progress, description] = await Promise.all([this.progress(), this.#found(this.#workflow.describe())]);
    return viewOf(progress, description.status.name, await retriesOf(this.#workflow.client, description));
  }

  /**
   * Where the order stands now, and again whenever that has changed, until it has ended. A worker is asked only when the order's history
   * has grown.
   *
   * @throws NoSuchOrder, NoWorker
   */
  async *changes(): AsyncGenerator<OrderView> {
    let seen = '';
    for (;;) {
      const description = await this.#found(this.#workflow.describe());
      const { runId, historyLength } = description;
      const retries = await retriesOf(this.#workflow.client, description);
      const failures = retries.map(({ activity, lastFailure }) => [activity, lastFailure]);
      const now = JSON.stringify([runId, historyLength, failures]);
      if (now !== seen) {
        yield viewOf(await this.progress(), description.status.name, retries);
        if (description.status.name !== 'RUNNING') return;
        seen = now;
      }
      await sleep(LOOK_EVERY);
    }
  }

  /** What was ordered, as it is corrected by now, and where. It may hold personal data. @throws NoSuchOrder */
  async history(): Promise<OrderHistory> {
    try {
      return await historyOf(this.#workflow);
    } catch (error) {
      // The SDK leaves it open here what is not found; this says it.
      if (grpcStatusOf(error) === GRPC.notFound) await this.status();
      throw error;
    }
  }

  /**
   * Waits for the order's end: minutes to months.
   *
   * @throws OrderError when it ended otherwise than completed or partial.
   * @throws NoSuchOrder
   * @throws WorkflowFailedError when the workflow was terminated.
   */
  async result(): Promise<Results[F]> {
    try {
      return (await this.#found(this.#workflow.result())) as Results[F];
    } catch (error) {
      const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
      if (!(cause instanceof ApplicationFailure) || !isFailureType(cause.type)) throw error;
      throw new OrderError(cause.type, cause.message, cause.details?.[0] ?? {}, { cause: error });
    }
  }

  /**
   * Withdraws the order: at once while nothing is placed, else where Octane still can.
   *
   * @returns accepted or not, and why; after an acceptance the order tells whether it came in time.
   * @throws UpdateRefused with everything that is wrong with the request.
   * @throws UpdateIdInUse
   */
  withdraw(request: WithdrawRequest, options: UpdateOptions = {}): Promise<Withdrawal> {
    return this.#update(UPDATES.withdraw, request, options);
  }

  /**
   * What the appointment of an activation can be moved to, earliest first. A worker asks Octane.
   *
   * @throws UpdateRefused when the order has no appointment.
   * @throws SlotsNotListed when Octane does not list them.
   * @throws TypeError when `notBefore` is no date-time.
   * @throws NoSuchOrder, NoWorker
   */
  async slots({ notBefore }: SlotsOptions = {}): Promise<AppointmentSlot[]> {
    return appointmentSlots(this.#workflow.client, await this.progress(), notBefore);
  }

  /** Moves the appointment of an activation. @throws UpdateRefused with why it cannot be moved. @throws UpdateIdInUse */
  reschedule(request: RescheduleRequest, options: UpdateOptions = {}): Promise<BookedAppointment> {
    return this.#update(UPDATES.reschedule, request, options);
  }

  /** Decides how an order in fallout goes on. @throws UpdateRefused with why it cannot go on like that. @throws UpdateIdInUse */
  async resolve(request: ResolveRequest, options: UpdateOptions = {}): Promise<void> {
    await this.#update(UPDATES.resolve, request, options);
  }

  /**
   * Lets the order poll Octane at once, rather than when its next poll is due: for a caller that has reason to think that it changed
   * there. Nothing is written to the order's history. The rate limit of calls to Octane holds here too.
   *
   * @returns whether there is something to poll.
   * @throws NoSuchOrder
   */
  async poll({ longestWait = LONGEST_POLL }: PollOptions = {}): Promise<PollAnswer> {
    let poll = await pollNow(this.#workflow.client, this.workflowId);
    // What one that is under way has read may be older than what the caller knows of.
    let waited = 0;
    for (; poll === 'under way' && waited < longestWait; waited += BETWEEN_TRIES) {
      await sleep(BETWEEN_TRIES);
      poll = await pollNow(this.#workflow.client, this.workflowId);
    }
    switch (poll) {
      case 'begins':
        return { polls: true, why: 'It polls Octane now.' };
      case 'under way':
        return { polls: true, why: 'A poll is under way, which Octane has not answered yet.' };
      case 'paused':
        return { polls: false, why: 'Its polls of Octane are paused: unpause the activity in the Web UI.' };
      case 'none': {
        if (waited > 0) return { polls: true, why: 'It has just polled Octane, and goes on with what it found.' };
        const status = await this.status();
        if (status !== 'RUNNING') return { polls: false, why: `It has ended (${status}).` };
        return { polls: false, why: 'It does not follow an order at Octane now.' };
      }
    }
  }

  /** Temporal's word for how the workflow stands: `RUNNING`, or how it closed, such as `COMPLETED` or `TERMINATED`. */
  async status(): Promise<WorkflowExecutionStatusName> {
    const { status } = await this.#found(this.#workflow.describe());
    return status.name;
  }

  /** The calls that keep failing at the moment; none when all is well, an order that merely waits included. */
  async retries(): Promise<Retry[]> {
    return retriesOf(this.#workflow.client, await this.#found(this.#workflow.describe()));
  }

  async #update<Answer>(update: string, request: Asked, { updateId }: UpdateOptions): Promise<Answer> {
    const ask = () => this.#executeUpdate<Answer>(update, request, updateId ?? randomUUID());
    try {
      const answer = await this.#answered(ask);
      if (updateId !== undefined) await this.#assertSameRequest(updateId, update, request);
      return answer;
    } catch (error) {
      if (updateId !== undefined && error instanceof WorkflowUpdateFailedError)
        await this.#assertSameRequest(updateId, update, request);
      if (error instanceof NoSuchOrder) {
        throw new UpdateRefused(
          `Order ${this.reference} has ended (${await this.status()}); nothing can be changed any more.`,
        );
      }
      const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
      if (!(cause instanceof ApplicationFailure)) throw error;
      if (cause.type === UPDATE_REFUSED) throw new UpdateRefused(cause.message, { cause: error });
      const { type: flow } = await this.#found(this.#workflow.describe());
      if (isOrderFlow(flow)) throw error;
      throw new UpdateRefused(`Order ${this.reference} is a ${flow}: it only asks, so there is nothing to change.`, {
        cause: error,
      });
    }
  }

  /** Once more when the server took it back: it does so when the order is carried over to a new run at the same instant. */
  async #executeUpdate<Answer>(update: string, request: Asked, updateId: string): Promise<Answer> {
    const options = { args: [request] as [Asked], updateId };
    try {
      return await this.#workflow.executeUpdate<Answer, [Asked]>(update, options);
    } catch (error) {
      if (!wasTakenBack(error)) throw error;
      return this.#workflow.executeUpdate<Answer, [Asked]>(update, options);
    }
  }

  /** Temporal answers an id that it knows with what became of the first request, whatever this one asks for. */
  async #assertSameRequest(updateId: string, update: string, request: Asked): Promise<void> {
    const first = await acceptedUpdate(this.#workflow, updateId);
    const isSame = first === undefined || (first.update === update && isDeepStrictEqual(first.request, request));
    if (!isSame) throw new UpdateIdInUse(this.reference);
  }

  #answered<T>(ask: () => Promise<T>): Promise<T> {
    return this.#found(answeredByWorker(this.#workflow.client, this.#answerExpected, ask));
  }

  async #found<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw new NoSuchOrder(this.reference, { cause: error });
      throw error;
    }
  }
}

/** Whether the workflow task that was to take an update failed, so that the update was not applied. */
function wasTakenBack(error: unknown): boolean {
  return grpcStatusOf(error) === GRPC.failedPrecondition;
}

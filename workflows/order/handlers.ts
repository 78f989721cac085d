import { CancellationScope, defineQuery, defineUpdate, setHandler } from '@temporalio/workflow';
import { withoutNulls } from '../../contract/absent.ts';
import { actionsOf, takesInput } from '../../contract/fallout-choices.ts';
import type { Fallout, ResolveAction } from '../../contract/fallout.ts';
import { PROGRESS_QUERY, UPDATES } from '../../contract/names.ts';
import type { Progress } from '../../contract/outputs.ts';
import { isObject } from '../../contract/plain-objects.ts';
import { problemsOfReschedule, problemsOfResolve, problemsOfWithdraw } from '../../contract/update-requests.ts';
import { SERVICES_QUERY } from '../../contract/service-lock.ts';
import type {
  BookedAppointment,
  RescheduleRequest,
  ResolveRequest,
  Withdrawal,
  WithdrawRequest,
} from '../../contract/updates.ts';
import type { Decisions } from './decisions.ts';
import { oneAtATimeAfterAll } from './handler-turns.ts';
import type { OrderState } from './order-state.ts';
import { refusedUpdate, refuseFor } from './refused-update.ts';
import { reschedule, whyNotRescheduled } from './reschedule.ts';
import type { Withdrawals } from './withdrawal.ts';

const progressQuery = defineQuery<Progress>(PROGRESS_QUERY);
const servicesQuery = defineQuery<string[]>(SERVICES_QUERY);
const withdrawUpdate = defineUpdate<Withdrawal, [WithdrawRequest]>(UPDATES.withdraw);
const rescheduleUpdate = defineUpdate<BookedAppointment, [RescheduleRequest]>(UPDATES.reschedule);
const resolveUpdate = defineUpdate<{ accepted: ResolveAction }, [ResolveRequest]>(UPDATES.resolve);

/** The one message that every flow takes, enquiries included. */
export function handleProgress(state: OrderState): void {
  setHandler(progressQuery, () => state.progress, { description: 'How the order stands.' });
}

/** Has to accept a decision before it counts. @throws a refused update with why not. */
export type CheckDecision = (decision: ResolveRequest, fallout: Fallout) => Promise<void>;

/**
 * Every message that an order takes, registered before the workflow's first await. A request that is not understood changes nothing.
 * A cancellation of the workflow is a wish to withdraw the order, and no end of its messages.
 */
export function handleMessages(
  state: OrderState,
  { withdrawals, decisions, check }: { withdrawals: Withdrawals; decisions: Decisions; check: CheckDecision },
): void {
  const inTurn = <T>(handle: () => Promise<T>) => CancellationScope.nonCancellable(() => oneAtATimeAfterAll(handle));
  let isChecking = false;

  handleProgress(state);
  setHandler(servicesQuery, () => state.record.services.map(({ service }) => service));

  setHandler(withdrawUpdate, (request) => inTurn(() => withdrawals.withdraw(request)), {
    description: 'Withdraw the order: {"by":"who","reason":"why"}',
    validator: (request) => {
      refuseFor(problemsOfWithdraw(request));
    },
  });
  CancellationScope.current().cancelRequested.catch(() =>
    inTurn(() => withdrawals.withdraw({ by: 'Temporal', reason: 'the workflow was cancelled' })),
  );

  setHandler(rescheduleUpdate, (request) => inTurn(() => reschedule(state, withoutNulls(request))), {
    description: 'Book another appointment: {"notBefore":"2026-12-07T00:00:00Z","by":"who","reason":"why"}',
    validator: (request) => {
      refuseFor(problemsOfReschedule(request));
      const why = whyNotRescheduled(state);
      if (why !== undefined) throw refusedUpdate(why);
    },
  });

  setHandler(
    resolveUpdate,
    async (request) => {
      const decision: ResolveRequest = { ...withoutNulls(request), ...(request.input && { input: request.input }) };
      const { fallout } = state.progress;
      isChecking = true;
      try {
        await inTurn(async () => {
          if (fallout) await check(decision, fallout);
          if (state.progress.fallout !== fallout) throw refusedUpdate('The question was answered otherwise meanwhile.');
          decisions.take(decision);
        });
      } finally {
        isChecking = false;
      }
      return { accepted: decision.action };
    },
    {
      description: 'Decide how an order in fallout goes on: {"action":"retry","by":"who","reason":"why"}',
      validator: (request: ResolveRequest) => {
        const { fallout, state: orderState } = state.progress;
        if (!fallout) throw refusedUpdate(`There is nothing to decide: the order is ${orderState}, not in fallout.`);
        if (decisions.isDecided || isChecking) throw refusedUpdate('Another decision is just being carried out.');
        refuseFor(problemsOfResolve(request, actionsOf(fallout)));
        if (isObject(request.input) && !takesInput(fallout)) {
          throw refusedUpdate('"input" cannot be corrected any more: Octane has the order.');
        }
      },
    },
  );
}

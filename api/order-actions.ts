import type { OrderView } from '../client/index.ts';
import { isOrderFlow } from '../contract/flows.ts';
import { hasRight, type Caller } from './roles.ts';
import { ORDER_ACTIONS, type OrderAction } from './schemas.ts';

/** What a caller may do with an order as it stands. */
export function actionsOf(view: OrderView, caller: Caller | undefined): OrderAction[] {
  return ORDER_ACTIONS.filter((action) => caller && hasRight(caller, action) && isPossible(action, view));
}

/** The order itself decides in the end; this only leaves out what it surely refuses. */
function isPossible(action: OrderAction, { status, progress }: OrderView): boolean {
  if (status !== 'RUNNING') return false;
  switch (action) {
    case 'poll':
      return true;
    case 'withdraw':
      return isOrderFlow(progress.flow);
    case 'reschedule':
      return progress.flow === 'activate';
    case 'resolve':
      return progress.fallout !== undefined;
  }
}

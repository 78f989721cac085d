import { FLOWS, type Flow } from '../contract/names.ts';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import {
  isTerminal,
  OCTANE_ORDER_STATES,
  OWN_ORDER_STATES,
  WAITING_FOR,
  type OrderState,
  type WaitingFor,
} from '../contract/states.ts';
import { unknownField } from '../contract/unknown-fields.ts';
import { quoted } from '../temporal/visibility.ts';
import { assertCustNo, assertDate, assertOneOf, assertText } from './arguments.ts';

/** Which orders are listed; default: all. */
export interface ListFilter {
  state?: OrderState | undefined;
  flow?: Flow | undefined;
  custNo?: number | undefined;
  /** Who or what it waits for. */
  waitingFor?: WaitingFor | undefined;
  /** Only those that take longer than their target. */
  jeopardy?: boolean | undefined;
  /** Octane's number of the order. */
  orderId?: string | undefined;
  /** Only open ones whose phase should be over before this. */
  dueBefore?: Date | undefined;
}

const FIELDS: (keyof ListFilter)[] = ['state', 'flow', 'custNo', 'waitingFor', 'jeopardy', 'orderId', 'dueBefore'];

/**
 * The filter as a visibility query.
 *
 * @throws TypeError when a caller that the compiler does not check gives something else than a filter has.
 */
export function queryOf(filter: ListFilter): string {
  for (const name of Object.keys(filter)) {
    if (!FIELDS.some((field) => field === name)) throw new TypeError(`"${name}" ${unknownField(name, FIELDS)}.`);
  }
  const { state, flow, custNo, waitingFor, jeopardy, orderId, dueBefore } = filter;
  assertOneOf('state', state, [...OCTANE_ORDER_STATES, ...OWN_ORDER_STATES]);
  assertOneOf('flow', flow, FLOWS);
  assertOneOf('waitingFor', waitingFor, WAITING_FOR);
  assertCustNo(custNo);
  if (orderId !== undefined) assertText('orderId', orderId);
  assertDate('dueBefore', dueBefore);
  const open =
    (state !== undefined && !isTerminal(state)) ||
    waitingFor !== undefined ||
    jeopardy === true ||
    dueBefore !== undefined;
  return [
    `WorkflowType IN (${(flow === undefined ? FLOWS : [flow]).map(quoted).join(', ')})`,
    ...(state === undefined ? [] : [`${SEARCH_ATTRIBUTES.state.name} = ${quoted(state)}`]),
    ...(waitingFor === undefined ? [] : [`${SEARCH_ATTRIBUTES.waitingFor.name} = ${quoted(waitingFor)}`]),
    ...(jeopardy === true ? [`${SEARCH_ATTRIBUTES.jeopardy.name} = true`] : []),
    ...(orderId === undefined ? [] : [`${SEARCH_ATTRIBUTES.orderId.name} = ${quoted(orderId)}`]),
    ...(dueBefore === undefined ? [] : [`${SEARCH_ATTRIBUTES.dueDate.name} < ${quoted(dueBefore.toISOString())}`]),
    // A terminated order keeps what it had.
    ...(open ? ["ExecutionStatus = 'Running'"] : []),
    ...(custNo === undefined ? [] : [`${SEARCH_ATTRIBUTES.custNo.name} = ${quoted(String(custNo))}`]),
  ].join(' AND ');
}

import ms from 'ms';
import type { Order, SubOrderType } from './order.ts';

/** One status an order comes to on its way, in Octane's words. */
export interface Stage {
  /** Milliseconds since the order started. */
  after: number;
  orderStatus: string;
  orderSubStatus?: string;
  orderExternalStatus?: string;
  orderReason?: string;
}

/** An order's whole way: acknowledged first, and ending with a terminal word. */
export type Script = readonly [Stage, ...Stage[]];

/** The status at which an order takes effect on the service. */
export const COMPLETED = 'Completed';

/** Acknowledged, In Progress after 30 minutes, and then `end`. */
export function endingWith(end: Stage): Script {
  return [{ after: 0, orderStatus: 'Acknowledged' }, { after: ms('30 minutes'), orderStatus: 'In Progress' }, end];
}

const ACTIVATION: Script = [
  { after: 0, orderStatus: 'Acknowledged' },
  { after: ms('30 minutes'), orderStatus: 'In Progress', orderExternalStatus: 'Acknowledged' },
  { after: ms('2 hours'), orderStatus: 'In Progress', orderExternalStatus: 'In Progress' },
  { after: ms('8 hours'), orderStatus: COMPLETED },
];
const CHANGE = endingWith({ after: ms('3 hours'), orderStatus: COMPLETED });
const DISCONNECTION = endingWith({ after: ms('4 hours'), orderStatus: COMPLETED });

/** What happens to an order when nothing goes wrong. */
export const NORMAL_SCRIPTS: Record<SubOrderType, Script> = {
  New: ACTIVATION,
  Transfer: ACTIVATION,
  Transition: ACTIVATION,
  PlanChange: CHANGE,
  Suspend: CHANGE,
  Unsuspend: CHANGE,
  Shape: CHANGE,
  Unshape: CHANGE,
  Disconnect: DISCONNECTION,
};

/** When an order reaches a stage, in milliseconds since the epoch. */
export interface Milestone {
  at: number;
  stage: Stage;
}

/**
 * When an order reaches each of its stages. It is acknowledged when it is placed; the rest counts from its start.
 */
export function timetable({
  script,
  placedAt,
  startsAt,
}: Pick<Order, 'script' | 'placedAt' | 'startsAt'>): Milestone[] {
  return script.map((stage, index) => ({ at: index === 0 ? placedAt : startsAt + stage.after, stage }));
}

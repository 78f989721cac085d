import type { OrderFlow } from './names.ts';
import type { ServiceCondition } from './service-condition.ts';
import { sameWord } from './words.ts';

/** What there is to know of a flow that orders something. */
interface OrderFlowFacts {
  kind: 'order';
  /** For people. */
  title: string;
  /** documented: Octane's sub-types that an order of this flow can have. */
  subOrderTypes: readonly string[];
  /** What the service must be like for the order to make sense; an activation makes it. */
  from?: ServiceCondition;
  /** What the order makes of it, besides the plan. */
  goal: ServiceCondition;
}

/** Of a flow that only asks. */
interface EnquiryFlowFacts {
  kind: 'enquiry';
  title: string;
}

/** The one table of flows; docs/adding-a-flow.md says what else a flow has. */
export const FLOW_TABLE = {
  activate: {
    kind: 'order',
    title: 'Activation',
    subOrderTypes: ['New', 'Transfer', 'Transition'],
    goal: { status: 'active' },
  },
  planChange: {
    kind: 'order',
    title: 'Plan change',
    subOrderTypes: ['PlanChange'],
    from: { status: 'active' },
    goal: { status: 'active' },
  },
  suspend: {
    kind: 'order',
    title: 'Suspension',
    subOrderTypes: ['Suspend'],
    from: { status: 'active' },
    goal: { status: 'suspended' },
  },
  unsuspend: {
    kind: 'order',
    title: 'Unsuspension',
    subOrderTypes: ['Unsuspend'],
    from: { status: 'suspended' },
    goal: { status: 'active' },
  },
  shape: {
    kind: 'order',
    title: 'Shaping',
    subOrderTypes: ['Shape'],
    from: { status: 'active', shaped: false },
    goal: { status: 'active', shaped: true },
  },
  unshape: {
    kind: 'order',
    title: 'Unshaping',
    subOrderTypes: ['Unshape'],
    from: { status: 'active', shaped: true },
    goal: { status: 'active', shaped: false },
  },
  disconnect: {
    kind: 'order',
    title: 'Disconnection',
    subOrderTypes: ['Disconnect'],
    from: { status: 'active' },
    goal: { status: 'disconnected' },
  },
  diagnosticTest: { kind: 'enquiry', title: 'Diagnostic test' },
  serviceHealthCheck: { kind: 'enquiry', title: 'Service health check' },
} as const satisfies Record<string, OrderFlowFacts | EnquiryFlowFacts>;

/** documented: every sub-type of Octane's orders, also those that no flow places. */
const ALL_SUB_ORDER_TYPES: readonly string[] = [
  ...Object.values(FLOW_TABLE).flatMap((facts) => (facts.kind === 'order' ? [...facts.subOrderTypes] : [])),
  'Port Out',
  'ChangeIP',
];

/** The flow whose orders have this sub-type of Octane's. */
export function flowOf(orderSubType: string | undefined): string | undefined {
  const [flow] =
    Object.entries<OrderFlowFacts | EnquiryFlowFacts>(FLOW_TABLE).find(
      ([, facts]) => facts.kind === 'order' && facts.subOrderTypes.some((known) => sameWord(known, orderSubType)),
    ) ?? [];
  return flow;
}

/** Whether an order of Octane's with this sub-type can be one of the flow; undefined where the word says nothing. */
export function isOfFlow(flow: OrderFlow, orderSubType: string | undefined): boolean | undefined {
  if (FLOW_TABLE[flow].subOrderTypes.some((known) => sameWord(known, orderSubType))) return true;
  return ALL_SUB_ORDER_TYPES.some((known) => sameWord(known, orderSubType)) ? false : undefined;
}

/** Whether a workflow type is that of a flow which orders something. */
export function isOrderFlow(type: string): type is OrderFlow {
  const facts = new Map<string, OrderFlowFacts | EnquiryFlowFacts>(Object.entries(FLOW_TABLE)).get(type);
  return facts?.kind === 'order';
}

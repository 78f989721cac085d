import type { NewCustomerInput, Inputs } from '../../contract/inputs.ts';
import type { Flow } from '../../contract/names.ts';
import type { Mishap } from './mishaps.ts';
import type { Random } from './random.ts';

/** One order of the run, and what happens to it besides. */
export type PlannedOrder<F extends Flow = Flow> = {
  [Each in F]: {
    flow: Each;
    input: Inputs[Each];
    /** Milliseconds since the run's beginning. */
    at: number;
    mishap?: Mishap;
  };
}[F];

/** Of a customer's service, one after the other. Nothing comes after the disconnection. */
const CAREERS = [
  ['planChange', 'suspend', 'unsuspend'],
  ['planChange', 'planChange'],
  ['shape', 'unshape', 'planChange'],
  ['suspend', 'unsuspend', 'disconnect'],
  ['shape', 'planChange', 'unshape'],
  ['planChange', 'disconnect'],
  ['disconnect'],
  ['activate'],
  ['activate'],
  ['activateForNewCustomer'],
  ['diagnosticTest', 'serviceHealthCheck'],
] as const satisfies (Flow | 'activateForNewCustomer')[][];

type Deed = (typeof CAREERS)[number][number];

const WITHDRAWN = 0.06;
const TERMINATED = 0.04;
const RESET = 0.08;
const RESET_CLOSED = 0.06;
/**
 * Of the orders that are their customer's only one: only the lock remembers that a deleted order was there, and it forgets when it goes
 * to another order (docs/operations.md).
 */
const DELETED = 0.15;
const FIRST_CUSTOMER = 100_001;
/** Locations of the sandbox (docs/sandbox.md): an NTD that is there; and one where a technician has to come. */
const HOUSES = ['0995', '0995', '0995', '7110'] as const;

/**
 * Orders of all flows for customers of the sandbox, of whom each has a few.
 *
 * @param within - Milliseconds in which all of them are started.
 */
export function planOrders(random: Random, count: number, within: number): PlannedOrder[] {
  const planned: PlannedOrder[] = [];
  for (let custNo = FIRST_CUSTOMER; planned.length < count; custNo++) {
    // Each career once, so that even a short run has all flows; then as it comes.
    const career = CAREERS[custNo - FIRST_CUSTOMER] ?? random.pick<readonly Deed[]>(CAREERS);
    let at = random.integer(0, within);
    for (const deed of career.slice(0, count - planned.length)) {
      const number = String(planned.length + 1).padStart(4, '0');
      planned.push({ ...orderFor(deed, custNo, number, random), at, ...mishapOf(deed, career.length === 1, random) });
      at += random.integer(0, 1000);
    }
  }
  return planned.sort((one, other) => one.at - other.at);
}

/** How many customers {@link planOrders} needs at most. */
export function customersFor(count: number): number {
  return count;
}

type Order<F extends Flow = Flow> = { [Each in F]: { flow: Each; input: Inputs[Each] } }[F];

function orderFor(deed: Deed, custNo: number, number: string, random: Random): Order {
  const common = { reference: `C-${number}-${deed}`, custReqDate: new Date().toISOString() };
  const service = { custNo };
  switch (deed) {
    case 'planChange':
      return { flow: deed, input: { ...common, service, planNo: random.pick([1002, 1003, 1004, 1006]) } };
    case 'suspend':
    case 'unsuspend':
    case 'shape':
    case 'unshape':
    case 'disconnect':
      return { flow: deed, input: { ...common, service } };
    case 'diagnosticTest':
      return { flow: deed, input: { reference: common.reference, service, testType: 'NTD Status' } };
    case 'serviceHealthCheck':
      return { flow: deed, input: { reference: common.reference, service } };
    case 'activate':
    case 'activateForNewCustomer':
      return {
        flow: 'activate',
        input: {
          ...common,
          customer: deed === 'activate' ? { custNo } : { new: newCustomer(number) },
          address: { locationId: `LOC3801${number}${random.pick(HOUSES)}` },
          planNo: 1001,
          contact: { name: 'Casey Chaos', phone: '0400000123', email: 'casey@example.com' },
        },
      };
  }
}

function newCustomer(number: string): NewCustomerInput {
  return {
    customerType: 'R',
    givenNames: 'Casey',
    surname: `Chaos ${number}`,
    email: `casey${number}@example.com`,
    addressLine1: '1 Sample Street',
    suburb: 'Sampleton',
    state: 'VIC',
    postcode: '3999',
  };
}

function mishapOf(deed: Deed, isOnly: boolean, random: Random): Pick<PlannedOrder, 'mishap'> {
  if (deed === 'diagnosticTest' || deed === 'serviceHealthCheck') return {};
  const soon = () => random.integer(0, 6000);
  // Half of them to the last workflow task, as `--type LastWorkflowTask` does.
  const to = () => (random.happens(0.5) ? 1 : random.integer(0, 100) / 100);
  if (random.happens(WITHDRAWN)) return { mishap: { what: 'withdraw', after: soon() } };
  if (random.happens(TERMINATED)) return { mishap: { what: 'terminate', after: soon() } };
  if (random.happens(RESET)) return { mishap: { what: 'reset', after: soon(), to: to() } };
  if (random.happens(RESET_CLOSED)) return { mishap: { what: 'resetClosed', after: soon(), to: to() } };
  if (isOnly && random.happens(DELETED)) return { mishap: { what: 'delete', after: soon() } };
  return {};
}

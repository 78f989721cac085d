import ms from 'ms';
import { errorAnswer, INVALID_ACCESS, MAINTENANCE_PAGE, validationError, type Answer } from './answer.ts';
import type { SubOrderType } from './create-request.ts';
import type { EnquiryFault } from './enquiry.ts';
import { COMPLETED, endingWith, VISIT, VISIT_BEGINNING, type Script, type Stage } from './lifecycle.ts';
import type { ServiceStatus } from './service.ts';

/** What goes wrong with a create call. */
export type CreateFault =
  /** Nothing is stored. `firstCalls`: how many create calls of the customer fail; default: all. */
  | { stored: false; answer: Answer; firstCalls?: number }
  /** The order is stored; nothing of the answer arrives, or its first half. */
  | { stored: true; arrives: 'nothing' | 'half' };

/** What goes wrong with Get Order Detail for the first `during` milliseconds of the order's life. */
export interface GetFault {
  answer: Answer;
  during: number;
}

type SeededLine = Extract<ServiceStatus, 'Active' | 'Suspended' | 'Disconnected'> | 'Shaped';

/** A reserved customer: what happens to any order that is placed for it. */
export interface ReservedCustomer {
  custNo: number;
  name: string;
  whatHappens: string;
  /** In place of the normal script. */
  script?: Script;
  /** In place of `script`, for orders with an appointment. */
  visitScript?: Script;
  /** The orders that `script` is for; default: all. */
  scriptFor?: { firstOrder: true } | { subOrderType: SubOrderType };
  createFault?: CreateFault;
  getFault?: GetFault;
  /** A cancellation is accepted, but the order completes. */
  completesWhenCancelled?: true;
  /** Another provider takes the slot of an order's first booking. */
  losesSlot?: true;
  enquiryFault?: EnquiryFault;
  /** The order completes without an effect on the service. */
  serviceUntouched?: true;
  /** The services that the customer starts with, from line 1; default: one that is active. */
  lines?: readonly SeededLine[];
  /** Default true. */
  portalAccess?: boolean;
}

const HELD: Stage = {
  after: ms('2 hours'),
  orderStatus: 'In Progress',
  orderSubStatus: 'Held',
  orderReason: 'Network shortfall at this location',
};
const REMEDIATION_DAYS = 10;

/** All reserved customers. A test compares them with the table in docs/sandbox.md. */
export const RESERVED_CUSTOMERS: readonly ReservedCustomer[] = [
  {
    custNo: 990001,
    name: 'rejected',
    whatHappens: 'In Progress, then Rejected after 6 hours',
    script: endingWith({ after: ms('6 hours'), orderStatus: 'Rejected', orderReason: 'Insufficient NTD capacity' }),
  },
  {
    custNo: 990002,
    name: 'held',
    whatHappens: 'Held from 2 hours on for 7 days, then In Progress, and Completed 6 hours later',
    script: [
      { after: 0, orderStatus: 'Acknowledged' },
      { after: ms('30 minutes'), orderStatus: 'In Progress' },
      HELD,
      { after: ms('2 hours') + ms('7 days'), orderStatus: 'In Progress' },
      { after: ms('8 hours') + ms('7 days'), orderStatus: COMPLETED },
    ],
  },
  {
    custNo: 990003,
    name: 'slow',
    whatHappens: 'Acknowledged for a day, in work for months, Completed after 90 days',
    script: [
      { after: 0, orderStatus: 'Acknowledged' },
      { after: ms('1 day'), orderStatus: 'In Progress', orderExternalStatus: 'Acknowledged' },
      { after: ms('30 days'), orderStatus: 'In Progress', orderExternalStatus: 'In Progress' },
      { after: ms('90 days'), orderStatus: COMPLETED },
    ],
  },
  {
    custNo: 990004,
    name: 'unknown status',
    whatHappens: 'orderStatus "Zigzagging", an unknown word, from 1 hour to 5 hours; then Completed',
    script: [
      { after: 0, orderStatus: 'Acknowledged' },
      { after: ms('1 hour'), orderStatus: 'Zigzagging' },
      { after: ms('5 hours'), orderStatus: COMPLETED },
    ],
  },
  {
    custNo: 990005,
    name: 'lost answer',
    whatHappens: 'the order is stored, and the connection breaks without an answer',
    createFault: { stored: true, arrives: 'nothing' },
  },
  {
    custNo: 990006,
    name: 'access denied',
    whatHappens: 'the create call answers 403',
    createFault: { stored: false, answer: INVALID_ACCESS },
  },
  {
    custNo: 990007,
    name: 'order unreadable',
    whatHappens: "Get Order Detail answers 503 for the first 2 hours of the order's life",
    getFault: { answer: errorAnswer(503, 'Service unavailable'), during: ms('2 hours') },
  },
  {
    custNo: 990008,
    name: 'validation error',
    whatHappens: 'the create call answers a validation error with HTTP 200; nothing is stored',
    createFault: {
      stored: false,
      answer: validationError([{ field: 'service.custNo', message: 'This customer takes no orders' }]),
    },
  },
  {
    custNo: 990009,
    name: 'maintenance page',
    whatHappens: 'the create call answers an HTML page with HTTP 200; nothing is stored',
    createFault: { stored: false, answer: MAINTENANCE_PAGE },
  },
  {
    custNo: 990010,
    name: 'lost request',
    whatHappens: 'the connection breaks before anything is stored',
    createFault: { stored: false, answer: 'reset' },
  },
  {
    custNo: 990011,
    name: 'cancelled by Octane',
    whatHappens: 'In Progress, then Cancelled after 6 hours',
    script: endingWith({ after: ms('6 hours'), orderStatus: 'Cancelled', orderReason: 'Cancelled by the provider' }),
  },
  {
    custNo: 990012,
    name: 'failed',
    whatHappens: 'In Progress, then Failed after 6 hours',
    script: endingWith({ after: ms('6 hours'), orderStatus: 'Failed', orderReason: 'Provisioning failed' }),
  },
  {
    custNo: 990013,
    name: 'without effect',
    whatHappens: 'the order completes, but the service stays as it was',
    serviceUntouched: true,
  },
  {
    custNo: 990014,
    name: 'two services',
    whatHappens: 'two active NBN services, lines 1 and 2; an order is for the first that fits',
    lines: ['Active', 'Active'],
  },
  {
    custNo: 990015,
    name: 'no portal access',
    whatHappens: 'the welcome email is refused with a validation error',
    portalAccess: false,
  },
  {
    custNo: 990016,
    name: 'server error',
    whatHappens: 'the create call answers 500; nothing is stored',
    createFault: { stored: false, answer: errorAnswer(500, 'Internal error') },
  },
  {
    custNo: 990017,
    name: 'too many requests',
    whatHappens: 'the first 2 create calls for this customer answer 429 with Retry-After: 2; later ones work',
    createFault: {
      stored: false,
      answer: { ...errorAnswer(429, 'Too many requests'), headers: { 'retry-after': '2' } },
      firstCalls: 2,
    },
  },
  {
    custNo: 990018,
    name: 'no active service',
    whatHappens: 'line 1 is disconnected, so any order but an activation is a validation error',
    lines: ['Disconnected'],
  },
  {
    custNo: 990019,
    name: 'half an answer',
    whatHappens: 'the order is stored, and the body of the answer ends in the middle of its JSON',
    createFault: { stored: true, arrives: 'half' },
  },
  {
    custNo: 990020,
    name: 'missed visit',
    whatHappens: 'with an appointment: Pending / Appointment Missed at its end, until another one is booked',
    visitScript: [
      ...VISIT_BEGINNING,
      VISIT,
      {
        after: 0,
        from: 'visitEnd',
        orderStatus: 'Pending',
        orderSubStatus: 'Appointment Missed',
        orderReason: 'Nobody was at home',
        awaitsBooking: true,
      },
    ],
  },
  {
    custNo: 990021,
    name: 'held for remediation',
    whatHappens:
      'Held from 2 hours on for 10 business days, with the planned date in an order note; then In Progress, and Completed 6 hours later; with an appointment: then Pending / Appointment Required',
    script: [
      { after: 0, orderStatus: 'Acknowledged' },
      { after: ms('30 minutes'), orderStatus: 'In Progress' },
      { ...HELD, plansRemediation: true },
      { after: ms('2 hours'), businessDays: REMEDIATION_DAYS, orderStatus: 'In Progress' },
      { after: ms('8 hours'), businessDays: REMEDIATION_DAYS, orderStatus: COMPLETED },
    ],
    visitScript: [
      ...VISIT_BEGINNING,
      { ...HELD, plansRemediation: true, losesAppointment: true },
      {
        after: ms('2 hours'),
        businessDays: REMEDIATION_DAYS,
        orderStatus: 'Pending',
        orderSubStatus: 'Appointment Required',
        awaitsBooking: true,
      },
    ],
  },
  {
    custNo: 990022,
    name: 'slot lost',
    whatHappens: 'the first booking for an order answers "slot no longer available", and the slot is gone',
    losesSlot: true,
  },
  {
    custNo: 990023,
    name: 'cancelled too late',
    whatHappens: 'a cancellation is accepted, and the order completes 30 minutes later all the same',
    completesWhenCancelled: true,
  },
  {
    custNo: 990024,
    name: 'rejected once',
    whatHappens: 'the first order is Rejected after 6 hours, "transfer AVC recently disconnected"; later ones work',
    script: endingWith({
      after: ms('6 hours'),
      orderStatus: 'Rejected',
      orderReason: 'transfer AVC recently disconnected',
    }),
    scriptFor: { firstOrder: true },
  },
  {
    custNo: 990025,
    name: 'no upgrade',
    whatHappens: 'plan changes are Failed after 3 hours; other orders work',
    script: endingWith({ after: ms('3 hours'), orderStatus: 'Failed', orderReason: 'NTD swap failed' }),
    scriptFor: { subOrderType: 'PlanChange' },
  },
  {
    custNo: 990026,
    name: 'suspended',
    whatHappens: 'nothing goes wrong; line 1 is suspended',
    lines: ['Suspended'],
  },
  {
    custNo: 990027,
    name: 'shaped',
    whatHappens: 'nothing goes wrong; line 1 is shaped',
    lines: ['Shaped'],
  },
  {
    custNo: 990028,
    name: 'test fails',
    whatHappens: 'diagnostic tests and health checks are Failed after 5 minutes',
    enquiryFault: 'fails',
  },
  {
    custNo: 990029,
    name: 'test without end',
    whatHappens: 'diagnostic tests and health checks stay In Progress',
    enquiryFault: 'neverEnds',
  },
  {
    custNo: 990030,
    name: 'fault found',
    whatHappens: 'diagnostic tests and health checks are Completed after 5 minutes with the outcome Fail',
    enquiryFault: 'findsFault',
  },
];

const BY_CUSTOMER = new Map(RESERVED_CUSTOMERS.map((customer) => [customer.custNo, customer]));

/** undefined for ordinary customers. */
export function reservedCustomer(custNo: number): ReservedCustomer | undefined {
  return BY_CUSTOMER.get(custNo);
}

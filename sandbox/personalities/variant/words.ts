import { mapFields } from './map-fields.ts';

/** This Octane's words by the sandbox's. */
type Words = Readonly<Record<string, string>>;

/** For each of the three statuses of an order. */
export const ORDER_STATUSES: Words = {
  Acknowledged: 'Lodged',
  'In Progress': 'Working',
  Completed: 'Finalised',
  Rejected: 'Declined',
  Cancelled: 'Revoked',
  Failed: 'Unsuccessful',
  Held: 'Parked',
  Pending: 'Waiting',
  'Assessing Cancellation': 'Revocation Requested',
  'Appointment Booked': 'Visit Booked',
  'Appointment Missed': 'Visit Missed',
  'Appointment Required': 'Visit Needed',
};

export const ENQUIRY_STATUSES: Readonly<Record<string, string>> = {
  'In Progress': 'Underway',
  Completed: 'Finished',
  Failed: 'Not Possible',
};

/** By the field, or by the field and what it is in: `instance.status`. A word that is in no table is said as it is. */
const WORDS: Readonly<Record<string, Words>> = {
  orderStatus: ORDER_STATUSES,
  orderSubStatus: ORDER_STATUSES,
  orderExternalStatus: ORDER_STATUSES,
  orderSubType: {
    New: 'Connect',
    Transfer: 'Churn',
    Transition: 'Migrate',
    PlanChange: 'Plan Change',
    Suspend: 'Bar',
    Unsuspend: 'Lift Bar',
    Shape: 'Limit Speed',
    Unshape: 'Lift Limit',
    Disconnect: 'Cease',
  },
  productType: { NBN: 'Fixed Broadband' },
  usageType: { NBN: 'Broadband' },
  'instance.status': {
    Active: 'In Service',
    Suspended: 'Barred',
    Disconnected: 'Ceased',
    Pending: 'Planned',
    Cancelled: 'Void',
  },
  'instance.statusExtra': { Shaped: 'Speed limited' },
  'ntdPort.status': { Used: 'In Use', 'Not Used': 'Vacant' },
  'infrastructures.serviceStatus': { 'Line In Use': 'Occupied', 'Line Not In Use': 'Spare' },
  'infrastructures.copperPairStatus': { Active: 'Working', Inactive: 'Idle' },
  // An enquiry's; nothing else has a status at the top of its answer.
  '.status': ENQUIRY_STATUSES,
};

export function inOwnWords(content: unknown): unknown {
  return mapFields(content, (value, field, parent) => {
    const words = WORDS[`${parent}.${field}`] ?? WORDS[field];
    return typeof value === 'string' ? (words?.[value] ?? value) : value;
  });
}

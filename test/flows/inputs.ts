import { randomUUID } from 'node:crypto';
import type { ActivateInput, DisconnectInput, PlanChangeInput } from '../../contract/inputs.ts';

/** Valid inputs, each with a reference of its own; a test names only what matters to it. They fail rather than wait for a person. */

const common = () => ({
  reference: `T-${randomUUID()}`,
  custReqDate: '2026-03-02T00:00:00Z',
  onFallout: 'fail' as const,
});

export function activateInput(changes: Partial<ActivateInput> = {}): ActivateInput {
  return {
    ...common(),
    customer: { custNo: 100001 },
    address: { locationId: 'LOC380100000993' },
    planNo: 1002,
    contact: { name: 'Jacqueline Sandbox', phone: '0400000123', email: 'jacqueline@example.com' },
    ...changes,
  };
}

export function planChangeInput(changes: Partial<PlanChangeInput> = {}): PlanChangeInput {
  return { ...common(), service: { custNo: 100002 }, planNo: 1002, ...changes };
}

export function disconnectInput(changes: Partial<DisconnectInput> = {}): DisconnectInput {
  return { ...common(), service: { custNo: 100003 }, ...changes };
}

/** Somebody who is not a customer yet. */
export const PERSON = {
  customerType: 'R',
  givenNames: 'Jacqueline',
  surname: 'Sandbox',
  email: 'jacqueline@example.com',
  addressLine1: '7 Sample Street',
  suburb: 'Sampleton',
  state: 'VIC',
  postcode: '3999',
} as const;

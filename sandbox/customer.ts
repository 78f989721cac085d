import { z } from 'zod';
import { customerDetail, type CustomerUpdate } from '../octane/customers.ts';
import type { PlanCatalogue } from './plans.ts';
import { requestOf } from './refusal.ts';
import { iso } from './time.ts';

/** A customer as the sandbox keeps and answers it. */
export type Customer = z.output<typeof customer>;

const customer = customerDetail.required({ custNo: true, group: true });

const STATUS_WORDS = { ACT: 'Active', SUS: 'Suspended', TER: 'Terminated', DIS: 'Disconnected' } as const;

interface Edit {
  by: string;
  at: number;
}

/** @throws Refusal when a field that Octane's answer always has is missing. */
export function newCustomer(
  request: CustomerUpdate,
  { custNo, catalogue, by, at }: Edit & { custNo: number; catalogue: PlanCatalogue },
): Customer {
  const { groupNo } = catalogue;
  const own = {
    custNo,
    href: `/group/${groupNo}/customer/${custNo}`,
    group: { id: Number(groupNo), name: catalogue.groupName, href: `/group/${groupNo}` },
    creditProfile: { customerCreditStatus: 'NRM' },
    dateAdded: iso(at),
    userAdded: by,
  };
  return completed(merge(own, request), { catalogue, by, at });
}

/**
 * The customer with the update merged into it; a list replaces the list that was there.
 *
 * @throws Refusal when a field that Octane's answer always has would be missing.
 */
export function updatedCustomer(
  before: Customer,
  request: CustomerUpdate,
  edit: Edit & { catalogue: PlanCatalogue },
): Customer {
  return completed(merge(before, request), edit);
}

const completeCustomer = customer.extend({ creditProfile: z.object({ customerCreditStatus: z.string() }) });

/** Adds the fields that Octane derives from others. */
function completed(merged: unknown, { catalogue, by, at }: Edit & { catalogue: PlanCatalogue }): Customer {
  const known = requestOf(completeCustomer, merged);
  const { creditProfile, customerAgreement, customerStatus } = known;
  return {
    ...known,
    customerStatusDesc: STATUS_WORDS[customerStatus],
    creditProfile: {
      ...creditProfile,
      customerCreditStatusDesc: creditProfile.customerCreditStatus === 'NRM' ? 'Normal' : 'Other',
    },
    ...(customerAgreement && {
      customerAgreement: { ...customerAgreement, planName: catalogue.find(customerAgreement.planNo)?.planName },
    }),
    dateModified: iso(at),
    userModified: by,
  };
}

function merge(before: unknown, change: unknown): unknown {
  if (!isRecord(before) || !isRecord(change)) return change;
  const changes = Object.entries(change).map(([key, value]) => [key, merge(before[key], value)] as const);
  return { ...before, ...Object.fromEntries(changes) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

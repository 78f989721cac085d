import type { OperationName } from '../../../octane/operations.ts';
import { invalid } from '../../refusal.ts';

/** What this Octane wants to be told beside the documented fields. */
const FIXED_FIELDS: Readonly<Partial<Record<OperationName, Readonly<Record<string, string>>>>> = {
  createActivationOrder: { channel: 'API' },
  createDisconnectionOrder: { reason: 'Customer request' },
  createEnquiry: { channel: 'API' },
};

/** @throws Refusal a validation error, when one is missing. */
export function withoutFixedFields(operation: OperationName, body: unknown): unknown {
  const fixed = FIXED_FIELDS[operation];
  if (!fixed) return body;
  const given: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {};
  for (const [field, value] of Object.entries(fixed))
    if (given[field] !== value) throw invalid(field, `Has to be ${value}`);
  return Object.fromEntries(Object.entries(given).filter(([field]) => !(field in fixed)));
}

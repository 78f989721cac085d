import type { z } from 'zod';
import type { activationOrder, disconnectionOrder, modificationOrder } from '../octane/orders.ts';

export type ActivationRequest = z.output<typeof activationOrder>;
export type ModificationRequest = z.output<typeof modificationOrder>;
export type DisconnectionRequest = z.output<typeof disconnectionOrder>;

/** The body of a create call. */
export type CreateRequest = ActivationRequest | ModificationRequest | DisconnectionRequest;
export type SubOrderType = CreateRequest['subOrderType'];

export function isActivation(request: CreateRequest): request is ActivationRequest {
  return request.orderType === 'New';
}

/** inferred: an order needs an appointment when a technician installs something. */
export function needsAppointment(request: CreateRequest): boolean {
  return isActivation(request) && request.infrastructureOption.installOption === 'nbn-tech';
}

/** documented: an order that needs an appointment ignores the requested date; others are held until then. */
export function startOf(request: CreateRequest, placedAt: number): number {
  return needsAppointment(request) ? placedAt : Math.max(placedAt, Date.parse(request.custReqDate));
}

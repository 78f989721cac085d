import type { z } from 'zod';
import type { orderDetail } from '../octane/order-detail.ts';
import type { activationOrder, disconnectionOrder, modificationOrder } from '../octane/orders.ts';
import type { Customer } from './customer.ts';
import type { Script, Stage } from './lifecycle.ts';
import { serviceView, type Service } from './service.ts';
import { iso } from './time.ts';

export type ActivationRequest = z.output<typeof activationOrder>;
export type ModificationRequest = z.output<typeof modificationOrder>;
export type DisconnectionRequest = z.output<typeof disconnectionOrder>;
export type CreateRequest = ActivationRequest | ModificationRequest | DisconnectionRequest;
export type SubOrderType = CreateRequest['subOrderType'];

/** An order as the sandbox keeps it. Times are milliseconds since the epoch. */
export interface Order {
  readonly orderId: string;
  /** The body of the create call. */
  readonly request: CreateRequest;
  readonly service: Service;
  readonly placedAt: number;
  /** The user name of the call. */
  readonly placedBy: string;
  /** When work on it begins: when placed, or at the requested date. */
  readonly startsAt: number;
  readonly script: Script;
  stage: Stage;
  modifiedAt: number;
}

export function isActivation(request: CreateRequest): request is ActivationRequest {
  return request.orderType === 'New';
}

/** documented: an order that needs an appointment ignores the requested date; others are held until then. */
export function startOf(request: CreateRequest, placedAt: number): number {
  const needsAppointment = isActivation(request) && request.infrastructureOption.installOption === 'nbn-tech';
  return needsAppointment ? placedAt : Math.max(placedAt, Date.parse(request.custReqDate));
}

/** The order as Get Order Detail (NBN) answers it. */
export function orderView(order: Order, customer: Customer): z.output<typeof orderDetail> {
  const { request, stage, service } = order;
  return {
    orderId: order.orderId,
    productType: 'NBN',
    orderType: request.orderType,
    orderSubType: request.subOrderType,
    customerPreferredDate: request.custReqDate,
    providerOrderId: `ORD${order.orderId.padStart(12, '0')}`,
    orderStatus: stage.orderStatus,
    orderSubStatus: stage.orderSubStatus,
    orderExternalStatus: stage.orderExternalStatus,
    orderReason: stage.orderReason,
    dateAdded: iso(order.placedAt),
    userAdded: order.placedBy,
    dateModified: iso(order.modifiedAt),
    userModified: order.placedBy,
    customerDetails: {
      custno: customer.custNo,
      group: customer.group,
      customerIdentity: customer.customerIdentity,
    },
    ...(isActivation(request) && {
      orderContact: request.orderContact,
      qualification: {
        remoteQualificationSearchId: request.remoteQualificationSearchId,
        qualificationSearchId: request.qualificationSearchId,
        remoteOrderId: request.remoteOrderId,
      },
      infrastructureOption: request.infrastructureOption,
    }),
    // A plan change shows the plan that was ordered, whatever the service has now.
    service: serviceView(
      request.subOrderType === 'PlanChange' ? { ...service, planNo: request.service.planNo } : service,
    ),
  };
}

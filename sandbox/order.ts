import type { z } from 'zod';
import type { orderDetail } from '../octane/order-detail.ts';
import type { Appointment } from './appointment.ts';
import { isActivation, type CreateRequest } from './create-request.ts';
import type { Customer } from './customer.ts';
import type { Milestone, Script, Stage } from './lifecycle.ts';
import { serviceView, type Service } from './service.ts';
import { iso } from './time.ts';

/** An order as the sandbox keeps it. Times are milliseconds since the epoch. */
export interface Order {
  readonly orderId: string;
  /** The body of the create call. */
  readonly request: CreateRequest;
  readonly service: Service;
  readonly placedAt: number;
  /** The user name of the call. */
  readonly placedBy: string;
  /** When work on it begins: when it is placed, or at the requested date. */
  readonly startsAt: number;
  /** Replaced by a booking or a cancellation. */
  script: Script;
  /** When it reached, or is to reach, each stage. */
  milestones: readonly Milestone[];
  stage: Stage;
  modifiedAt: number;
  appointment?: Appointment | undefined;
  /** How many appointments it has had, not counting those that were only moved. */
  appointments: number;
  cancelling: boolean;
  readonly notes: OrderNote[];
}

type OrderNote = NonNullable<z.output<typeof orderDetail>['orderNotes']>[number];

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
    ...(order.notes.length > 0 && { orderNotes: order.notes }),
    // A plan change shows the plan that was ordered, not the one that the service has now.
    service: serviceView(
      request.subOrderType === 'PlanChange' ? { ...service, planNo: request.service.planNo } : service,
    ),
  };
}

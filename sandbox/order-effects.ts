import type { Order } from './order.ts';
import { FIRST_GENERATION_MAX_DOWN, type PlanCatalogue } from './plans.ts';
import type { Premises } from './premises.ts';
import type { Service } from './service.ts';

/** Changes the service as the order asks. An order for a service that has been disconnected has no effect. */
export function takeEffect(
  { request, service }: Order,
  { premises, catalogue }: { premises: Premises; catalogue: PlanCatalogue },
  at: number,
): void {
  if (service.status === 'Disconnected') return;
  switch (request.subOrderType) {
    case 'New':
    case 'Transfer':
    case 'Transition':
      connect(service, premises, at);
      break;
    case 'PlanChange':
      service.planNo = request.service.planNo;
      if (service.place && isTooFastForFirstGeneration(catalogue, service.planNo))
        premises.swapForSecondGeneration(service.place);
      break;
    case 'Suspend':
      service.status = 'Suspended';
      break;
    case 'Unsuspend':
      service.status = 'Active';
      break;
    case 'Shape':
      service.shaped = true;
      break;
    case 'Unshape':
      service.shaped = false;
      break;
    case 'Disconnect':
      disconnect(service, premises, at);
      break;
  }
  service.modifiedAt = at;
}

/** inferred from another wholesaler: for such a plan the NTD is swapped. */
export function isTooFastForFirstGeneration(catalogue: PlanCatalogue, planNo: number): boolean {
  const plan = catalogue.find(planNo);
  return plan !== undefined && plan.down > FIRST_GENERATION_MAX_DOWN;
}

/** For an order that ended without effect: a service that it was to connect is cancelled. */
export function cancelPendingService({ service }: Order, at: number): void {
  if (service.status !== 'Pending') return;
  service.status = 'Cancelled';
  service.modifiedAt = at;
}

/** A transfer first disconnects the service on its port. */
function connect(service: Service, premises: Premises, at: number): void {
  service.place ??= premises.build(service.location);
  const losing = premises.occupant(service.place);
  if (losing) disconnect(losing, premises, at);
  premises.occupy(service.place, service);
  service.status = 'Active';
  service.provisionedAt = at;
}

function disconnect(service: Service, premises: Premises, at: number): void {
  if (service.place) premises.release(service.place);
  service.status = 'Disconnected';
  service.disconnectedAt = at;
  service.modifiedAt = at;
}

import type { Order } from './order.ts';
import type { Premises } from './premises.ts';
import type { Service } from './service.ts';

/** Does to the service what the order asks for. An order for a service that is gone by now does nothing. */
export function takeEffect({ request, service }: Order, premises: Premises, at: number): void {
  if (service.status === 'Disconnected') return;
  switch (request.subOrderType) {
    case 'New':
    case 'Transfer':
    case 'Transition':
      connect(service, premises, at);
      break;
    case 'PlanChange':
      service.planNo = request.service.planNo;
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

/** What is left of an order that ended otherwise: the service it should have connected never will be. */
export function giveUp({ service }: Order, at: number): void {
  if (service.status !== 'Pending') return;
  service.status = 'Cancelled';
  service.modifiedAt = at;
}

/** A service that a transfer takes the port from is disconnected first. */
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

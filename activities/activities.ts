import type { Octane } from '../octane/octane.ts';
import { customerActivities, type CustomerActivities } from './customers.ts';
import { infrastructureActivities, type InfrastructureActivities } from './infrastructure.ts';
import { orderActivities, type OrderActivities, type OrderSettings } from './orders.ts';
import { planActivities, type PlanActivities } from './plans.ts';
import { qualificationActivities, type QualificationActivities } from './qualification.ts';
import { serviceActivities, type ServiceActivities } from './services.ts';
import { validationActivities, type ValidationActivities } from './validation.ts';

/** What workflows ask of this process alone; runs as local activities on `nbn-orders`. */
export type LocalActivities = ValidationActivities & InfrastructureActivities;

/** Everything that calls Octane; runs on `nbn-octane`. */
export type OctaneActivities = CustomerActivities &
  OrderActivities &
  PlanActivities &
  QualificationActivities &
  ServiceActivities;

export function localActivities(settings: { groupNo?: string | undefined }): LocalActivities {
  return { ...validationActivities(settings), ...infrastructureActivities };
}

export function octaneActivities(octane: Octane, settings: OrderSettings): OctaneActivities {
  return {
    ...customerActivities(octane),
    ...orderActivities(octane, settings),
    ...planActivities(octane),
    ...qualificationActivities(octane),
    ...serviceActivities(octane),
  };
}

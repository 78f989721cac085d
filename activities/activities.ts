import type { Octane } from '../octane/octane.ts';
import type { Executions } from '../temporal/executions.ts';
import { addressActivities, type AddressActivities } from './addresses.ts';
import { appointmentActivities, type AppointmentActivities } from './appointments.ts';
import { earlierRunsActivities, type EarlierRunsActivities } from './earlier-runs.ts';
import type { EventSettings } from './event-delivery.ts';
import { eventActivities, type EventActivities } from './events.ts';
import { enquiryActivities, type EnquiryActivities } from './enquiries.ts';
import { jeopardyActivities, type JeopardyActivities, type JeopardySettings } from './jeopardy.ts';
import { customerActivities, type CustomerActivities, type CustomerSettings } from './customers.ts';
import { infrastructureActivities, type InfrastructureActivities } from './infrastructure.ts';
import { probeActivities, type ProbeActivities } from './octane-outage.ts';
import { orderActivities, type OrderActivities, type OrderSettings } from './orders.ts';
import { placingActivities, type PlacingActivities, type PlacingSettings } from './placing.ts';
import { orderCountActivities, type OrderCountActivities, type OrderCountSettings } from './order-count.ts';
import { planActivities, type PlanActivities } from './plans.ts';
import { qualificationActivities, type QualificationActivities, type QualificationSettings } from './qualification.ts';
import {
  comparisonActivities,
  reconciliationActivities,
  type ComparisonActivities,
  type ComparisonSettings,
  type ReconciliationActivities,
  type ReconciliationSettings,
} from './reconciliation.ts';
import { serviceActivities, type ServiceActivities } from './services.ts';
import { serviceLockActivities, type ServiceLockActivities } from './service-locks.ts';
import { upgradeActivities, type UpgradeActivities } from './upgrades.ts';
import { watchingActivities, type WatchingActivities, type WatchingSettings } from './watching.ts';
import { validationActivities, type ValidationActivities } from './validation.ts';

/** What does not call Octane; runs on `nbn-orders`, most of it as local activities. */
export type LocalActivities = ValidationActivities &
  InfrastructureActivities &
  EventActivities &
  JeopardyActivities &
  ComparisonActivities &
  OrderCountActivities &
  ServiceLockActivities &
  UpgradeActivities;

/** Everything that calls Octane; runs on `nbn-octane`. */
export type OctaneActivities = AddressActivities &
  AppointmentActivities &
  CustomerActivities &
  EarlierRunsActivities &
  EnquiryActivities &
  OrderActivities &
  PlacingActivities &
  PlanActivities &
  ProbeActivities &
  QualificationActivities &
  ReconciliationActivities &
  ServiceActivities &
  WatchingActivities;

export function localActivities(
  settings: JeopardySettings &
    ComparisonSettings &
    OrderCountSettings & { groupNo?: string | undefined; executions: Executions; events: EventSettings },
): LocalActivities {
  return {
    ...validationActivities(settings),
    ...eventActivities(settings),
    ...infrastructureActivities,
    ...jeopardyActivities(settings),
    ...comparisonActivities(settings),
    ...orderCountActivities(settings),
    ...serviceLockActivities(settings),
    ...upgradeActivities,
  };
}

export function octaneActivities(
  octane: Octane,
  settings: CustomerSettings &
    OrderSettings &
    PlacingSettings &
    QualificationSettings &
    ReconciliationSettings &
    WatchingSettings & { groupNo?: string | undefined },
): OctaneActivities {
  return {
    ...addressActivities(octane),
    ...appointmentActivities(octane),
    ...customerActivities(octane, settings),
    ...earlierRunsActivities(octane, settings),
    ...enquiryActivities(octane, settings),
    ...orderActivities(octane, settings),
    ...placingActivities(octane, settings),
    ...planActivities(octane),
    ...probeActivities(octane, settings),
    ...qualificationActivities(octane, settings),
    ...reconciliationActivities(octane, settings),
    ...serviceActivities(octane, settings),
    ...watchingActivities(octane, settings),
  };
}

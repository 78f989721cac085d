export const SERVICE_STATUSES = ['active', 'suspended', 'disconnected', 'other'] as const;
export type ServiceStatus = (typeof SERVICE_STATUSES)[number];

/** What a service is like, or should be; what is left out does not matter. */
export interface ServiceCondition {
  status: ServiceStatus;
  shaped?: boolean;
  planNo?: number;
}

/** How a service differs from what is wanted, each as a phrase; none when it is that. */
export function differencesOf(actual: ServiceCondition, { status, shaped, planNo }: ServiceCondition): string[] {
  return [
    ...(actual.status === status ? [] : [`is ${actual.status}, not ${status}`]),
    ...(shaped === undefined || actual.shaped === shaped ? [] : [shaped ? 'is not shaped' : 'is still shaped']),
    ...(planNo === undefined || actual.planNo === planNo
      ? []
      : [`has plan ${actual.planNo ?? 'unknown'}, not ${planNo}`]),
  ];
}

/** Such as "active and not shaped". */
export function conditionInWords({ status, shaped }: ServiceCondition): string {
  return shaped === undefined ? status : `${status} and ${shaped ? '' : 'not '}shaped`;
}

import { fieldsOf } from '../contract/plain-objects.ts';

/** What was ordered, as far as it is about the service: nothing personal. */
export interface Ordered {
  planNo?: number;
  upgradeToPlanNo?: number;
  custReqDate?: string;
  holdUntil?: string;
  locationId?: string;
  lineSeqNo?: number;
  /** The wish, as the input has it; what is booked is in the progress. */
  appointment?: { slotId?: string; notBefore?: string; slotType?: string };
  testType?: string;
}

/** The fields of an input that may be shown to anybody. */
export function orderedOf(input: Record<string, unknown>): Ordered {
  const { planNo, upgradeToPlanNo, custReqDate, holdUntil, testType, address, service, appointment } = input;
  const { slotId, notBefore, slotType } = fieldsOf(appointment);
  const wish = { ...text('slotId', slotId), ...text('notBefore', notBefore), ...text('slotType', slotType) };
  return {
    ...number('planNo', planNo),
    ...number('upgradeToPlanNo', upgradeToPlanNo),
    ...text('custReqDate', custReqDate),
    ...text('holdUntil', holdUntil),
    ...text('locationId', fieldsOf(address)['locationId']),
    ...number('lineSeqNo', fieldsOf(service)['lineSeqNo']),
    ...(Object.keys(wish).length > 0 && { appointment: wish }),
    ...text('testType', testType),
  };
}

function text<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  return typeof value === 'string' ? ({ [name]: value } as Record<Name, string>) : {};
}

function number<Name extends string>(name: Name, value: unknown): Partial<Record<Name, number>> {
  return typeof value === 'number' ? ({ [name]: value } as Record<Name, number>) : {};
}

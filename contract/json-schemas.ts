import { z } from 'zod';
import { ANSWERS } from './answer-schemas.ts';
import { FLOW_TABLE } from './flows.ts';
import { INPUTS } from './inputs.ts';
import { FLOWS } from './names.ts';
import { REQUESTS } from './update-request-schemas.ts';

/** `sent` by callers, or `received` by them: a change breaks the one or the other in opposite ways. */
export type Direction = 'sent' | 'received';

export interface ContractSchema {
  direction: Direction;
  schema: z.ZodType;
}

const { orderResult, enquiryResult, progress, failureType, failureDetails, ...updateAnswers } = ANSWERS;

/** By the flow's kind. */
const RESULTS = { order: orderResult, enquiry: enquiryResult };

/** Everything that crosses the contract, by the name of its file in contract/schemas. */
export const CONTRACT: Record<string, ContractSchema> = {
  ...Object.fromEntries(
    FLOWS.flatMap((flow): [string, ContractSchema][] => [
      [`${flow}.input`, { direction: 'sent', schema: INPUTS[flow] }],
      [`${flow}.result`, { direction: 'received', schema: RESULTS[FLOW_TABLE[flow].kind] }],
    ]),
  ),
  progress: { direction: 'received', schema: progress },
  'failure.type': { direction: 'received', schema: failureType },
  'failure.details': { direction: 'received', schema: failureDetails },
  'withdraw.request': { direction: 'sent', schema: REQUESTS.withdraw },
  'withdraw.answer': { direction: 'received', schema: updateAnswers.withdrawal },
  'reschedule.request': { direction: 'sent', schema: REQUESTS.reschedule },
  'reschedule.answer': { direction: 'received', schema: updateAnswers.bookedAppointment },
  'resolve.request': { direction: 'sent', schema: REQUESTS.resolve },
  'resolve.answer': { direction: 'received', schema: updateAnswers.resolution },
};

/** As JSON Schema, draft 2020-12. What a refinement asks for beyond the fields is not in it. */
export function jsonSchemaOf({ schema }: ContractSchema): unknown {
  return z.toJSONSchema(schema, { io: 'input' });
}

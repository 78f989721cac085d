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
  /** What it is, in a sentence. */
  description: string;
  schema: z.ZodType;
}

const { orderResult, enquiryResult, progress, failureType, failureDetails, event, ...updateAnswers } = ANSWERS;

/** By the flow's kind. */
const RESULTS = { order: orderResult, enquiry: enquiryResult };

function sent(schema: z.ZodType, description: string): ContractSchema {
  return { direction: 'sent', description, schema };
}

function received(schema: z.ZodType, description: string): ContractSchema {
  return { direction: 'received', description, schema };
}

/** Everything that crosses the contract, by the name of its file in contract/schemas. */
export const CONTRACT: Record<string, ContractSchema> = {
  ...Object.fromEntries(
    FLOWS.flatMap((flow): [string, ContractSchema][] => [
      [`${flow}.input`, sent(INPUTS[flow], `${FLOW_TABLE[flow].title}: the argument of the workflow ${flow}.`)],
      [
        `${flow}.result`,
        received(RESULTS[FLOW_TABLE[flow].kind], `${FLOW_TABLE[flow].title}: what the workflow ${flow} returns.`),
      ],
    ]),
  ),
  progress: received(progress, 'Where an order stands: the answer to the query progress.'),
  'failure.type': received(failureType, 'The type of the application failure that an order ends with.'),
  'failure.details': received(failureDetails, 'The first of the details of that failure. Never personal data.'),
  'order.event': received(event, 'What a receiver of events is told about an order: the body of a webhook.'),
  'withdraw.request': sent(REQUESTS.withdraw, 'The argument of the update withdraw.'),
  'withdraw.answer': received(updateAnswers.withdrawal, 'The answer to the update withdraw.'),
  'reschedule.request': sent(REQUESTS.reschedule, 'The argument of the update reschedule.'),
  'reschedule.answer': received(updateAnswers.bookedAppointment, 'The answer to the update reschedule.'),
  'resolve.request': sent(REQUESTS.resolve, 'The argument of the update resolve.'),
  'resolve.answer': received(updateAnswers.resolution, 'The answer to the update resolve.'),
};

/**
 * One of the {@link CONTRACT} as JSON Schema, draft 2020-12. What a refinement asks for beyond the fields is not in it.
 *
 * @throws Error for a name that the contract does not have.
 */
export function jsonSchemaOf(name: string): Record<string, unknown> {
  const entry = CONTRACT[name];
  if (!entry) throw new Error(`The contract has no ${name}; it has ${Object.keys(CONTRACT).join(', ')}.`);
  const schema = z.toJSONSchema(entry.schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (entry.direction === 'received') openWords(jsonSchema);
    },
  });
  const named = { $id: `urn:nbn-orders:${name}`, title: titleOf(name), description: entry.description };
  return { $schema: schema.$schema, ...named, ...schema, ...named };
}

/**
 * A list of words that callers receive may grow, so it is not an `enum`: a generated model would refuse a new word.
 * `x-extensible-enum` is the widespread keyword for the words that there are today; generators make it plain text.
 */
function openWords(schema: z.core.JSONSchema.BaseSchema): void {
  const words = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (words === undefined) return;
  delete schema.enum;
  delete schema.const;
  schema['x-extensible-enum'] = words;
}

/** `planChange.input` is PlanChangeInput: generators name their models so. */
function titleOf(name: string): string {
  return name
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

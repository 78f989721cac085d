import { z } from 'zod';
import type { Flow } from '../../client/index.ts';
import { jsonSchemaOf } from '../../contract/json-schemas.ts';

/** A field of an order's input that the form of `retry` offers. */
export interface CorrectableField {
  name: string;
  isNumber: boolean;
  description: string;
}

/** What identifies the order stays as it is; so does what only its caller decides. */
const NOT_OFFERED = ['reference', 'groupNo', 'onFallout'];

const properties = z.object({
  properties: z.record(z.string(), z.looseObject({ type: z.string().optional(), description: z.string().default('') })),
});

/** The fields with one value each; the others are corrected with `nbn resolve` or over HTTP. */
export function correctableFields(flow: Flow): CorrectableField[] {
  const { properties: all } = properties.parse(jsonSchemaOf(`${flow}.input`));
  return Object.entries(all).flatMap(([name, { type, description }]) =>
    NOT_OFFERED.includes(name) || !['string', 'integer', 'number'].includes(type ?? '')
      ? []
      : [{ name, isNumber: type !== 'string', description }],
  );
}

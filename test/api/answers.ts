import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { fieldsOf } from '../../contract/plain-objects.ts';
import { OPENAPI_FILE } from './openapi-file.ts';

/** What tests read of the answers' bodies. */
interface Body {
  type?: string;
  detail?: string;
  fields?: { path: string; message: string }[];
  state?: string;
  orderId?: string;
  fallout?: unknown;
  appointment?: unknown;
  result?: unknown;
  failure?: unknown;
  may?: string[];
  timeline?: { at: string; text: string }[];
  orders?: { reference: string }[];
  cursor?: string;
  polls?: boolean;
  slots?: { slotId: string; startTime: string; endTime: string }[];
}

/** An answer of the API. */
export interface Answer {
  status: number;
  headers: Headers;
  /** As openapi.json says, which every answer is held to. */
  body: Body;
}

const document = fieldsOf(JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')));
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(document, 'openapi');

/** What the file says of an answer to a request. @throws Error when it does not know the answer, or the answer is not so. */
export function assertDocumented(method: string, path: string, { status, headers, body }: Answer): void {
  const type = headers.get('content-type')?.split(';')[0] ?? 'none';
  const place = placeOf(method, path, status, type);
  // Of an address or a method that there is not, no file can say more than that it is a problem.
  const pointer = place ?? (status === 404 || status === 405 ? '/components/schemas/Problem' : undefined);
  if (pointer === undefined) throw new Error(`${method} ${path}: ${status} ${type} is not in openapi.json.`);
  const validate = compiled(pointer);
  if (!validate(body))
    throw new Error(`${method} ${path}: ${status} is not as openapi.json says: ${ajv.errorsText(validate.errors)}`);
}

function compiled(pointer: string): ValidateFunction {
  const reference = `openapi#${pointer}`;
  return ajv.getSchema(reference) ?? ajv.compile({ $ref: reference });
}

function placeOf(method: string, path: string, status: number, type: string): string | undefined {
  for (const [template, operations] of Object.entries(fieldsOf(document['paths']))) {
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    if (!pattern.test(path.split('?')[0] ?? '')) continue;
    const steps = [template, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema'];
    const found = steps.slice(1).reduce<unknown>((within, step) => fieldsOf(within)[step], operations);
    if (found !== undefined) return ['', 'paths', ...steps].map(escaped).join('/');
  }
  return undefined;
}

/** As a JSON pointer in a URI has it. */
function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}

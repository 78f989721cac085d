import { z } from 'zod';
import type { OperationName } from '../../../octane/operations.ts';

const NO_ERROR = { errorCode: 0, errorMessage: 'OK' };

interface Listed {
  rows: readonly unknown[];
  /** What else the list says. */
  rest: object;
}

/** The rows of a list, or of an object with a list. */
function listed(content: unknown): Listed {
  if (Array.isArray(content)) return { rows: content, rest: {} };
  const fields = Object.entries(content ?? {});
  const [name, rows] = fields.find((field): field is [string, unknown[]] => Array.isArray(field[1])) ?? ['', []];
  return { rows, rest: Object.fromEntries(fields.filter(([field]) => field !== name)) };
}

type Envelope = (content: unknown) => unknown;

const inResponse: Envelope = (content) => ({ ...NO_ERROR, response: content });

/** The pages are honest: there is one, unless the list says otherwise. */
const inDataList =
  (beside: object = {}): Envelope =>
  (content) => {
    const { rows, rest } = listed(content);
    const total = rows.length;
    return { ...NO_ERROR, data: { list: rows, ...beside, total, page: 1, pages: 1, ...rest } };
  };

/** What an answer comes in. Where the answer is documented, it only says that nothing went wrong. */
const ENVELOPES: Readonly<Partial<Record<OperationName, Envelope>>> = {
  addCustomer: inResponse,
  createActivationOrder: inResponse,
  createDisconnectionOrder: inResponse,
  createEnquiry: inResponse,
  getEnquiry: inResponse,
  getService: inResponse,
  queryTimeslots: inResponse,
  listAvailableTests: (content) => ({ ...NO_ERROR, response: { names: listed(content).rows } }),
  listCustomers: inDataList(),
  listServices: inDataList(),
  listOrders: inDataList({ views: [{ name: 'open' }, { name: 'closed' }] }),
  listPlans: (content) => ({
    ...NO_ERROR,
    response: { offers: listed(content).rows, extras: [{ planNo: 9001, planName: 'Static IP' }] },
  }),
  searchAddress: (content) => ({ ...NO_ERROR, response: { matches: listed(content).rows } }),
};

export function enveloped(operation: OperationName, content: unknown): unknown {
  const envelope = ENVELOPES[operation];
  if (envelope) return envelope(content);
  return typeof content === 'object' && !Array.isArray(content) ? { ...NO_ERROR, ...content } : content;
}

const failure = z.object({
  success: z.literal(false),
  message: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).default([]),
});

/** The error that the sandbox tells of, as this Octane does; undefined when it tells of none. */
export function errorOf(content: unknown): unknown {
  const { data } = failure.safeParse(content);
  if (!data) return undefined;
  const { message, errors } = data;
  return {
    errorCode: 4001,
    errorMessage: message ?? errors.map((error) => `${error.field}: ${error.message}`).join('; '),
  };
}

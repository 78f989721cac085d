import { z } from 'zod';
import type { OperationsSettings } from '../octane/configured-operations.ts';
import {
  knownParameters,
  METHODS,
  OPERATION_NAMES,
  OPERATIONS,
  parametersOf,
  type Operation,
  type OperationName,
} from '../octane/operations.ts';

export const queryName = z.string().regex(/^[\w.[\]-]+$/, 'must be the name of a query parameter');
const place = z
  .string()
  .regex(/^[^.\s]+(\.[^.\s]+)*$/, 'must be the name of a field, or several with dots between them');

/** A path of one operation. */
function pathOf(name: OperationName) {
  const known = knownParameters(name);
  return z
    .string()
    .startsWith('/', 'must start with /')
    .refine((path) => strangers(path, known).length === 0, {
      error: ({ input }) =>
        `names {${strangers(String(input), known).join('}, {')}}; known here: ${known.join(', ') || 'none'}`,
    });
}

function strangers(path: string, known: readonly string[]): string[] {
  return parametersOf(path).filter((parameter) => !known.includes(parameter));
}

/** Orders that Octane may be told the service of. */
const CHANGES: readonly OperationName[] = ['createModificationOrder', 'createDisconnectionOrder'];
const ORDERS: readonly OperationName[] = [...CHANGES, 'createActivationOrder'];

/** What can be said of operations. A query is asked of some of them only, by names of their own. */
const ALL_SETTINGS = {
  method: z.enum(METHODS),
  path: z.string(),
  query: z.strictObject<Record<string, z.ZodOptional<typeof queryName>>>({}),
  items: place,
  id: place,
  body: z.record(z.string().min(1), z.json()),
  csn: z.string().min(1),
  serviceField: place,
};

type AllSettings = { [Name in keyof typeof ALL_SETTINGS]: z.ZodOptional<(typeof ALL_SETTINGS)[Name]> };

/** What can be said of one operation; nothing that it has no use for. */
function settingsOf(name: OperationName) {
  const { query, lists = false, id, effect }: Operation = OPERATIONS[name];
  const { items, body, csn, serviceField } = ALL_SETTINGS;
  const queryNames = Object.keys(query ?? {}).map((own) => [own, queryName.optional()] as const);
  const shape = {
    // What changes something is never sent as a GET, which may be repeated on the way.
    method: z.enum(effect === 'reads' ? METHODS : METHODS.filter((method) => method !== 'GET')),
    path: pathOf(name),
    ...(query && { query: z.strictObject(Object.fromEntries(queryNames)) }),
    ...(lists && { items }),
    ...(id !== undefined && { id: place }),
    body,
    ...(ORDERS.includes(name) && { csn }),
    ...(CHANGES.includes(name) && { serviceField }),
  };
  const optional = Object.entries(shape).map(([setting, schema]) => [setting, schema.optional()]);
  // Settings that are not there are absent ones to the compiler, which cannot follow the conditions.
  return z.strictObject(Object.fromEntries(optional) as AllSettings);
}

function byOperation<Schema extends z.ZodType>(schemaOf: (name: OperationName) => Schema) {
  const shape = Object.fromEntries(OPERATION_NAMES.map((name) => [name, schemaOf(name).optional()]));
  return z.strictObject(shape as Record<OperationName, z.ZodOptional<Schema>>);
}

export const operationsSchema = byOperation(settingsOf);
export const pathsSchema = byOperation(pathOf);

/** Both ways to say it, in one. */
export function withPaths(
  operations: OperationsSettings,
  paths: Partial<Record<OperationName, string | undefined>>,
): OperationsSettings {
  const named = OPERATION_NAMES.filter((name) => operations[name] !== undefined || paths[name] !== undefined);
  return Object.fromEntries(
    named.map((name) => [name, { ...(paths[name] !== undefined && { path: paths[name] }), ...operations[name] }]),
  );
}

import {
  OPERATION_NAMES,
  OPERATIONS,
  parametersOf,
  type Method,
  type Operation,
  type OperationName,
} from './operations.ts';

/** How an operation of this Octane differs from the table. */
export interface OperationSettings {
  method?: Method | undefined;
  /** With `{parameters}` that the operation knows, and with a query of its own, if it needs one. */
  path?: string | undefined;
  /** What the query is called, by our own names for it. With a method other than GET these are fields of the body. */
  query?: Readonly<Record<string, string | undefined>> | undefined;
  /** Where the list stands in the answer, such as `data.list`. */
  items?: string | undefined;
  /** Where the id stands: in each row of a list, or in the answer of a create. */
  id?: string | undefined;
  /** Fields that every request has besides. What the request says itself counts more. */
  body?: Readonly<Record<string, unknown>> | undefined;
  /** The service number that an order is for, in place of the documented one. */
  csn?: string | undefined;
  /** The field by which an order names the service line, such as `service.lineSeqNo`. */
  serviceField?: string | undefined;
}

export type OperationsSettings = Readonly<Partial<Record<OperationName, OperationSettings | undefined>>>;

/** An operation as it is called. */
export interface ConfiguredOperation
  extends Operation, Pick<OperationSettings, 'items' | 'body' | 'csn' | 'serviceField'> {
  query: Readonly<Record<string, string>>;
  /** Of the path. */
  parameters: readonly string[];
  /** Where the id stands, when that is configured. */
  idPath?: string | undefined;
}

export type ConfiguredOperations = Readonly<Record<OperationName, ConfiguredOperation>>;

/** The table of operations with what is configured: made once, and asked for everything there is to know of a call. */
export function configuredOperations(settings: OperationsSettings = {}): ConfiguredOperations {
  const configured = OPERATION_NAMES.map((name) => [name, configuredOperation(OPERATIONS[name], settings[name] ?? {})]);
  return Object.fromEntries(configured) as ConfiguredOperations;
}

function configuredOperation(operation: Operation, settings: OperationSettings): ConfiguredOperation {
  const { id: idPath, query, method = operation.method, path = operation.path, ...others } = settings;
  const names = Object.entries({ ...operation.query, ...query }).filter(([, theirs]) => theirs !== undefined);
  return {
    ...operation,
    ...others,
    method,
    path,
    idPath,
    parameters: parametersOf(path),
    query: Object.fromEntries(names) as Record<string, string>,
  };
}

import { isObject } from '../contract/plain-objects.ts';
import type { ConfiguredOperation } from './configured-operations.ts';
import { fillPath } from './operations.ts';

export interface Call {
  /** What the path may name, by our own names. */
  parameters?: Record<string, string | number>;
  /** By our own names. What is undefined is left out, and so is what the path names already. */
  query?: Record<string, string | number | undefined>;
  body?: object;
  /** The service line, for an operation that may be configured to name it. */
  lineSeqNo?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** A call as it goes over the wire. */
export interface Requested {
  path: string;
  query: [name: string, value: string][];
  body?: object;
  /** Parameters that would call another path than the one meant; none where it can be sent. */
  astray: string[];
}

/** Parameters that would call another path than the one meant. */
const LEADS_ASTRAY = /^\.{0,2}$/;

/** How an operation asks for what a call wants: in the path, the query, or the body where its method has one. */
export function requestedOf(operation: ConfiguredOperation, call: Call): Requested {
  const { parameters = {}, query = {}, body, lineSeqNo } = call;
  const known: Record<string, string | number | undefined> = { ...parameters, ...query };
  const inPath = operation.parameters.map((name) => [name, String(known[name] ?? '')] as const);
  const asked = Object.entries(query)
    .filter(([name, value]) => value !== undefined && !operation.parameters.includes(name))
    .map(([name, value]) => [operation.query[name] ?? name, value] as const);
  const fields = [
    Object.fromEntries(asked),
    body ?? {},
    operation.csn === undefined ? {} : { service: { csn: operation.csn } },
    operation.serviceField === undefined || lineSeqNo === undefined ? {} : at(operation.serviceField, lineSeqNo),
  ].reduce(merged, operation.body ?? {});
  const hasBody = operation.method !== 'GET' && (body !== undefined || Object.keys(fields).length > 0);
  return {
    path: fillPath(operation.path, Object.fromEntries(inPath)),
    query: operation.method === 'GET' ? Object.entries(fields).map(([name, value]) => [name, textOf(value)]) : [],
    ...(hasBody && { body: fields }),
    astray: inPath.filter(([, value]) => LEADS_ASTRAY.test(value)).map(([name]) => name),
  };
}

/** An object with a value at a place such as `service.lineSeqNo`. */
function at(place: string, value: number): object {
  return place.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;
}

/** The fields of both, at every depth; where both have one, that of the second. */
function merged(fixed: object, own: object): Record<string, unknown> {
  const all: Record<string, unknown> = { ...fixed };
  for (const [name, value] of Object.entries(own) as [string, unknown][]) {
    const before = all[name];
    all[name] = isObject(before) && isObject(value) ? merged(before, value) : value;
  }
  return all;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

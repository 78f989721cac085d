import type { Direction } from '../../contract/json-schemas.ts';

export interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  $schema?: string;
  $id?: string;
  title?: string;
  description?: string;
  /** Words that there are today, of a list that may grow: {@link breaksOf} lets it. */
  'x-extensible-enum'?: unknown[];
}

const KNOWN: Record<keyof JsonSchema, true> = {
  type: true,
  enum: true,
  const: true,
  anyOf: true,
  properties: true,
  required: true,
  additionalProperties: true,
  propertyNames: true,
  items: true,
  pattern: true,
  format: true,
  minLength: true,
  maxLength: true,
  minItems: true,
  maxItems: true,
  minimum: true,
  maximum: true,
  exclusiveMinimum: true,
  exclusiveMaximum: true,
  $schema: true,
  $id: true,
  title: true,
  description: true,
  'x-extensible-enum': true,
};

const LOWER = ['minLength', 'minItems', 'minimum', 'exclusiveMinimum'] as const;
const UPPER = ['maxLength', 'maxItems', 'maximum', 'exclusiveMaximum'] as const;

/**
 * What a schema breaks of what an earlier one promised, a line for each field.
 *
 * What callers send must still be accepted: no field goes, becomes required, or takes less. What they receive must still be
 * there and readable: no field goes, changes its type, or becomes optional. A field more, or a value more in a list of words,
 * breaks nothing: callers must take what they do not know.
 *
 * @throws Error at a keyword that it does not know, rather than overlook it.
 */
export function breaksOf(direction: Direction, before: JsonSchema, after: JsonSchema, path = ''): string[] {
  for (const schema of [before, after]) assertKnown(schema, path);
  if (before.anyOf ?? after.anyOf) return alternatives(direction, before, after, path);
  const [given, accepted] = direction === 'sent' ? [before, after] : [after, before];
  const line = (what: string) => [`${path || 'it'}: ${what}`];
  if (!takesType(typesOf(given), typesOf(accepted))) {
    return line(`is ${typesOf(after)?.join(' or ') ?? 'anything'}, was ${typesOf(before)?.join(' or ') ?? 'anything'}`);
  }
  return [
    ...words(direction, before, after).flatMap(line),
    ...(['pattern', 'format'] as const)
      .filter((keyword) => accepted[keyword] !== undefined && accepted[keyword] !== given[keyword])
      .flatMap((keyword) => line(`${keyword} is ${after[keyword] ?? 'none'}, was ${before[keyword] ?? 'none'}`)),
    ...LOWER.filter((limit) => (accepted[limit] ?? -Infinity) > (given[limit] ?? -Infinity)).flatMap((limit) =>
      line(`${limit} is ${after[limit] ?? 'none'}, was ${before[limit] ?? 'none'}`),
    ),
    ...UPPER.filter((limit) => (accepted[limit] ?? Infinity) < (given[limit] ?? Infinity)).flatMap((limit) =>
      line(`${limit} is ${after[limit] ?? 'none'}, was ${before[limit] ?? 'none'}`),
    ),
    ...fields(direction, before, after, path),
    ...within(direction, before.items, after.items, `${path}[]`),
    ...within(direction, before.propertyNames, after.propertyNames, `${path}{name}`),
  ];
}

function assertKnown(schema: JsonSchema, path: string): void {
  const strangers = Object.keys(schema).filter((keyword) => !(keyword in KNOWN));
  if (strangers.length > 0) {
    throw new Error(
      `${path || 'it'} uses ${strangers.join(', ')}, which this comparison does not know yet: add it there.`,
    );
  }
}

/** undefined stands for any. */
function typesOf({ type }: JsonSchema): string[] | undefined {
  return typeof type === 'string' ? [type] : type;
}

function takesType(given: string[] | undefined, accepted: string[] | undefined): boolean {
  if (accepted === undefined) return true;
  const takes = (type: string) => accepted.includes(type) || (type === 'integer' && accepted.includes('number'));
  return given?.every(takes) ?? false;
}

/** Each of the earlier alternatives must still fit one that callers may send, and each of today's one that they can read. */
function alternatives(direction: Direction, before: JsonSchema, after: JsonSchema, path: string): string[] {
  const [earlier, today] = [before.anyOf ?? [before], after.anyOf ?? [after]];
  const fits = (one: JsonSchema, other: JsonSchema) => breaksOf(direction, one, other, path).length === 0;
  const lost =
    direction === 'sent'
      ? earlier.filter((one) => !today.some((other) => fits(one, other)))
      : today.filter((other) => !earlier.some((one) => fits(one, other)));
  return lost.map((alternative) => {
    const closest = direction === 'sent' ? today.map((other) => breaksOf(direction, alternative, other, path)) : [];
    const [why = []] = closest.sort((one, other) => one.length - other.length);
    const hint = why.length > 0 ? ` (${why.join('; ')})` : '';
    return `${path || 'it'}: ${direction === 'sent' ? 'one of its forms is not accepted any more' : 'has a new form'}${hint}`;
  });
}

/** Words that callers send stay; of those that they receive there may be others. */
function words(direction: Direction, before: JsonSchema, after: JsonSchema): string[] {
  const [earlier, today] = [wordsOf(before), wordsOf(after)];
  if (today === undefined || direction === 'received') return [];
  if (earlier === undefined) return [`takes only ${today.join(', ')}, was any`];
  const gone = earlier.filter((word) => !today.includes(word));
  return gone.length > 0 ? [`does not take ${gone.join(', ')} any more`] : [];
}

function wordsOf(schema: JsonSchema): string[] | undefined {
  const words = schema.enum ?? ('const' in schema ? [schema.const] : undefined);
  return words?.map((word) => JSON.stringify(word));
}

function fields(direction: Direction, before: JsonSchema, after: JsonSchema, path: string): string[] {
  const [earlier, today] = [before.properties ?? {}, after.properties ?? {}];
  const place = (name: string) => (path === '' ? name : `${path}.${name}`);
  const became = (name: string, from: JsonSchema, to: JsonSchema) =>
    (to.required ?? []).includes(name) && !(from.required ?? []).includes(name);
  const removed = Object.keys(earlier).filter((name) => !(name in today));
  return [
    ...removed.map((name) => `${place(name)}: is gone`),
    ...Object.keys(today)
      .filter((name) => direction === 'sent' && became(name, before, after))
      .map((name) => `${place(name)}: is required now, ${name in earlier ? 'was optional' : 'and is new'}`),
    ...Object.keys(today)
      .filter((name) => direction === 'received' && became(name, after, before))
      .map((name) => `${place(name)}: may be missing now, was always there`),
    ...Object.entries(earlier).flatMap(([name, schema]) => within(direction, schema, today[name], place(name))),
    ...others(direction, before.additionalProperties, after.additionalProperties, path),
  ];
}

/** Fields that the schema does not name. */
function others(
  direction: Direction,
  before: JsonSchema['additionalProperties'] = true,
  after: JsonSchema['additionalProperties'] = true,
  path: string,
): string[] {
  if (typeof before === 'object' && typeof after === 'object') return within(direction, before, after, `${path}{}`);
  const closed = direction === 'sent' && after !== true && before !== false;
  const opened = direction === 'received' && typeof before === 'object';
  return (closed || opened) && before !== after ? [`${path || 'it'}: its other fields are not the same any more`] : [];
}

/** What is gone altogether is told by the caller. */
function within(
  direction: Direction,
  before: JsonSchema | undefined,
  after: JsonSchema | undefined,
  path: string,
): string[] {
  return before && after ? breaksOf(direction, before, after, path) : [];
}

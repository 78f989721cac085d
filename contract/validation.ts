import { z } from 'zod';
import { withoutNulls } from './absent.ts';
import type { WrongField } from './failures.ts';
import { INPUTS } from './inputs.ts';
import type { Flow } from './names.ts';
import { isObject } from './plain-objects.ts';
import { inMessage, nearestTo, unknownField } from './unknown-fields.ts';

/** Wrong fields that are named; the others are counted, so that a failure stays short whatever was sent. */
const MOST_NAMED = 50;

/** Every wrong field of an input; none when it is valid. A field that is null counts as absent. */
export function wrongFieldsOf(flow: Flow, input: unknown): WrongField[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return [{ path: 'input', message: 'must be an object' }];
  }
  const wrong = wrongFieldsIn(INPUTS[flow], withoutNulls(input)).map(({ path, message }) => ({
    path: path || 'input',
    message,
  }));
  return mostOf(wrong, 'input');
}

/** The first wrong fields, and how many more there are of what is at `path`. */
export function mostOf(wrong: WrongField[], path: string): WrongField[] {
  const more = wrong.length - MOST_NAMED;
  return more <= 0 ? wrong : [...wrong.slice(0, MOST_NAMED), { path, message: `has ${more} more wrong fields` }];
}

/** Every field of a value that a schema refuses; one that the schema does not know with the one that was probably meant. */
export function wrongFieldsIn(schema: z.ZodType, value: unknown): WrongField[] {
  if (schema instanceof z.ZodDiscriminatedUnion && isObject(value)) return wrongFieldsInForm(schema, value);
  const { error } = schema.safeParse(value, { error: inPlainWords });
  return (error?.issues ?? []).flatMap((issue) => wrongFields(issue, schema, []));
}

/** Of several forms, the one that the value names. */
function wrongFieldsInForm({ def }: z.ZodDiscriminatedUnion, value: Record<string, unknown>): WrongField[] {
  const { discriminator, options } = def;
  const names = new Map<unknown, z.ZodObject>();
  for (const form of options) {
    if (!(form instanceof z.ZodObject)) continue;
    const named: unknown = form.shape[discriminator];
    const words: Iterable<unknown> =
      named instanceof z.ZodLiteral ? named.values : named instanceof z.ZodEnum ? named.options : [];
    for (const word of words) names.set(word, form);
  }
  const name = value[discriminator];
  const form = names.get(name);
  if (form) return wrongFieldsIn(form, value);
  const known = [...names.keys()].map(String);
  const meant = typeof name === 'string' ? nearestTo(name, known) : undefined;
  const message = `${name === undefined ? 'is required:' : 'must be'} one of ${known.join(', ')}`;
  return [{ path: discriminator, message: meant === undefined ? message : `${message}; did you mean "${meant}"?` }];
}

/** `service.custNo: …; planNo: …` */
export function inWords(fields: WrongField[]): string {
  return fields.map(({ path, message }) => `${path}: ${message}`).join('; ');
}

/** @param within - Where the schema's value is in the input. */
function wrongFields(issue: z.core.$ZodIssue, schema: z.ZodType, within: PropertyKey[]): WrongField[] {
  const path = [...within, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(schema, issue.path);
    return issue.keys.map((key) => ({
      path: [...path, inMessage(key)].join('.'),
      message: unknownField(key, known),
    }));
  }
  const meant = issue.code === 'invalid_union' ? meantForm(issue, schema) : undefined;
  if (meant) return meant.issues.flatMap((inner) => wrongFields(inner, meant.form, path));
  return [{ path: path.join('.'), message: issue.message }];
}

/** Of several forms the only one that has the fields of the input; undefined when that is not clear. */
function meantForm({ errors, path }: z.core.$ZodIssueInvalidUnion, schema: z.ZodType) {
  const union = schemaAt(schema, path);
  if (!(union instanceof z.ZodUnion)) return undefined;
  const forms = errors
    .map((issues, index) => ({ issues, form: union.options[index] }))
    .filter(({ issues }) => !issues.some(({ code, path: at }) => code === 'unrecognized_keys' && at.length === 0));
  const [only, another] = forms;
  return only?.form instanceof z.ZodType && !another ? { issues: only.issues, form: only.form } : undefined;
}

function fieldsAt(schema: z.ZodType, path: PropertyKey[]): string[] {
  const object = schemaAt(schema, path);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

/** The schema of a field, however deep. */
function schemaAt(schema: unknown, path: PropertyKey[]): unknown {
  const inner = unwrapped(schema);
  const [field, ...rest] = path;
  if (field === undefined) return inner;
  if (inner instanceof z.ZodArray) return schemaAt(inner.element, rest);
  return inner instanceof z.ZodObject ? schemaAt(inner.shape[String(field)], rest) : inner;
}

function unwrapped(schema: unknown): unknown {
  const isWrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return isWrapped ? unwrapped(schema.unwrap()) : schema;
}

const TYPES: Partial<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
};

/** What zod finds wrong, where the schema has no words of its own for it. */
function inPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  const { code, input } = issue;
  if (input === undefined) return 'is required';
  if (code === 'invalid_type') return `must be ${TYPES[issue.expected] ?? issue.expected}`;
  if (code === 'invalid_value') {
    const [only, ...others] = issue.values.map(String);
    return others.length === 0 ? `must be ${only ?? ''}` : `must be one of ${[only, ...others].join(', ')}`;
  }
  if (code === 'too_small') {
    if (issue.origin !== 'string') return `must be a whole number greater than ${issue.minimum}`;
    return issue.minimum === 1 ? 'must not be empty' : `must be at least ${issue.minimum} characters`;
  }
  if (code === 'too_big') {
    return issue.origin === 'string' ? `must be at most ${issue.maximum} characters` : 'is too large a number';
  }
  return code === 'invalid_format' && issue.format === 'email' ? 'must be an email address' : undefined;
}

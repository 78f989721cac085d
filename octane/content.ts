import { z } from 'zod';
import { outsideWord } from '../contract/outside-text.ts';
import { inMessage } from '../contract/unknown-fields.ts';
import { CONTAINERS, fieldOf, isFilled, isObject, valueAt } from './envelope.ts';

/**
 * inferred: the object that an answer is, or that stands in its content (`response`, `data`, `result`) or under one of its names. It is
 * known by its fields. undefined where nothing has any of them; an object without fields passes, because nothing in it says otherwise.
 */
export function contentOf(json: unknown, schema: z.ZodType, names: readonly string[]): unknown {
  if (!(schema instanceof z.ZodObject)) return json;
  const fields = Object.keys(schema.shape);
  const inside = (value: unknown) => [value, ...[...CONTAINERS, ...names].map((name) => fieldOf(value, name))];
  const places = inside(json).flatMap(inside).filter(isObject);
  const has = (place: Record<string, unknown>, isThere: (value: unknown) => boolean) =>
    fields.some((field) => !VERDICT.includes(field) && Object.hasOwn(place, field) && isThere(place[field]));
  const content = places.find((place) => has(place, isFilled)) ?? places.find((place) => has(place, () => true));
  return content ?? places.find((place) => Object.keys(place).every((field) => VERDICT.includes(field)));
}

/** Fields that say how the call went, rather than what it is about. */
const VERDICT = ['success', 'errorCode', 'errorMessage'];

const MOST_FIELDS = 12;

/** What a value looks like, for those who have to say where in it something stands. Names of fields only. */
export function formOf(json: unknown): string {
  if (Array.isArray(json)) return `a list of ${json.length}${json.length > 0 ? `, each ${formOf(json[0])}` : ''}`;
  if (!isObject(json)) return json === null ? 'null' : `a ${typeof json}`;
  const names = Object.keys(json);
  if (names.length === 0) return 'an object without fields';
  const shown = names.slice(0, MOST_FIELDS).map((name) => inMessage(outsideWord(name)));
  return `an object with the fields ${[...shown, ...(names.length > MOST_FIELDS ? ['…'] : [])].join(', ')}`;
}

/** A row, or an object, with the id in its documented field where it stands elsewhere. */
export function withId(row: unknown, id: string | undefined, place: string | undefined): unknown {
  const value = place === undefined ? undefined : valueAt(row, place);
  return id !== undefined && isObject(row) && value !== undefined ? { ...row, [id]: value } : row;
}

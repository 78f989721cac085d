import { plainWord } from '../contract/words.ts';

/** Where an answer may have its content. `response` is documented for the qualification; the others are inferred. */
export const CONTAINERS = ['response', 'data', 'result'] as const;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of an object, whose name is compared as words are. */
export function fieldOf(json: unknown, name: string): unknown {
  if (!isObject(json)) return undefined;
  if (Object.hasOwn(json, name)) return json[name];
  const plain = plainWord(name);
  return Object.entries(json).find(([key]) => plainWord(key) === plain)?.[1];
}

/** The value at a place such as `data.list`. */
export function valueAt(json: unknown, place: string): unknown {
  return place.split('.').reduce(fieldOf, json);
}

/** The answer itself, and the content in it. */
export function partsOf(json: unknown): Record<string, unknown>[] {
  return [json, ...CONTAINERS.map((name) => fieldOf(json, name))].filter(isObject);
}

/** False for null, blank text, empty lists and empty objects. */
export function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (typeof value === 'object') return value !== null && Object.keys(value).length > 0;
  return value !== undefined;
}

/** As long as every store of Temporal's search attributes takes. */
const LONGEST_ID = 255;

/** documented as a string. A number counts when it is exact; an unset number may be 0. */
export function readableId(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined;
  const id = typeof value === 'string' ? value.trim() : '';
  return id.length <= LONGEST_ID && !/^0*$|\p{Cc}/u.test(id) ? id : undefined;
}

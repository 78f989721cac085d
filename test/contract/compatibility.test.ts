import type { Direction } from '../../contract/json-schemas.ts';
import { breaksOf, type JsonSchema } from './compatibility.ts';

/** A little of everything that the contract's schemas are made of. */
const BEFORE: JsonSchema = {
  type: 'object',
  properties: {
    reference: { type: 'string', pattern: '^[a-z]+$', minLength: 1, maxLength: 10 },
    count: { type: 'number', minimum: 1, maximum: 9 },
    word: { type: 'string', enum: ['one', 'two'] },
    place: {
      anyOf: [
        { type: 'object', properties: { id: { type: 'string' } }, required: ['id'], additionalProperties: false },
        { type: 'object', properties: { text: { type: 'string' } }, required: ['text'], additionalProperties: false },
      ],
    },
    notes: { type: 'array', items: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] } },
    metrics: { type: 'object', additionalProperties: { type: ['number', 'boolean'] } },
  },
  required: ['reference'],
};

/** A change of the schema above. */
type Change = (schema: Required<Pick<JsonSchema, 'required'>> & { properties: Record<string, JsonSchema> }) => void;

function after(change: Change): JsonSchema {
  const schema = structuredClone(BEFORE) as Parameters<Change>[0];
  change(schema);
  return schema;
}

type Case = [what: string, change: Change, line: string | RegExp];

const BREAKING: Record<Direction, Case[]> = {
  sent: [
    ['a field is removed', ({ properties }) => delete properties['word'], 'word: is gone'],
    [
      'a new field is required',
      (schema) => {
        schema.properties['extra'] = { type: 'string' };
        schema.required.push('extra');
      },
      'extra: is required now, and is new',
    ],
    ['a field becomes required', ({ required }) => required.push('count'), 'count: is required now, was optional'],
    [
      'a type changes',
      ({ properties }) => {
        properties['count'] = { type: 'string' };
      },
      'count: is string, was number',
    ],
    [
      'a type gets narrower',
      ({ properties }) => {
        properties['count'] = { ...properties['count'], type: 'integer' };
      },
      'count: is integer, was number',
    ],
    [
      'a pattern changes',
      ({ properties }) => {
        properties['reference'] = { ...properties['reference'], pattern: '^[a-f]+$' };
      },
      /^reference: pattern is \^\[a-f\]/,
    ],
    [
      'a format is asked for',
      ({ properties }) => {
        properties['reference'] = { ...properties['reference'], format: 'email' };
      },
      'reference: format is email, was none',
    ],
    [
      'a value is removed',
      ({ properties }) => {
        properties['word'] = { type: 'string', enum: ['one'] };
      },
      'word: does not take "two" any more',
    ],
    [
      'any value becomes a list',
      ({ properties }) => {
        properties['reference'] = { ...properties['reference'], enum: ['a'] };
      },
      'reference: takes only "a", was any',
    ],
    [
      'a limit gets lower',
      ({ properties }) => {
        properties['reference'] = { ...properties['reference'], maxLength: 9 };
      },
      'reference: maxLength is 9, was 10',
    ],
    [
      'a limit gets higher',
      ({ properties }) => {
        properties['count'] = { ...properties['count'], minimum: 2 };
      },
      'count: minimum is 2, was 1',
    ],
    [
      'a limit is new',
      ({ properties }) => {
        properties['notes'] = { ...properties['notes'], maxItems: 3 };
      },
      'notes: maxItems is 3, was none',
    ],
    [
      'a form is removed',
      ({ properties }) => {
        properties['place']?.anyOf?.pop();
      },
      /^place: one of its forms is not accepted any more \(/,
    ],
    [
      'other fields are refused',
      (schema) => {
        Object.assign(schema, { additionalProperties: false });
      },
      'it: its other fields are not the same any more',
    ],
    [
      'something in a list changes',
      ({ properties }) => {
        properties['notes'] = { type: 'array', items: { type: 'object' } };
      },
      'notes[].at: is gone',
    ],
  ],
  received: [
    ['a field is removed', ({ properties }) => delete properties['word'], 'word: is gone'],
    [
      'a type changes',
      ({ properties }) => {
        properties['count'] = { type: 'string' };
      },
      'count: is string, was number',
    ],
    ['a field becomes optional', ({ required }) => required.pop(), 'reference: may be missing now, was always there'],
    [
      'a pattern is given up',
      ({ properties }) => {
        properties['reference'] = { type: 'string', minLength: 1, maxLength: 10 };
      },
      /^reference: pattern is none, was/,
    ],
    [
      'a value gets longer',
      ({ properties }) => {
        properties['reference'] = { ...properties['reference'], maxLength: 11 };
      },
      'reference: maxLength is 11, was 10',
    ],
    [
      'there is a form more',
      ({ properties }) => {
        properties['place']?.anyOf?.push({ type: 'string' });
      },
      'place: has a new form',
    ],
    [
      'something in a list may be missing',
      ({ properties }) => {
        properties['notes'] = { type: 'array', items: { type: 'object', properties: { at: { type: 'string' } } } };
      },
      'notes[].at: may be missing now, was always there',
    ],
    [
      'values of a map change',
      ({ properties }) => {
        properties['metrics'] = { type: 'object', additionalProperties: { type: 'string' } };
      },
      'metrics{}: is string, was number or boolean',
    ],
  ],
};

const COMPATIBLE: Record<Direction, [what: string, change: Change][]> = {
  sent: [
    ['nothing changes', () => undefined],
    [
      'an optional field is new',
      ({ properties }) => {
        properties['extra'] = { type: 'string' };
      },
    ],
    ['a field becomes optional', ({ required }) => required.pop()],
    ['a value is new', ({ properties }) => properties['word']?.enum?.push('three')],
    [
      'a type gets wider, and limits too',
      ({ properties }) => {
        properties['count'] = { type: 'number', minimum: 0 };
      },
    ],
    [
      'a pattern is given up',
      ({ properties }) => {
        properties['reference'] = { type: 'string' };
      },
    ],
    [
      'there is a form more',
      ({ properties }) => {
        properties['place']?.anyOf?.push({ type: 'string' });
      },
    ],
  ],
  received: [
    ['nothing changes', () => undefined],
    [
      'a field is new, even a required one',
      (schema) => {
        schema.properties['extra'] = { type: 'string' };
        schema.required.push('extra');
      },
    ],
    ['a field is always there now', ({ required }) => required.push('count')],
    [
      'a value is new, and another is gone',
      ({ properties }) => {
        properties['word'] = { type: 'string', enum: ['one', 'three'] };
      },
    ],
    [
      'a type and limits get narrower',
      ({ properties }) => {
        properties['count'] = { type: 'integer', minimum: 2, maximum: 9 };
      },
    ],
    [
      'a form is not used any more',
      ({ properties }) => {
        properties['place']?.anyOf?.pop();
      },
    ],
  ],
};

describe.each(['sent', 'received'] as const)('of what callers have %s', (direction) => {
  test.each(BREAKING[direction])('it breaks when %s', (_, change, line) => {
    const expected = typeof line === 'string' ? line : expect.stringMatching(line);
    expect(breaksOf(direction, BEFORE, after(change))).toEqual([expected]);
  });

  test.each(COMPATIBLE[direction])('nothing breaks when %s', (_, change) => {
    expect(breaksOf(direction, BEFORE, after(change))).toEqual([]);
  });
});

test('an unexpected keyword is not overlooked', () => {
  expect(() => breaksOf('sent', { multipleOf: 2 } as JsonSchema, {})).toThrow(/multipleOf/);
});

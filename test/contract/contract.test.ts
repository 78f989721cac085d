import { existsSync, readFileSync } from 'node:fs';
import type { z } from 'zod';
import { withoutNulls } from '../../contract/absent.ts';
import type { ANSWERS } from '../../contract/answer-schemas.ts';
import type { FailureDetails, FailureType } from '../../contract/failures.ts';
import { CONTRACT } from '../../contract/json-schemas.ts';
import type { EnquiryResult, OrderResult, Progress } from '../../contract/outputs.ts';
import type { REQUESTS } from '../../contract/update-request-schemas.ts';
import type {
  BookedAppointment,
  RescheduleRequest,
  ResolveRequest,
  Withdrawal,
  WithdrawRequest,
} from '../../contract/updates.ts';
import type { ResolveAction } from '../../contract/fallout.ts';
import { breaksOf, type JsonSchema } from './compatibility.ts';
import { generatedSchemas, jsonFiles, releases, schemaFile, SCHEMAS } from './schema-files.ts';

const TO_DO = {
  sent: 'Callers send it as it was, and open orders were begun with it. Accept the old form too; a new field must be optional.',
  received: 'Callers rely on it. Keep it as it was, beside whatever is new.',
};

test('contract/schemas has the schemas of today', () => {
  const stale = generatedSchemas().filter(({ name, text }) => {
    return !existsSync(schemaFile(name)) || readFileSync(schemaFile(name), 'utf8') !== text;
  });
  const strangers = [...jsonFiles(SCHEMAS).keys()].filter((name) => !(name in CONTRACT));
  // When this fails: npm run schemas.
  expect([...stale.map(({ name }) => name), ...strangers]).toEqual([]);
});

describe('a generator of models finds', () => {
  const schemas = generatedSchemas().map(({ name, text }) => ({ name, schema: JSON.parse(text) as JsonSchema }));

  test.each(schemas)('in $name a name, and what each field means', ({ name, schema }) => {
    expect(schema.$id).toBe(`urn:nbn-orders:${name}`);
    expect(schema.title).toMatch(/^([A-Z][a-z]+)+$/);
    expect(schema.description).toBeTruthy();
    expect(withoutDescription(schema)).toEqual([]);
  });

  test.each(schemas.filter(({ name }) => CONTRACT[name]?.direction === 'received'))(
    'in $name no list of words that a later one could break',
    ({ schema }) => {
      expect(JSON.stringify(schema)).not.toMatch(/"(enum|const)":/);
    },
  );

  test('each title once, since it becomes the name of a class', () => {
    const titles = schemas.map(({ schema }) => schema.title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

/** The paths of the fields that say nothing of themselves. */
function withoutDescription(schema: JsonSchema, path = ''): string[] {
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
      ...(field.description === undefined ? [`${path}${name}`] : []),
      ...withoutDescription(field, `${path}${name}.`),
    ]),
    ...[...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])].flatMap((inner) =>
      withoutDescription(inner, path),
    ),
  ];
}

test('nothing that the last release promised is broken', () => {
  const last = releases().at(-1);
  if (!last) throw new Error('There is no release in contract/schemas/released.');
  const today = new Map(generatedSchemas().map(({ name, text }) => [name, JSON.parse(text) as JsonSchema]));
  const broken = [...jsonFiles(last.folder)].flatMap(([name, before]) => {
    const after = today.get(name);
    if (!after) return [`${name}: is gone. Callers of ${last.version} use it: keep it.`];
    const { direction = 'sent' } = CONTRACT[name] ?? {};
    const lines = breaksOf(direction, before as JsonSchema, after);
    return lines.map((line) => `${name}, ${line}. Since ${last.version}: ${TO_DO[direction]}`);
  });
  expect(broken).toEqual([]);
});

describe.each(releases())('what callers of $version send', ({ folder }) => {
  const examples = jsonFiles(new URL('examples/', folder));

  test('has an example for everything that can be sent', () => {
    const sent = [...jsonFiles(folder).keys()].filter((name) => CONTRACT[name]?.direction !== 'received');
    expect([...examples.keys()].sort()).toEqual(sent.sort());
  });

  test.each([...examples])('%s is still accepted', (name, inputs) => {
    for (const input of inputs as unknown[]) {
      expect(CONTRACT[name]?.schema.safeParse(withoutNulls(input)).error).toBeUndefined();
    }
  });
});

/** Field by field, so that an interface and a schema can be compared. */
type Flat<T> = T extends object ? { [Key in keyof T]: Flat<T[Key]> } : T;
/** Also tells an optional field from none, which mutual assignability does not. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a type is the same where it is interchangeable
type Same<A, B> = (<T>() => T extends Flat<A> ? 1 : 2) extends <T>() => T extends Flat<B> ? 1 : 2 ? true : false;

/** The fields of every form of a union. */
type FieldsOf<Union> = Union extends unknown ? keyof Union : never;

type Answer<Name extends keyof typeof ANSWERS> = z.infer<(typeof ANSWERS)[Name]>;
type Request<Name extends keyof typeof REQUESTS> = z.infer<(typeof REQUESTS)[Name]>;

// `npm run typecheck` fails here when a type in contract/ and its schema do not say the same.
const SAME: [
  Same<Answer<'orderResult'>, OrderResult>,
  Same<Answer<'enquiryResult'>, EnquiryResult>,
  Same<Answer<'progress'>, Progress>,
  Same<Answer<'failureType'>, FailureType>,
  Same<Answer<'failureDetails'>, FailureDetails>,
  Same<Answer<'withdrawal'>, Withdrawal>,
  Same<Answer<'bookedAppointment'>, BookedAppointment>,
  Same<Answer<'resolution'>, { accepted: ResolveAction }>,
  Same<Request<'withdraw'>, WithdrawRequest>,
  Same<Request<'reschedule'>, RescheduleRequest>,
  // The interface is flat, and easier to build. Which action takes which field is in the schema alone.
  Request<'resolve'> extends ResolveRequest ? true : false,
  Same<FieldsOf<Request<'resolve'>>, keyof ResolveRequest>,
] = [true, true, true, true, true, true, true, true, true, true, true, true];

// Control: what is compared notices a field that one of them lacks, an optional one too.
const DIFFERENT: Same<{ a: string; b?: number }, { a: string }> = false;

test('schemas and types say the same', () => {
  expect(DIFFERENT).toBe(false);
  expect(SAME).not.toContain(false);
});

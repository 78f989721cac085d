import { z } from 'zod';
import { fieldOf } from './envelope.ts';

/**
 * What may be trusted of an answer after a lenient reading: any field may be missing, and an enum may hold a word that
 * the documentation does not list.
 */
export type Lenient<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends readonly (infer Element)[]
        ? Lenient<Element>[]
        : string extends keyof T
          ? { [Key in keyof T]: Lenient<T[Key]> }
          : T extends object
            ? { [Key in keyof T]?: Lenient<Exclude<T[Key], null | undefined>> | undefined }
            : T;

/** Deriving a large schema takes a hundred times as long as reading an answer with it. */
const RELAXED = new WeakMap<z.ZodType, z.ZodType>();

/**
 * Derives from the schema of a documented answer the schema it is read with: fields of the wrong type count as missing,
 * unknown fields are left out, `"true"` is a boolean, `"12"` a number and `12` a string where one is documented. In a list of texts an
 * object is read by its name.
 */
export function lenient<Schema extends z.ZodType>(schema: Schema): z.ZodType<Lenient<z.output<Schema>>> {
  const relaxed = RELAXED.get(schema) ?? relax(schema);
  RELAXED.set(schema, relaxed);
  // The derived schema's type cannot be followed by the compiler; test/octane/lenient.test.ts holds the two together.
  return relaxed as unknown as z.ZodType<Lenient<z.output<Schema>>>;
}

function relax(schema: z.core.$ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return relax(schema.unwrap());
  }
  if (schema instanceof z.ZodObject) {
    return z.object(
      Object.fromEntries(
        Object.entries(schema.shape).map(([key, field]) => [key, orMissing(relax(field as z.core.$ZodType))]),
      ),
    );
  }
  if (schema instanceof z.ZodArray) {
    const element = relax(schema.element);
    return z
      .array(orMissing(schema.element instanceof z.ZodString ? z.union([element, NAMED]) : element))
      .transform((elements) => elements.filter((element) => element !== undefined));
  }
  if (schema instanceof z.ZodRecord) {
    return z
      .record(z.string(), orMissing(relax(schema.valueType)))
      .transform((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));
  }
  // A value that may be of several simple types is taken as it is: there is no telling which one it was meant to be.
  if (schema instanceof z.ZodUnion && schema.options.every(isSimple)) return z.union(schema.options);
  if (schema instanceof z.ZodNumber || isNumberLiteral(schema)) {
    return z.union([
      z.number(),
      z
        .string()
        .regex(/^-?\d+(\.\d+)?$/)
        .transform(Number)
        .pipe(z.number().refine(isExact)),
    ]);
  }
  if (schema instanceof z.ZodBoolean) {
    return z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]);
  }
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat || schema instanceof z.ZodEnum) {
    return z.union([z.string(), z.number().refine(isExact).transform(String)]);
  }
  throw new Error(`lenient() does not know how to relax the schema type ${schema._zod.def.type}.`);
}

/** inferred: under which of its fields an object has what stands where a list of texts is documented. */
const NAMES = ['installOption', 'option', 'planName', 'name', 'code', 'value', 'id', 'type'];

const NAMED = z.record(z.string(), z.unknown()).transform((object) => {
  const texts = NAMES.map((name) => fieldOf(object, name));
  return texts.find((text) => typeof text === 'string' && text.trim() !== '');
});

function isSimple(schema: z.core.$ZodType): schema is z.ZodString | z.ZodNumber | z.ZodBoolean {
  return schema instanceof z.ZodString || schema instanceof z.ZodNumber || schema instanceof z.ZodBoolean;
}

function isNumberLiteral(schema: z.core.$ZodType): boolean {
  return schema instanceof z.ZodLiteral && [...schema.values].every((value) => typeof value === 'number');
}

/** False for whole numbers so large that JSON's digits were lost: an id of the wrong digits is worse than none. */
function isExact(value: number): boolean {
  return !Number.isInteger(value) || Number.isSafeInteger(value);
}

function orMissing(schema: z.ZodType): z.ZodType {
  return schema
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined);
}

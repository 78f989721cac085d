import { z } from 'zod';
import { INPUTS } from '../../contract/inputs.ts';
import type { Flow } from '../../contract/names.ts';
import { isObject } from '../../contract/plain-objects.ts';

/** An input from a row of CSV: a column is a field's path, and an empty cell is no field. */
export function csvInput(flow: Flow, record: Readonly<Record<string, string>>): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(record)) {
    if (cell === '') continue;
    const path = column.split('.');
    const name = path.pop() ?? column;
    let fields = input;
    for (const field of path) {
      const inner = (fields[field] ??= {});
      if (!isObject(inner)) break;
      fields = inner;
    }
    fields[name] = valueOf(cell, schemaAt(INPUTS[flow], column.split('.')));
  }
  return input;
}

/** A cell as what its field is; as text where it cannot be that, so that the validation names it. */
function valueOf(cell: string, schema: z.core.$ZodType | undefined): unknown {
  if (schema instanceof z.ZodNumber && /^-?\d+(\.\d+)?$/.test(cell)) return Number(cell);
  if (schema instanceof z.ZodBoolean && /^(true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
  return cell;
}

/** The schema of a field, in whichever form of a union it is. */
function schemaAt(schema: z.core.$ZodType, path: readonly string[]): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional) return schemaAt(schema.unwrap(), path);
  if (schema instanceof z.ZodUnion) {
    for (const option of schema.options) {
      const found = schemaAt(option, path);
      if (found) return found;
    }
    return undefined;
  }
  const [field, ...rest] = path;
  if (field === undefined) return schema;
  const inner: unknown = schema instanceof z.ZodObject ? schema.shape[field] : undefined;
  return inner instanceof z.ZodType ? schemaAt(inner, rest) : undefined;
}

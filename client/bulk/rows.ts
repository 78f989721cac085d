import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Inputs } from '../../contract/inputs.ts';
import type { Flow } from '../../contract/names.ts';
import { isObject } from '../../contract/plain-objects.ts';
import { inWords, wrongFieldsOf } from '../../contract/validation.ts';
import { csvInput } from './csv-input.ts';

/** One order of a file. */
export interface Row {
  line: number;
  input: Inputs[Flow];
}

interface RawRow {
  line: number;
  input: unknown;
  /** Why there is no input. */
  problem?: string;
}

/**
 * The orders of a file: lines of JSON, or CSV whose columns are the input's fields, such as `service.custNo`.
 *
 * @throws Error naming every wrong line.
 */
export function readRows(flow: Flow, path: string): Row[] {
  const text = readFileSync(path === '-' ? 0 : path, 'utf8');
  const rows = path.toLowerCase().endsWith('.csv') ? csvRows(flow, text) : jsonRows(text);
  if (rows.length === 0) throw new Error(`${path} has no orders.`);
  const firstLines = new Map<unknown, number>();
  const wrong: string[] = [];
  for (const { line, input, problem } of rows) {
    const reference = isObject(input) ? input['reference'] : undefined;
    const first = firstLines.get(reference);
    const problems = [
      problem ?? inWords(wrongFieldsOf(flow, input)),
      ...(reference !== undefined && first !== undefined ? [`reference: stands on line ${first} already`] : []),
    ].filter(Boolean);
    if (first === undefined) firstLines.set(reference, line);
    if (problems.length > 0) wrong.push(`${path}:${line}: ${problems.join('; ')}`);
  }
  if (wrong.length > 0) {
    throw new Error([...wrong, `${wrong.length} of ${rows.length} orders are wrong; nothing was started.`].join('\n'));
  }
  return rows.map(({ line, input }) => ({ line, input: input as Inputs[Flow] }));
}

function jsonRows(text: string): RawRow[] {
  return text.split('\n').flatMap((json, index) => {
    const line = index + 1;
    if (json.trim() === '') return [];
    try {
      return [{ line, input: JSON.parse(json) as unknown }];
    } catch {
      return [{ line, input: undefined, problem: 'is not JSON' }];
    }
  });
}

function csvRows(flow: Flow, text: string): RawRow[] {
  const records = parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true, info: true });
  return (records as unknown as { record: Record<string, string>; info: { lines: number } }[]).map(
    ({ record, info }) => ({
      line: info.lines,
      input: csvInput(flow, record),
    }),
  );
}

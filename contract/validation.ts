import type { WrongField } from './failures.ts';
import { INPUTS } from './inputs.ts';
import type { Flow } from './names.ts';

/** Every wrong field of an input; none when it is valid. */
export function wrongFieldsOf(flow: Flow, input: unknown): WrongField[] {
  const { error } = INPUTS[flow].safeParse(input);
  return (error?.issues ?? []).map(({ path, message }) => ({ path: path.join('.') || 'input', message }));
}

/** `service.custNo: …; planNo: …` */
export function inWords(fields: WrongField[]): string {
  return fields.map(({ path, message }) => `${path}: ${message}`).join('; ');
}

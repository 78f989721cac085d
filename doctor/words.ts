import { outsideWord } from '../contract/outside-text.ts';
import { orderStateOf } from '../octane/statuses.ts';
import type { Configuration } from '../worker/configuration.ts';
import { bad, type Finding } from './check.ts';

/** The words in an answer that nobody has mapped. They are looked for by the names of their fields, wherever they stand. */
export function unmappedWords(json: unknown, { statusRows }: Configuration): Finding[] {
  const unmapped = new Set<string>();
  visit(json, (object) => {
    const { orderStatus } = object;
    if (typeof orderStatus !== 'string') return;
    if (orderStateOf({ orderStatus }, statusRows) === 'unknown')
      unmapped.add(`orderStatus "${outsideWord(orderStatus)}" is not mapped: add it to statuses in NBN_CONFIG.`);
  });
  return [...unmapped].map(bad);
}

function visit(json: unknown, see: (object: Record<string, unknown>) => void): void {
  if (typeof json !== 'object' || json === null) return;
  if (!Array.isArray(json)) see({ ...json });
  for (const value of Object.values(json)) visit(value, see);
}

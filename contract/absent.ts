/** Deeper than any request of the contract. What is deeper is copied as it is, so that no input can exhaust the stack. */
const DEEPEST = 50;

/**
 * A deep copy of plain JSON without the fields that are null: in the contract `null` counts as absent, because programs that are
 * generated from a schema often send it. A null in an array stays, because without it the others would move.
 */
export function withoutNulls<T>(value: T): T {
  return copied(value, DEEPEST) as T;
}

function copied(value: unknown, depth: number): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => copied(item, depth - 1));
  const present = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(present.map(([name, field]) => [name, copied(field, depth - 1)]));
}

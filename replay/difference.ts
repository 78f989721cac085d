/**
 * Where two JSON values differ first, in words; undefined when they are the same.
 *
 * Instants are the same when they are less than a second apart: right after a local activity, the time of a workflow is
 * a little earlier in a replay than it was.
 */
export function firstDifference(recorded: unknown, today: unknown, path = ''): string | undefined {
  if (isObject(recorded) && isObject(today)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(today)])) {
      const difference = firstDifference(recorded[key], today[key], path === '' ? key : `${path}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (Object.is(recorded, today) || isSameInstant(recorded, today)) return undefined;
  return `${path || 'it'} was ${inWords(recorded)} and is ${inWords(today)}`;
}

/** Arrays too: their keys are the indexes. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isSameInstant(recorded: unknown, today: unknown): boolean {
  return (
    [recorded, today].every(isInstant) && Math.abs(Date.parse(String(recorded)) - Date.parse(String(today))) < 1000
  );
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
}

function inWords(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}

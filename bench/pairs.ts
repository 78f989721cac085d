/** Runs two contestants in pairs, A-B-B-A-A-B…, so that a machine that grows slower or faster is unfair to neither. */
export async function inPairs<A, B>(
  count: number,
  runA: (pair: number) => Promise<A>,
  runB: (pair: number) => Promise<B>,
): Promise<{ a: A; b: B }[]> {
  const pairs: { a: A; b: B }[] = [];
  for (let pair = 0; pair < count; pair++) {
    if (pair % 2 === 0) {
      const a = await runA(pair);
      pairs.push({ a, b: await runB(pair) });
    } else {
      const b = await runB(pair);
      pairs.push({ a: await runA(pair), b });
    }
  }
  return pairs;
}

export interface Spread {
  median: number;
  min: number;
  max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  return { median: quantile(sorted, 0.5), min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN };
}

/** @param sorted - Ascending. */
export function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Where the first entry later than `at` is. Binary search, because a load test keeps many thousand entries. */
export function firstAfter(entries: readonly { at: number }[], at: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.at ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

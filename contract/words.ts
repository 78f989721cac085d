/**
 * Whether two words of Octane's are the same one. Case, spaces and punctuation do not count, because Octane documents no list of
 * its words: `Plan Change`, `plan_change` and `PlanChange` are one word. A word that is missing is the same as no other.
 */
export function sameWord(word: string | undefined, other: string | undefined): boolean {
  return word !== undefined && other !== undefined && plainWord(word) === plainWord(other);
}

/** A word without what {@link sameWord} passes over: for finding one in a map. */
export function plainWord(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

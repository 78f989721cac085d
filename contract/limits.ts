/** How long a text may be, in characters, wherever it came from. */
export const TEXT_LIMITS = {
  /** By whom something is asked for. */
  by: 200,
  /** Why. */
  reason: 1_000,
  timelineEntry: 1_300,
  /** What is to decide, in words; a failure's message. */
  sentence: 2_000,
  /** Every visibility store takes so many. */
  searchAttribute: 255,
  /** The Web UI's details of a workflow. */
  details: 20_000,
} as const;

/** The text, or its beginning where it is longer. */
export function cut(text: string, limit: number): string {
  // Half of a surrogate pair is no character.
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

import { cut, TEXT_LIMITS } from './limits.ts';
import { redact } from './redaction.ts';

/** No more than this of a text from outside is read. */
const LONGEST_READ = 10_000;

/** What every visibility store of Temporal's takes for a search attribute. */
export const WORD_LIMIT = TEXT_LIMITS.searchAttribute;

/**
 * The one gate for free text from outside: without what it says of people, on one line, without control characters, and cut.
 *
 * @param about - Data whose personal values must not appear in the text, such as the request it answers.
 * @param limit - Characters that it may have, the ellipsis of a cut included.
 */
export function outsideText(text: string, { about, limit }: { about?: unknown; limit: number }): string {
  return cut(redact(onOneLine(text), about), limit);
}

/**
 * The gate for what should be one of Octane's words, such as a status. An ordinary word passes as it is, because it has a meaning
 * that a name in it must not change; a sentence in its place is free text.
 */
export function outsideWord(text: string, about?: unknown): string {
  const word = onOneLine(text);
  return ORDINARY_WORD.test(word) ? cut(word, WORD_LIMIT) : outsideText(word, { about, limit: WORD_LIMIT });
}

/** Up to five words of letters, and at most a number of few digits each. */
const ORDINARY_WORD = /^[\p{L}_&/()-]*\d{0,4}(?: [\p{L}_&/()-]*\d{0,4}){0,4}$/u;

/** Format characters can hide text, or turn its direction. */
function onOneLine(text: string): string {
  return text
    .slice(0, LONGEST_READ)
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Fields whose values are about a person; what Octane echoes of them must not reach an error or a log. */
const PERSONAL =
  /name|surname|company|legalEntity|abn|acn|dob|phone|mobile|email|contact|address|street|suburb|postcode|notes|password|username|destination/i;

const REDACTED = '[redacted]';

/**
 * Replaces in `text` what the request said about a person, also word by word and in another case, and anything that looks
 * like an e-mail address or a phone number.
 */
export function redact(text: string, request: unknown): string {
  return withoutValues(text, personalValues(request))
    .replace(/[^\s"'<>:,]+/g, (word) => (word.includes('@') ? REDACTED : word))
    .replace(/(?<![\w-])\(?(\+61|0)[\d\s()]{8,13}\d(?![\w-])/g, REDACTED);
}

function withoutValues(text: string, values: string[]): string {
  const forms = values.flatMap((value) => [
    value,
    JSON.stringify(value).slice(1, -1),
    ...value.split(/[^\p{L}\p{N}]+/u),
  ]);
  const alternatives = forms
    .filter((form) => form.length > 1)
    .toSorted((a, b) => b.length - a.length)
    .map((form) => form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  if (alternatives.length === 0) return text;
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])(${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'giu'), REDACTED);
}

function personalValues(value: unknown, personal = false): string[] {
  if (typeof value === 'string') return personal ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => personalValues(field, personal || PERSONAL.test(key)));
}

/** Fields whose values are about a person; what Octane echoes of them must not reach an error or a log. */
const PERSONAL =
  /name|surname|company|legalEntity|abn|acn|dob|phone|mobile|email|contact|address|street|suburb|postcode|notes|password|username|destination/i;

/** Replaces in `text` what the request said about a person, and anything that looks like an e-mail address or a phone number. */
export function redact(text: string, requestBody: unknown): string {
  return personalValues(requestBody)
    .toSorted((a, b) => b.length - a.length)
    .reduce((redacted, value) => redacted.replaceAll(value, '[redacted]'), text)
    .replace(/[^\s"'<>:,]+@[^\s"'<>,]+/g, '[redacted]')
    .replace(/(?<![\w-])(\+61|0)[\d\s]{8,13}\d(?![\w-])/g, '[redacted]');
}

function personalValues(value: unknown, personal = false): string[] {
  if (typeof value === 'string') return personal && value.length > 1 ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => personalValues(field, personal || PERSONAL.test(key)));
}

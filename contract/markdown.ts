/** What Markdown takes for more than text wherever it stands. */
const SPECIAL = /[\\`*_{}[\]()#!|~@$^]/g;

/** What it takes for a list, a heading or a rule at the beginning of a line. */
const AT_THE_BEGINNING = /^(\d*)([-+=.)])/;

/** What makes a link of a bare address. */
const ADDRESS = /:(?=\/\/)|(?<=\bwww)\./gi;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes text so that Markdown shows it literally, on one line: no link, no image, no HTML, no heading, no list. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(SPECIAL, '\\$&')
    .replace(AT_THE_BEGINNING, '$1\\$2')
    .replace(ADDRESS, '\\$&')
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');
}

/** What Markdown or HTML may take for more than text. An escaped colon or dot also keeps an address from becoming a link. */
const SPECIAL = /[\\`*_{}[\]()#+\-.!|~=:@$^]/g;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text so that Markdown shows it literally, on one line: no link, no image, no HTML, no heading, no list. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(SPECIAL, '\\$&')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

import fc from 'fast-check';
import { escapeMarkdown } from '../../contract/markdown.ts';

test.each([
  ['plain words, and more', 'plain words, and more'],
  ['[click](https://evil.example)', '\\[click\\]\\(https\\://evil.example\\)'],
  ['https://evil.example', 'https\\://evil.example'],
  ['www.evil.example', 'www\\.evil.example'],
  ['a@evil.example', 'a\\@evil.example'],
  ['<img src=x onerror="alert(1)">', '&lt;img src=x onerror="alert\\(1\\)"&gt;'],
  ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
  ['# heading', '\\# heading'],
  ['1. item', '1\\. item'],
  ['- item', '\\- item'],
  ['    code', 'code'],
  ['one\n\n> two', 'one &gt; two'],
  ['**bold** `code` ~~gone~~ | cell', '\\*\\*bold\\*\\* \\`code\\` \\~\\~gone\\~\\~ \\| cell'],
  ['back\\slash', 'back\\\\slash'],
])('%s is shown as it is', (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

/** What a reader of Markdown and of HTML sees of escaped text. */
function unescaped(text: string): string {
  const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>' };
  return text.replace(/\\(.)|&(amp|lt|gt);/g, (_, escaped: string, entity: string) => escaped ?? characters[entity]);
}

test('quotation marks stay, because the Web UI would show their entities', () => {
  expect(escapeMarkdown(`Octane says "Rejected" of O'Hara`)).toBe(`Octane says "Rejected" of O'Hara`);
});

test('whatever the text is, it has no character that Markdown or HTML understands, and none is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeMarkdown(text);
      expect(escaped).not.toMatch(/[<>\n]/);
      expect(escaped).not.toMatch(/(?<!\\)(?:\\\\)*[`*_[\]()#!|~@]/);
      expect(escaped).not.toMatch(/:\/\/|\bwww\./i);
      expect(unescaped(escaped)).toBe(text.replace(/\s+/g, ' ').trim());
    }),
  );
});

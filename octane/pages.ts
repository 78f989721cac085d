import { saysMore, type ListAnswer } from './lists.ts';

/** One answer of a list, and the rows in it. */
export interface Page {
  answer: ListAnswer;
  list: unknown[];
}

const MOST_PAGES = 20;

/**
 * inferred: the further pages of a list that says it has more rows than it shows. Whether the first page is 0 or 1 is not known, so page 1
 * is asked for, and tells. An answer counts only when the query is known to be understood: it has new rows, or page 1 was the first page
 * again. A list that does not know the query answers with the same rows each time: then there are no more pages to be had.
 *
 * @param ask - Asks for the page of this number.
 * @returns the first page and those after it, an empty one at the end included.
 */
export async function pagesFrom(first: Page, ask: (number: number) => Promise<Page>): Promise<Page[]> {
  const pages = [first];
  const seen = new Set(first.list.map(textOf));
  let isUnderstood = false;
  for (let number = 1; number <= MOST_PAGES && seen.size > 0 && mayHaveMore(pages); number += 1) {
    const page = await ask(number);
    const isEmpty = page.list.length === 0;
    const isAgain = !isEmpty && page.list.every((row) => seen.has(textOf(row)));
    if (isAgain && number > 1) break;
    if (isEmpty && !isUnderstood) break;
    isUnderstood = true;
    if (isAgain) continue;
    pages.push(page);
    if (isEmpty) break;
    for (const row of page.list) seen.add(textOf(row));
  }
  return pages;
}

/** Whether there are rows after the last of these pages, as far as that says. */
export function mayHaveMore(pages: readonly Page[]): boolean {
  const last = pages.at(-1);
  const before = pages.slice(0, -1).reduce((sum, { list }) => sum + list.length, 0);
  return last !== undefined && saysMore(last.answer, last.list, { page: pages.length, before });
}

function textOf(row: unknown): string {
  return JSON.stringify(row);
}

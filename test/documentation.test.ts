import { readdir, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { results, SUMMARY } from '../bench/results.ts';
import { summaryOf } from '../bench/summary.ts';
import { EVENT_TYPES } from '../contract/events.ts';
import { FAILURE_TYPES } from '../contract/failures.ts';
import { FALLOUT_CODES, RESOLVE_ACTIONS } from '../contract/fallout.ts';
import { UPDATE_REFUSED, UPDATES } from '../contract/names.ts';
import { DIFFERENCE_CODES } from '../contract/reconciliation.ts';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import { OCTANE_ORDER_STATES, OWN_ORDER_STATES } from '../contract/states.ts';

const ROOT = new URL('../', import.meta.url);

function read(file: string): Promise<string> {
  return readFile(new URL(file, ROOT), 'utf8');
}

/** The part of a page under a heading, up to the next one that is not deeper. */
function sectionOf(page: string, heading: string): string {
  const [, level = ''] = /^(#+) /.exec(heading) ?? [];
  const [, rest] = `\n${page}`.split(`\n${heading}\n`);
  if (rest === undefined) throw new Error(`There is no "${heading}".`);
  return rest.split(new RegExp(`^#{1,${level.length}} `, 'm'))[0] ?? '';
}

/** What stands as code in the first cell of each row of the first table. */
function firstColumn(section: string): string[] {
  const lines = section.split('\n');
  const start = lines.findIndex((line) => /^\| -+ /.test(line));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines
    .slice(start + 1, end)
    .flatMap((line) => codeIn(line.split('|')[1] ?? ''))
    .sort();
}

function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

function sorted(words: readonly string[]): string[] {
  return [...words].sort();
}

/** Relative links, without those in code. */
function linksIn(page: string): string[] {
  const prose = page.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/i.test(target));
}

/** As GitHub makes them. */
function anchorsOf(page: string): string[] {
  const headings = page.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('docs/events.md has a row for each type of event, and no other', async () => {
  expect(firstColumn(sectionOf(await read('docs/events.md'), '## What is sent'))).toEqual(sorted(EVENT_TYPES));
});

describe('docs/operations.md', () => {
  let manual: string;
  beforeAll(async () => {
    manual = await read('docs/operations.md');
  });

  test.each([
    ['states', '## States', [...OCTANE_ORDER_STATES, ...OWN_ORDER_STATES]],
    ['fallout codes', '## Fallout', FALLOUT_CODES],
    ['failure types', '## How an order can end', FAILURE_TYPES],
    ['differences', '## Reconcile', DIFFERENCE_CODES],
    ['resolve actions', '### `resolve`: decide how an order in fallout goes on', RESOLVE_ACTIONS],
  ])('has a row for each of the %s, and no other', (_, heading, words) => {
    expect(firstColumn(sectionOf(manual, heading))).toEqual(sorted(words));
  });

  test('shows each update by Web UI, temporal and nbn', () => {
    const headings = [...manual.matchAll(/^### `(\w+)`/gm)].map(([heading, update = '']) => ({ heading, update }));
    expect(headings.map(({ update }) => update).sort()).toEqual(sorted(Object.values(UPDATES)));
    for (const { heading, update } of headings) {
      const [, section = ''] = manual.split(heading);
      const [example = ''] = section.split(/^##/m);
      expect(example).toContain(`Web UI: name \`${update}\`, data \``);
      expect(example).toContain(`--name ${update} `);
      expect(example).toContain(`npx nbn ${update} `);
    }
  });

  test('shows only JSON that can be parsed, with who asks and why', () => {
    const requests = [...manual.matchAll(/(?:data `|--input ')(\{.*?\})[`']/g)].map(([, json = '']) => json);
    expect(requests.length).toBeGreaterThan(5);
    const asked = requests.map((json) => JSON.parse(json) as object).filter((request) => !('planNo' in request));
    for (const request of asked) expect(request).toMatchObject({ by: expect.any(String), reason: expect.any(String) });
  });

  test('names how a refused update fails', () => {
    expect(codeIn(manual)).toContain(UPDATE_REFUSED);
  });

  test('queries only search attributes that an order has', () => {
    const known = Object.values(SEARCH_ATTRIBUTES).map(({ name }) => name);
    const queried = [...new Set(manual.match(/\bNbn[A-Z]\w+/g))];
    expect(queried.filter((name) => !known.includes(name))).toEqual([]);
    expect(queried).toEqual(expect.arrayContaining(['NbnState', 'NbnJeopardy', 'NbnWaitingFor', 'NbnDueDate']));
  });
});

describe('README.md', () => {
  let readme: string;
  beforeAll(async () => {
    readme = await read('README.md');
  });

  test("has each of the worker's environment variables in its table, and no other", async () => {
    const [, schema = ''] = (await read('worker/configuration.ts')).split('const environmentSchema = z.object({');
    const variables = [...(schema.split(/^\}\);$/m)[0] ?? '').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(
      ([, variable = '']) => variable,
    );
    expect(variables).toContain('OCTANE_BASE_URL');
    const documented = firstColumn(sectionOf(readme, '## Configuration')).filter(
      // The others of Temporal's are read by its own library.
      (variable) => variables.includes(variable) || !variable.startsWith('TEMPORAL_'),
    );
    expect(documented).toEqual(sorted(variables));
  });
});

describe('links', () => {
  test('lead to files, and to headings, that exist', async () => {
    const pages = ['README.md', ...(await readdir(new URL('docs/', ROOT))).map((name) => `docs/${name}`)];
    const links: { page: string; link: string }[] = [];
    for (const page of pages.filter((name) => name.endsWith('.md'))) {
      for (const link of linksIn(await read(page))) links.push({ page, link });
    }
    expect(links.length).toBeGreaterThan(5);
    const broken: string[] = [];
    for (const { page, link } of links) {
      if (!(await leadsSomewhere(page, link))) broken.push(`${page}: ${link}`);
    }
    expect(broken).toEqual([]);
  });
});

async function leadsSomewhere(page: string, link: string): Promise<boolean> {
  const target = new URL(link, new URL(page, ROOT));
  const { hash } = target;
  target.hash = '';
  const file = fileURLToPath(target);
  const found = await stat(file).catch(() => undefined);
  if (!found || hash === '' || found.isDirectory()) return found !== undefined;
  return anchorsOf(await readFile(file, 'utf8')).includes(decodeURIComponent(hash.slice(1)));
}

test('the page of what was measured is of the results beside it', async () => {
  expect(await readFile(SUMMARY, 'utf8')).toBe(await format(summaryOf(results()), { parser: 'markdown' }));
});

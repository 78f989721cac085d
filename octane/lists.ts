import type { IncomingHttpHeaders } from 'node:http';
import { plainWord, sameWord } from '../contract/words.ts';
import { looksLikeErrors } from './answers.ts';
import { CONTAINERS, fieldOf, isFilled, isObject, partsOf } from './envelope.ts';

/** What a list came in. */
export interface ListAnswer {
  httpStatus: number;
  headers: IncomingHttpHeaders;
  json: unknown;
}

/**
 * inferred: the list that an answer is, or that stands in it under one of its names, or in its content (`response`, `data`,
 * `result`). undefined where there is none, and where there are two: it is not known which of them was asked for.
 */
export function listIn(json: unknown, names: readonly string[]): unknown[] | undefined {
  const places = [
    json,
    ...[...CONTAINERS, ...names, 'items', 'list'].map((name) => fieldOf(json, name)),
    ...CONTAINERS.flatMap((container) =>
      [...names, 'items', 'list'].map((name) => fieldOf(fieldOf(json, container), name)),
    ),
  ];
  const [list, another] = new Set(places.filter((place) => Array.isArray(place)));
  return another === undefined ? list : undefined;
}

/**
 * Why an answer is doubtful beside the rows that it shows, in phrases for an operator.
 *
 * @param isPlaced - That it is configured where the list stands: then another list beside it raises no doubt.
 */
export function doubtsOf({ json }: ListAnswer, list: unknown[], isPlaced: boolean): string[] {
  const envelope = envelopeOf(json);
  return [
    ...(!isPlaced && hasOtherList(envelope, list) ? ['it has another list beside the one that was read'] : []),
    ...(looksLikeErrors(envelope) ? ['it tells of errors'] : []),
  ];
}

/** Where an answer stands among the pages that were read. */
export interface Position {
  /** From 1. */
  page: number;
  /** How many rows the pages before it have. */
  before: number;
}

/** Whether an answer says that the list has more rows than it and the pages before it show. */
export function saysMore({ httpStatus, headers, json }: ListAnswer, list: unknown[], position: Position): boolean {
  const at = { ...position, rows: list.length };
  return httpStatus === 206 || hasSign(headerFields(headers), list, at) || hasSign(envelopeOf(json), list, at);
}

function envelopeOf(json: unknown): unknown {
  return Array.isArray(json) ? {} : json;
}

type Says = (value: unknown, at: Position & { rows: number }) => boolean;

/** The fields by which a list says that it is a part, and what they say so with. All of them are inferred. */
const SIGNS: readonly [says: Says, names: string][] = [
  [
    (value, { before, rows }) => numberIn(value) > before + rows,
    `total, count, totalCount, totalElements, totalResults, totalRecords, totalItems, totalRows, totalOrders, totalCustomers,
    recordCount, resultCount, rowCount, itemCount, numFound, numberOfElements, numberOfRecords, numberOfResults`,
  ],
  [
    (value, { page }) => numberIn(value) > page,
    'pages, totalPages, pageCount, numberOfPages, page, currentPage, pageNumber, lastPage',
  ],
  [(value, { before }) => numberIn(value) > before, 'offset, skip'],
  [(value) => numberIn(value) > 0, 'remaining'],
  [
    (value, { rows }) => numberIn(value) > 0 && rows >= numberIn(value),
    'pageSize, perPage, limit, maxResults, maxRecords',
  ],
  [
    isYes,
    `more, hasMore, hasNext, hasNextPage, hasMorePages, moreResults, moreRecords, moreRows, moreAvailable, truncated, isTruncated,
    incomplete, incompleteResults, partial, isPartial`,
  ],
  [(value, { page }) => page === 1 && isYes(value), 'hasPrevious, hasPreviousPage'],
  [isNo, 'last, isLast, isLastPage, lastPage, complete, isComplete'],
  [
    leadsOn,
    `next, nextPage, nextLink, nextUrl, nextUri, nextHref, nextPageUrl, nextPageToken, nextToken, nextCursor, nextOffset,
    nextRecord, nextKey, continuationToken, odata.nextLink`,
  ],
  [(value, { page }) => page === 1 && leadsOn(value), 'prev, previous, previousPage, prevPage, previousLink, prevLink'],
];

const SIGNS_BY_NAME = SIGNS.flatMap(([says, names]) =>
  names.split(',').map((name) => ({ name: plainWord(name), says })),
);

function isSign(name: string, value: unknown, at: Parameters<Says>[1]): boolean {
  const word = plainWord(name);
  return SIGNS_BY_NAME.some((sign) => sign.name === word && sign.says(value, at));
}

/** Deeper than this no list says anything about itself. */
const DEPTH = 4;

function hasSign(envelope: unknown, list: unknown[], at: Parameters<Says>[1], depth = DEPTH): boolean {
  if (envelope === list || depth === 0) return false;
  if (Array.isArray(envelope)) return envelope.some((link) => sameWord(textIn(fieldOf(link, 'rel')), 'next'));
  if (!isObject(envelope)) return false;
  return Object.entries(envelope).some(
    ([name, value]) => isSign(name, value, at) || hasSign(value, list, at, depth - 1),
  );
}

/** What the headers say, under the names that an envelope would use. */
function headerFields(headers: IncomingHttpHeaders): Record<string, unknown> {
  const own = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('x-') ? [[name.slice(2), value]] : [],
  );
  const [, total] = /\/\s*(\d+)\s*$/.exec(headers['content-range'] ?? '') ?? [];
  const leads = /rel\s*=\s*"?\s*next\b/i.test(String(headers['link'] ?? ''));
  return { total, next: leads, ...(Object.fromEntries(own) as Record<string, unknown>) };
}

/** Lists that an envelope may have for reasons of its own. */
const HARMLESS = ['links', 'errors', 'warnings', 'messages', 'columns', 'fields', 'filters', 'facets', 'sort'];

function hasOtherList(envelope: unknown, list: unknown[]): boolean {
  return partsOf(envelope)
    .flatMap((part) => Object.entries(part))
    .filter(([name]) => !HARMLESS.some((harmless) => sameWord(harmless, name.replace(/^_/, ''))))
    .some(([, value]) => Array.isArray(value) && value !== list && value.some(isObject));
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** 0 for what is no number. */
function numberIn(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}

function isYes(value: unknown): boolean {
  return value === true || value === 1 || ['true', 'yes', 'y', '1'].some((yes) => sameWord(textIn(value), yes));
}

function isNo(value: unknown): boolean {
  return value === false || ['false', 'no', 'n'].some((no) => sameWord(textIn(value), no));
}

/** A link, a token, or the number of a page. */
function leadsOn(value: unknown): boolean {
  if (typeof value === 'number') return value > 0;
  if (isObject(value)) return Object.values(value).some(leadsOn);
  return typeof value === 'boolean' ? value : isFilled(value);
}

/** The rows without those whose id an earlier row has. Rows without an id stay: whether they are the same is not known. */
export function once<Row>(rows: readonly Row[], idOf: (row: Row) => string | number | undefined): Row[] {
  const seen = new Set<string | number>();
  return rows.filter((row) => {
    const id = idOf(row);
    if (id === undefined) return true;
    return !seen.has(id) && seen.add(id);
  });
}

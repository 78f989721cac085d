import { DateTime } from 'luxon';
import type { FaultRule } from './scenario.ts';

type Rewrite = Extract<FaultRule, { fault: 'rewrite' }>;

/** The JSON answer with its rows changed: the items of a list, or the one object. */
export function rewriteAnswer({ envelope, ...rule }: Rewrite, answer: unknown): unknown {
  const rows = Array.isArray(answer) ? answer.map((row) => rewriteRow(rule, row)) : rewriteRow(rule, answer);
  return envelope ? { ...envelope.fields, [envelope.list]: rows } : rows;
}

function rewriteRow({ where, dates, rename, remove, set }: Omit<Rewrite, 'envelope'>, row: unknown): unknown {
  if (!Object.entries(where).every(([path, value]) => fieldAt(row, path) === value)) return row;
  let rewritten = row;
  for (const [path, form] of Object.entries(dates))
    rewritten = withField(rewritten, path, formatted(fieldAt(rewritten, path), form));
  for (const [path, name] of Object.entries(rename))
    rewritten = withField(withField(rewritten, name, fieldAt(rewritten, path)), path, undefined);
  for (const path of remove) rewritten = withField(rewritten, path, undefined);
  for (const [path, value] of Object.entries(set)) rewritten = withField(rewritten, path, value);
  return rewritten;
}

function formatted(date: unknown, { format, zone }: Rewrite['dates'][string]): unknown {
  const time = DateTime.fromISO(String(date), { zone });
  return time.isValid ? time.toFormat(format) : date;
}

/** `instance.0.status` is the status of the first item of `instance`. */
function fieldAt(value: unknown, path: string): unknown {
  return path.split('.').reduce((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

/** A copy with another value at the path; undefined leaves the field out of the JSON. */
function withField(value: unknown, path: string, field: unknown): unknown {
  const [name = '', ...rest] = path.split('.');
  const inner = rest.length === 0 ? field : withField(fieldAt(value, name), rest.join('.'), field);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === name ? inner : item));
  return { ...(isObject(value) ? value : {}), [name]: inner };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

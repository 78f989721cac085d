import { withoutNulls } from './absent.ts';
import { problemOfDate } from './dates.ts';
import { RESOLVE_ACTIONS, type ResolveAction } from './fallout.ts';
import { TEXT_LIMITS } from './limits.ts';
import { isObject } from './plain-objects.ts';
import { inMessage, nearestTo, unknownField } from './unknown-fields.ts';

/*
 * What is wrong with the request of an update. The running order refuses such a request and changes nothing: a slip must never
 * place an order. Plain code, because workflows must not import zod; update-request-schemas.ts says the same for callers in other
 * languages, and test/contract proves that both agree.
 */

/** Characters of `slotId`. */
export const SLOT_ID_LIMIT = 100;
/** Characters of `input` as JSON. */
export const INPUT_LIMIT = 10_000;

/** Unknown fields that a refusal names; it counts the others, so that it stays short. */
const MOST_UNKNOWN = 5;

/** Not blank, and without control characters other than tabs and line ends. */
export const TEXT = /^[\t\n\r ]*[^\u0000-\u0020\u007f-\u009f][^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$/;

/** An id of Octane's order: visible ASCII characters. */
export const ORDER_ID = /^[!-~]{1,64}$/;

export const SLOT_TYPES = ['AM', 'PM'] as const;

interface Field {
  /** What to say when it is missing; without it the field may be. */
  missing?: string;
  /** What is wrong with a value; undefined when nothing is. */
  problem: (value: unknown) => string | undefined;
}
type Fields = Readonly<Record<string, Field>>;

const ASKED: Fields = {
  by: { missing: 'is required: who asks for this', problem: text(TEXT_LIMITS.by) },
  reason: { missing: 'is required: why this is asked for', problem: text(TEXT_LIMITS.reason) },
};

const RESCHEDULE: Fields = {
  ...ASKED,
  slotId: { problem: text(SLOT_ID_LIMIT) },
  notBefore: { problem: (value) => problemOfDate(typeof value === 'string' ? value : '') },
  slotType: { problem: (value) => (SLOT_TYPES.some((type) => type === value) ? undefined : 'must be AM or PM') },
};

/** The fields of a decision that belong to one action. */
const FIELDS_OF_ACTION: Record<ResolveAction, Fields> = {
  retry: { input: { problem: problemOfInput } },
  skip: {},
  adopt: {
    orderId: {
      missing: 'is required to adopt: the order that Octane has already',
      problem: (value) =>
        typeof value === 'string' && ORDER_ID.test(value)
          ? undefined
          : 'must be text of 1 to 64 characters, without spaces',
    },
  },
  abandon: {},
};

/** Which action takes a field. */
const ACTION_OF = new Map(
  RESOLVE_ACTIONS.flatMap((action) => Object.keys(FIELDS_OF_ACTION[action]).map((field) => [field, action] as const)),
);

/** What is wrong with the request of a withdrawal, each in a sentence; none when it is valid. */
export function problemsOfWithdraw(request: unknown): string[] {
  return problemsOf(request, ASKED);
}

/** What is wrong with the request of another appointment, each in a sentence; none when it is valid. */
export function problemsOfReschedule(request: unknown): string[] {
  return problemsOf(request, RESCHEDULE);
}

/**
 * What is wrong with a decision, each in a sentence; none when it is valid. A field of another action is refused: `retry` with an
 * `orderId` would place a second order where `adopt` was meant.
 *
 * @param offered - The actions that the order's fallout offers.
 */
export function problemsOfResolve(request: unknown, offered: readonly ResolveAction[]): string[] {
  const decision: Fields = {
    ...ASKED,
    action: {
      missing: `is required: one of ${offered.join(', ')}`,
      problem: (value) => problemOfAction(value, offered),
    },
  };
  const asked = isObject(request) && Object.hasOwn(request, 'action') ? request['action'] : undefined;
  const action = RESOLVE_ACTIONS.find((known) => known === asked);
  // Which fields belong there is not known without an action.
  return action === undefined
    ? problemsOf(request, decision, (name) => (ACTION_OF.has(name) ? undefined : ownOrUnknown(name, decision)))
    : problemsOf(request, { ...decision, ...FIELDS_OF_ACTION[action] }, (name, fields) => ownOrUnknown(name, fields));
}

/** @param stranger - What is wrong with a field that is not one of these; undefined when nothing is. */
function problemsOf(
  request: unknown,
  fields: Fields,
  stranger: (name: string, fields: Fields) => string | undefined = (name) => unknownField(name, Object.keys(fields)),
): string[] {
  if (!isObject(request)) {
    return ['The request must be an object, such as {"by": "Kim", "reason": "the customer asked for it"}.'];
  }
  const given = new Map<string, unknown>(Object.entries(withoutNulls(request)));
  const known = Object.entries(fields).flatMap(([name, { missing, problem }]) => {
    const value = given.get(name);
    const wrong = value === undefined ? missing : ((isBlank(value) ? missing : undefined) ?? problem(value));
    return wrong === undefined ? [] : [sentence(name, wrong)];
  });
  const unknown = [...given.keys()].flatMap((name) => {
    const wrong = Object.hasOwn(fields, name) ? undefined : stranger(name, fields);
    return wrong === undefined ? [] : [sentence(inMessage(name), wrong)];
  });
  const more = unknown.length - MOST_UNKNOWN;
  return [
    ...known,
    ...unknown.slice(0, MOST_UNKNOWN),
    ...(more > 0 ? [`${more} more fields are not known here.`] : []),
  ];
}

/** Of a field that this action does not take: which one does, or what was meant. */
function ownOrUnknown(name: string, fields: Fields): string {
  const own = Object.keys(fields);
  const foreign = nearestTo(name, own) === undefined ? nearestTo(name, [...ACTION_OF.keys()]) : undefined;
  const action = ACTION_OF.get(foreign ?? '');
  if (foreign === undefined || action === undefined) return unknownField(name, own);
  return foreign === name
    ? `goes only with ${action}; did you mean ${action}?`
    : `is not known here; did you mean "${foreign}"? It goes only with ${action}`;
}

function problemOfAction(value: unknown, offered: readonly ResolveAction[]): string | undefined {
  if (offered.some((action) => action === value)) return undefined;
  const possible = offered.join(', ');
  if (RESOLVE_ACTIONS.some((action) => action === value)) return `is not possible here; possible: ${possible}`;
  const meant = typeof value === 'string' ? nearestTo(value, RESOLVE_ACTIONS) : undefined;
  return `must be one of ${possible}${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
}

function problemOfInput(value: unknown): string | undefined {
  if (!isObject(value)) return 'must be an object with the fields of the input to replace';
  return JSON.stringify(value).length > INPUT_LIMIT ? `must be at most ${INPUT_LIMIT} characters as JSON` : undefined;
}

function text(limit: number): Field['problem'] {
  return (value) => {
    if (typeof value !== 'string' || value.length === 0 || value.length > limit)
      return `must be text of 1 to ${limit} characters`;
    return TEXT.test(value) ? undefined : 'must not be blank or have control characters other than tabs and line ends';
  };
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && /^[\t\n\r ]*$/.test(value);
}

function sentence(name: string, wrong: string): string {
  return `"${name}" ${wrong}${/[.?]$/.test(wrong) ? '' : '.'}`;
}

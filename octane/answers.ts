import type { CreateOutcome, OctaneFailureType } from '../contract/failures.ts';
import { plainWord, sameWord } from '../contract/words.ts';
import { fieldOf, isFilled, partsOf, readableId, valueAt } from './envelope.ts';

/** How a call went over the wire, before it is judged. */
export type Exchange =
  | {
      kind: 'answer';
      httpStatus: number;
      contentType: string;
      /** The bytes as text; undefined when they were none in the charset of the answer. */
      text: string | undefined;
      /** The text parsed as JSON; undefined when it is none. */
      json: unknown;
      /** The content encoding, when it is not known and so the bytes could not be read. */
      unknownEncoding?: string | undefined;
    }
  | { kind: 'tooLarge'; limit: number }
  | {
      kind: 'noAnswer';
      /** The system's or the client's own code: ECONNREFUSED, ETIMEDOUT, … */
      code: string;
      /** True when the request cannot have reached Octane. */
      neverSent: boolean;
    };

/**
 * What a call is expected to be answered with; `confirmation`: to a call that changes something, JSON or nothing at all; `id`: a
 * create, answered with the id of what it created.
 */
export type Expected = 'json' | 'confirmation' | 'nothing' | ExpectedId;

export interface ExpectedId {
  id: IdName;
  /** Where it stands, when that is configured. */
  at?: string | undefined;
}

export type IdName = 'orderId' | 'enquiryId' | 'custNo';

export interface Verdict {
  /** undefined: the call did what was asked. */
  failure?: OctaneFailureType;
  outcome: CreateOutcome;
  retryable: boolean;
  /** What happened, and what to do next where a person can do something. */
  sentence: string;
  /** Octane's own words for a refusal, as they came: not to be shown as they are. */
  words?: string;
}

interface Row extends Omit<Verdict, 'sentence' | 'words'> {
  name: string;
  when: (exchange: Exchange, expected: Expected) => boolean;
  sentence: string | ((exchange: Exchange) => string);
}

type Answer = Extract<Exchange, { kind: 'answer' }>;

const status = (test: (httpStatus: number) => boolean) => (exchange: Exchange) =>
  exchange.kind === 'answer' && test(exchange.httpStatus);

const ok = (test: (answer: Answer, expected: Expected) => boolean) => (exchange: Exchange, expected: Expected) =>
  exchange.kind === 'answer' && exchange.httpStatus >= 200 && exchange.httpStatus < 300 && test(exchange, expected);

const CREDENTIALS = 'Check OCTANE_USERNAME, OCTANE_PASSWORD, the group, and whether this address is on the allow-list.';

/**
 * The one table of what an answer means: the first row that matches counts. Documented are the statuses 200, 204 and 403,
 * and that a validation error is an HTTP 200 (page Create Order (NBN Modification)); every other row is inferred.
 */
export const ANSWERS: readonly Row[] = [
  {
    name: 'never sent',
    when: (exchange) => exchange.kind === 'noAnswer' && exchange.neverSent,
    failure: 'OctaneUnavailable',
    outcome: 'refused',
    retryable: true,
    sentence: (exchange) => `could not be reached${codeOf(exchange)}. Check OCTANE_BASE_URL and the network.`,
  },
  {
    name: 'answer lost',
    when: (exchange) => exchange.kind === 'noAnswer',
    failure: 'OctaneUnavailable',
    outcome: 'unknown',
    retryable: true,
    sentence: (exchange) =>
      `gave no answer in time, or the connection broke after the request was sent${codeOf(exchange)}.`,
  },
  {
    name: 'too large',
    when: (exchange) => exchange.kind === 'tooLarge',
    failure: 'OctaneUnexpectedAnswer',
    outcome: 'unknown',
    retryable: true,
    sentence: (exchange) =>
      `sent more than ${exchange.kind === 'tooLarge' ? exchange.limit : 0} bytes; the rest was not read.`,
  },
  {
    name: 'contradiction',
    when: (exchange, expected) => saysItFailed(exchange) && tellsOfId(exchange, expected),
    failure: 'OctaneUnexpectedAnswer',
    outcome: 'unknown',
    retryable: false,
    sentence: 'says that the request failed and gives an id all the same.',
  },
  {
    name: 'unauthorized',
    when: status((code) => code === 401),
    failure: 'OctaneUnauthorized',
    outcome: 'refused',
    retryable: true,
    sentence: `does not accept the credentials (HTTP 401). ${CREDENTIALS}`,
  },
  {
    name: 'invalid access',
    when: status((code) => code === 403),
    failure: 'OctaneUnauthorized',
    outcome: 'refused',
    retryable: true,
    sentence: `denies access (HTTP 403). ${CREDENTIALS}`,
  },
  {
    name: 'not found',
    when: status((code) => code === 404 || code === 410),
    failure: 'OctaneRefused',
    outcome: 'refused',
    retryable: false,
    sentence: (exchange) =>
      `knows nothing by this number, or has no such path (HTTP ${httpStatusOf(exchange)}). If the path is an inferred one, correct it in NBN_CONFIG.`,
  },
  {
    name: 'request timeout',
    when: status((code) => code === 408),
    failure: 'OctaneUnavailable',
    outcome: 'unknown',
    retryable: true,
    sentence: 'gave up waiting for the request (HTTP 408).',
  },
  {
    name: 'too many requests',
    when: status((code) => code === 429),
    failure: 'OctaneUnavailable',
    outcome: 'refused',
    retryable: true,
    sentence: 'asks for fewer calls (HTTP 429). Lower OCTANE_REQUESTS_PER_SECOND if this continues.',
  },
  {
    name: 'client error',
    when: status((code) => code >= 400 && code < 500),
    failure: 'OctaneRefused',
    outcome: 'refused',
    retryable: false,
    sentence: (exchange) => `refused the request (HTTP ${httpStatusOf(exchange)}).`,
  },
  {
    name: 'server error',
    when: status((code) => code >= 500),
    failure: 'OctaneUnavailable',
    outcome: 'unknown',
    retryable: true,
    sentence: (exchange) => `failed (HTTP ${httpStatusOf(exchange)}).`,
  },
  {
    name: 'neither success nor error',
    when: status((code) => code < 200 || code >= 300),
    failure: 'OctaneUnexpectedAnswer',
    outcome: 'unknown',
    retryable: true,
    sentence: (exchange) => `answered HTTP ${httpStatusOf(exchange)}, which is not followed. Check OCTANE_BASE_URL.`,
  },
  {
    name: 'unknown encoding',
    when: ok(({ unknownEncoding }) => unknownEncoding !== undefined),
    failure: 'OctaneUnexpectedAnswer',
    outcome: 'unknown',
    retryable: true,
    sentence: (exchange) => `sent a body in a content encoding that is not known (${encodingOf(exchange)}).`,
  },
  {
    name: 'done, nothing expected',
    when: ok(
      (answer, expected) =>
        (expected === 'nothing' || (expected === 'confirmation' && confirms(answer))) &&
        !isWebPage(answer) &&
        !saysFailure(answer.json) &&
        !looksLikeErrors(answer.json),
    ),
    outcome: 'placed',
    retryable: false,
    sentence: 'done.',
  },
  {
    name: 'empty body',
    when: ok(({ text }) => text?.trim() === ''),
    failure: 'OctaneUnexpectedAnswer',
    outcome: 'unknown',
    retryable: true,
    sentence: (exchange) => `answered HTTP ${httpStatusOf(exchange)} with an empty body.`,
  },
  {
    name: 'HTML',
    when: ok(isWebPage),
    failure: 'OctaneUnexpectedAnswer',
    outcome: 'unknown',
    retryable: true,
    sentence: 'sent a web page where JSON was due: a maintenance page, a proxy, or a wrong OCTANE_BASE_URL.',
  },
  {
    name: 'not JSON',
    when: ok(({ json }) => json === undefined),
    failure: 'OctaneUnexpectedAnswer',
    outcome: 'unknown',
    retryable: true,
    sentence: 'sent a body that is not JSON, or one that was cut off.',
  },
  {
    name: 'validation error in HTTP 200',
    when: ok(({ json }) => saysFailure(json)),
    failure: 'OctaneRefused',
    outcome: 'refused',
    retryable: false,
    sentence: 'refused the request (validation error).',
  },
  {
    name: 'created',
    when: ok(({ json }, expected) => hasId(json, expected)),
    outcome: 'placed',
    retryable: false,
    sentence: 'created it.',
  },
  {
    name: 'validation error without success flag',
    // What is read may have errors of its own to tell.
    when: ok(({ json }, expected) => expected !== 'json' && looksLikeErrors(json)),
    failure: 'OctaneRefused',
    outcome: 'refused',
    retryable: false,
    sentence: 'refused the request (errors in place of a confirmation).',
  },
  {
    name: 'no id',
    when: ok((_, expected) => isId(expected)),
    failure: 'OctaneUnexpectedAnswer',
    outcome: 'unknown',
    retryable: false,
    sentence: 'answered a create call without an id and without an error.',
  },
  {
    name: 'answered',
    when: ok(({ json }) => typeof json === 'object' && json !== null),
    outcome: 'placed',
    retryable: false,
    sentence: 'answered.',
  },
  {
    name: 'neither object nor list',
    when: () => true,
    failure: 'OctaneUnexpectedAnswer',
    outcome: 'unknown',
    retryable: true,
    sentence: 'sent JSON that is neither an object nor a list.',
  },
];

export function classify(exchange: Exchange, expected: Expected): Verdict {
  const row = ANSWERS.find(({ when }) => when(exchange, expected));
  if (!row) throw new Error('The last row of the table of answers matches everything.');
  const { failure, outcome, retryable, sentence } = row;
  const words = failure === 'OctaneRefused' ? wordsOf(exchange) : undefined;
  return {
    ...(failure && { failure }),
    outcome,
    retryable,
    sentence: typeof sentence === 'string' ? sentence : sentence(exchange),
    ...(words !== undefined && { words }),
  };
}

function isWebPage({ contentType, text }: Answer): boolean {
  return text?.trim() !== '' && (/html/i.test(contentType) || /^\s*<(!doctype|html)/i.test(text ?? ''));
}

/** What a call that changes something may be answered with in place of an object: nothing, or a word. */
function confirms({ text = '?' }: Answer): boolean {
  return text.trim() === '' || ['ok', 'success', 'accepted', 'done', 'true', 'null'].includes(plainWord(text));
}

/** `success` is documented as a boolean and has been seen compared with a string. */
function saysFailure(json: unknown): boolean {
  return partsOf(json).some((part) => {
    const success = fieldOf(part, 'success');
    const isFalse = success === false || (typeof success === 'string' && sameWord(success, 'false'));
    return isFalse || isErrorCode(fieldOf(part, 'errorCode'));
  });
}

/** `errorCode` 0 is documented as "no error". The words are inferred. */
function isErrorCode(code: unknown): boolean {
  if (!isFilled(code)) return false;
  if (typeof code === 'string' && ['ok', 'success', 'none', 'noerror'].includes(plainWord(code))) return false;
  return typeof code === 'object' || Number(code) !== 0;
}

/** Whether the answer says so itself, by its body or by its status. An HTTP 5xx says nothing of what was done. */
function saysItFailed(exchange: Exchange): boolean {
  if (exchange.kind !== 'answer') return false;
  const { httpStatus, json } = exchange;
  return httpStatus >= 200 && httpStatus < 300 ? saysFailure(json) : httpStatus >= 400 && httpStatus < 500;
}

function isId(expected: Expected): expected is ExpectedId {
  return typeof expected === 'object';
}

/** The id that a create answered with: in the answer itself, or in its content. undefined when it gives none, or two. */
export function idOf(json: unknown, { id: name, at }: ExpectedId): string | undefined {
  const ids = partsOf(json).flatMap(
    (part) => readableId(at === undefined ? fieldOf(part, name) : valueAt(part, at)) ?? [],
  );
  const [id, another] = new Set(ids);
  return another === undefined ? id : undefined;
}

function hasId(json: unknown, expected: Expected): boolean {
  return isId(expected) && idOf(json, expected) !== undefined;
}

/** inferred: what else an id may be called. It is not taken for one, but says that there may be something. */
const OTHER_NAMES: Record<IdName, string[]> = {
  orderId: ['orderNo', 'orderNumber'],
  enquiryId: ['enquiryNo', 'enquiryNumber'],
  custNo: ['customerNo', 'customerNumber', 'customerId'],
};

function tellsOfId(exchange: Exchange, expected: Expected): boolean {
  if (exchange.kind !== 'answer' || !isId(expected)) return false;
  const names = [expected.at ?? expected.id, ...OTHER_NAMES[expected.id]];
  return partsOf(exchange.json).some((part) => names.some((name) => readableId(valueAt(part, name)) !== undefined));
}

/** The validation error's shape is documented nowhere: these are the names such bodies usually use (inferred). */
const ERROR_FIELDS = ['errors', 'error', 'errorMessage', 'validationErrors', 'fieldErrors', 'violations'];

/** Whether the answer has errors, and says neither that it succeeded nor that it did not. */
export function looksLikeErrors(json: unknown): boolean {
  const verdicts = partsOf(json).flatMap((part) => [fieldOf(part, 'success'), fieldOf(part, 'errorCode')]);
  if (verdicts.some(isFilled)) return false;
  return partsOf(json).some((part) => ERROR_FIELDS.some((name) => isFilled(fieldOf(part, name))));
}

/** `message` may also say something good, so it explains a refusal but is none by itself. */
function wordsOf(exchange: Exchange): string | undefined {
  if (exchange.kind !== 'answer') return undefined;
  const words = partsOf(exchange.json)
    .flatMap((part) => [...ERROR_FIELDS, 'message'].map((name) => fieldOf(part, name)))
    .find(isFilled);
  if (words === undefined || typeof words === 'string') return words;
  try {
    return JSON.stringify(words);
  } catch {
    return undefined; // Nested too deeply to be written.
  }
}

function codeOf(exchange: Exchange): string {
  return exchange.kind === 'noAnswer' ? ` (${exchange.code})` : '';
}

function encodingOf(exchange: Exchange): string {
  return exchange.kind === 'answer' ? (exchange.unknownEncoding ?? '') : '';
}

function httpStatusOf(exchange: Exchange): number {
  return exchange.kind === 'answer' ? exchange.httpStatus : 0;
}

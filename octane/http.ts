import { Agent as HttpAgent, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { got, RequestError, TimeoutError } from 'got';
import { z } from 'zod';
import { classify, idOf, type Exchange, type Expected, type IdName } from './answers.ts';
import { ACCEPTED_ENCODINGS, bodyOf } from './body.ts';
import {
  configuredOperations,
  type ConfiguredOperation,
  type ConfiguredOperations,
  type OperationsSettings,
} from './configured-operations.ts';
import type { Circuit } from './circuit.ts';
import { contentOf, formOf, withId } from './content.ts';
import { fieldOf, isFilled, valueAt } from './envelope.ts';
import { OctaneError } from './errors.ts';
import type { OctaneFailureType } from '../contract/failures.ts';
import { lenient, type Lenient } from './lenient.ts';
import { doubtsOf, listIn, type ListAnswer } from './lists.ts';
import { OPERATIONS, type OperationName } from './operations.ts';
import { retryAfterOf } from './retry-after.ts';
import { outsideText } from '../contract/outside-text.ts';
import { Pace } from './pace.ts';
import { mayHaveMore, pagesFrom, type Page } from './pages.ts';
import { notSent } from './request.ts';
import { requestedOf, type Call } from './requested.ts';
import type { WordSettings } from './words.ts';

export interface OctaneSettings {
  /** Without a trailing slash, such as `https://benzine.telcoinabox.com/tiab/api` (documented, the test environment). */
  baseUrl: string;
  username: string;
  password: string;
  /** How this Octane's operations differ from the table of operations. Default: they do not. */
  operations?: OperationsSettings;
  /** What this Octane's words mean, besides those of the table of words. */
  words?: WordSettings;
  /** Milliseconds to find and connect to the host. */
  connectTimeout: number;
  /** What all calls of this client keep to together, in any ten seconds. */
  requestsPerSecond: number;
  /** Milliseconds for the whole call, from when it queues for its turn; shorter than the activities' start-to-close timeout. */
  responseTimeout: number;
  /** Answers longer than this many bytes, once they are decompressed, are not read to their end. */
  maxAnswerBytes: number;
  /**
   * IANA name of the time zone that Octane's dates without a zone are in.
   *
   * @default none: such a date is not readable
   */
  timeZone?: string | undefined;
}

/** Something in an answer that contradicts the documentation, without any of the answer's values. */
export interface Deviation {
  operation: OperationName;
  /** Where, with `[]` for any index: `service.instance[].status`. */
  path: string;
  problem: string;
}

/** An answer of Octane's as it came, before it is judged. What is in it may be personal. */
export interface Answered {
  operation: OperationName;
  httpStatus: number;
  headers: IncomingHttpHeaders;
  /** undefined when it is none. */
  json: unknown;
  /** Milliseconds from sending the request to the end of the answer. */
  took: number;
}

/** A call that was sent, once it is over. */
export interface Sent {
  operation: OperationName;
  outcome: CallOutcome;
  /** Milliseconds from sending the request to the end of the answer, or until none came. */
  took: number;
}

/** By what the answer says of the call; what the caller cannot read in it counts as done. `cancelled`: by the caller. */
export type CallOutcome = 'done' | 'cancelled' | OctaneFailureType;

/** Who is told of what goes on. */
export interface OctaneListeners {
  /** Of every answer. */
  onAnswer?: (answer: Answered) => void;
  /** Of every call. */
  onSent?: (call: Sent) => void;
}

/** A list as it was read. */
export interface Listed<Row> {
  rows: Row[];
  /** What the list came in. */
  json: unknown;
  /** True when the list says itself that it does not show everything. */
  isPart: boolean;
  /** Why there may be something that `rows` does not show, in phrases for an operator. */
  hidden: string[];
  /** Milliseconds by which Octane's clock is ahead of ours, or behind when negative; undefined when there is no difference that it tells. */
  clockAhead?: number;
}

/** One way to call Octane: Basic auth, timeouts, no retries (Temporal retries), no redirects, a cap on the answer's size. */
export class OctaneHttp {
  readonly #settings: OctaneSettings;
  readonly #onDeviation: (deviation: Deviation) => void;
  readonly #circuit: Circuit;
  readonly #listeners: OctaneListeners;
  readonly #operations: ConfiguredOperations;
  readonly #reported = new Set<string>();
  readonly #pace: Pace;
  readonly #keepAlive = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

  constructor(
    settings: OctaneSettings,
    onDeviation: (deviation: Deviation) => void,
    circuit: Circuit,
    listeners: OctaneListeners = {},
  ) {
    this.#settings = settings;
    this.#onDeviation = onDeviation;
    this.#circuit = circuit;
    this.#listeners = listeners;
    this.#operations = configuredOperations(settings.operations);
    this.#pace = new Pace(settings.requestsPerSecond);
  }

  /** Whether the requests of an operation name the service's line: where a field for it is configured. */
  namesLine(name: OperationName): boolean {
    return this.#operations[name].serviceField !== undefined;
  }

  /**
   * Calls an operation and reads its answer leniently by the schema of the documented answer. What contradicts the
   * schema is reported once per place.
   *
   * @throws OctaneError when the call did not do what was asked.
   */
  async read<Schema extends z.ZodType>(
    name: OperationName,
    answer: Schema,
    call: Call,
    expected: Expected = OPERATIONS[name].effect === 'reads' ? 'json' : 'confirmation',
  ): Promise<Lenient<z.output<Schema>>> {
    const json = await this.send(name, call, expected);
    const { names = [], id, idPath } = this.#operations[name];
    const content = withId(contentOf(json, answer, names), id, idPath);
    // It is done. What else a confirmation says is not needed.
    if (content === undefined && expected === 'confirmation') return this.#understood(name, answer, {});
    if (content === undefined) throw unreadable(name, json, fieldsOf(answer));
    return this.#understood(name, answer, content);
  }

  /**
   * Calls an operation that creates something, and compares the answer with the documented one.
   *
   * @returns the id of what was created.
   * @throws OctaneError whose `outcome` says whether it can exist now.
   */
  async create(name: OperationName, answer: z.ZodType, call: Call, id: IdName): Promise<{ id: string; json: unknown }> {
    const expected = { id, at: this.#operations[name].idPath };
    const json = await this.send(name, call, expected);
    this.#compare(name, answer, json);
    const created = idOf(json, expected);
    if (created === undefined) throw new Error('The table of answers lets no create answer without an id through.');
    return { id: created, json };
  }

  /**
   * As {@link OctaneHttp.read}, for a list whose form is not documented ({@link listIn}). Anything else fails, so that it never
   * passes for an empty list; and so does a list in which no row has a readable id, unless the caller counts those itself.
   */
  async readList<Element extends z.ZodType>(
    name: OperationName,
    schema: z.ZodArray<Element>,
    call: Call,
    { countsIds = false } = {},
  ): Promise<Listed<Lenient<z.output<Element>>>> {
    const { items, id, idPath, rowsMayBeIds = false, query } = this.#operations[name];
    const first = await this.#page(name, call);
    const asksForPages = query['page'] !== undefined && call.query?.['page'] === undefined;
    const pages = asksForPages
      ? await pagesFrom(first, (page) => this.#page(name, { ...call, query: { ...call.query, page } }))
      : [first];
    const list = pages.flatMap((page) => page.list);
    const named = list.map((row: unknown) =>
      rowsMayBeIds && id !== undefined && typeof row === 'string' ? { [id]: row } : withId(row, id, idPath),
    );
    if (!countsIds && id !== undefined && named.length > 0 && !named.some((row) => isFilled(fieldOf(row, id)))) {
      throw noIds(name, list, idPath ?? id);
    }
    const rows = this.#understood(name, schema, named);
    const hidden = [
      ...(mayHaveMore(pages) ? [`it says that there are more rows than the ${list.length} it shows`] : []),
      ...new Set(pages.flatMap((page) => doubtsOf(page.answer, page.list, items !== undefined))),
    ];
    const clockAhead = clockAheadOf(first.answer.headers);
    return {
      rows,
      json: first.answer.json,
      isPart: hidden.length > 0,
      hidden: [...hidden, ...unread(list.length - rows.length)],
      ...(clockAhead !== undefined && { clockAhead }),
    };
  }

  async #page(name: OperationName, call: Call): Promise<Page> {
    const { names = [], items } = this.#operations[name];
    const answer = await this.#send(name, call, 'json');
    const list = items === undefined ? listIn(answer.json, names) : valueAt(answer.json, items);
    if (!Array.isArray(list)) throw noList(name, answer.json, items === undefined ? names : [items]);
    return { answer, list };
  }

  #understood<Schema extends z.ZodType>(name: OperationName, answer: Schema, json: unknown): Lenient<z.output<Schema>> {
    this.#compare(name, answer, json);
    const read = lenient(answer).safeParse(json);
    if (read.success) return read.data;
    throw unreadable(name, json, fieldsOf(answer));
  }

  #compare(name: OperationName, documented: z.ZodType, json: unknown): void {
    for (const issue of documented.safeParse(json).error?.issues ?? []) this.#report(name, issue);
  }

  /**
   * Calls an operation and answers with the parsed JSON, unread.
   *
   * @throws OctaneError when the call did not do what was asked.
   */
  async send(name: OperationName, call: Call, expected: Expected): Promise<unknown> {
    return (await this.#send(name, call, expected)).json;
  }

  async #send(name: OperationName, call: Call, expected: Expected): Promise<ListAnswer> {
    const { astray } = requestedOf(this.#operations[name], call);
    if (astray.length > 0) {
      throw notSent(
        name,
        astray.map((parameter) => `${parameter}: must not be empty or dots`),
      );
    }
    await this.#circuit.assertClosed(name);
    const timeout = await this.#turn(name);
    // Once more: all of Octane may have gone away while this call was waiting.
    return this.#circuit.run(name, () => this.#sendNow(name, call, expected, timeout));
  }

  /** As {@link OctaneHttp.send}, also while all of Octane is away: for finding out whether it still is. */
  async sendAnyway(name: OperationName, call: Call, expected: Expected): Promise<unknown> {
    return (await this.#sendNow(name, call, expected, await this.#turn(name))).json;
  }

  /**
   * Waits until one more call may be sent.
   *
   * @returns milliseconds that are left for the call: its limit includes the wait, so that callers who count on when it is over at
   * the latest need not know of turns.
   */
  async #turn(name: OperationName): Promise<number> {
    const { responseTimeout } = this.#settings;
    const asked = performance.now();
    const hasTurn = await this.#pace.turn(responseTimeout / 2);
    const left = responseTimeout - (performance.now() - asked);
    if (!hasTurn || left < responseTimeout / 4) throw turnTooLate(name);
    return left;
  }

  async #sendNow(name: OperationName, call: Call, expected: Expected, timeout: number): Promise<ListAnswer> {
    call.signal?.throwIfAborted();
    const sentAt = performance.now();
    const took = () => performance.now() - sentAt;
    // What throws before there is a verdict was cancelled.
    let outcome: CallOutcome = 'cancelled';
    try {
      const { exchange, headers } = await this.#exchange(this.#operations[name], call, timeout);
      if (exchange.kind === 'answer') {
        const { httpStatus, json } = exchange;
        this.#listeners.onAnswer?.({ operation: name, httpStatus, headers, json, took: took() });
      }
      const verdict = classify(exchange, expected);
      outcome = verdict.failure ?? 'done';
      if (!verdict.failure) {
        const { httpStatus = 0, json } = exchange.kind === 'answer' ? exchange : {};
        return { httpStatus, headers, json };
      }
      throw new OctaneError(`Octane's ${name} ${verdict.sentence}${this.#quoted(verdict.words, call)}`, {
        type: verdict.failure,
        operation: name,
        outcome: verdict.outcome,
        retryable: verdict.retryable,
        httpStatus: exchange.kind === 'answer' ? exchange.httpStatus : undefined,
        retryAfter: retryAfterOf(headers['retry-after']),
      });
    } finally {
      this.#listeners.onSent?.({ operation: name, outcome, took: took() });
    }
  }

  /** Octane's words, short and without what they repeat of the request or of the credentials. */
  #quoted(words: string | undefined, { query, body }: Call): string {
    if (words === undefined) return '';
    const { username, password } = this.#settings;
    const authorization = Buffer.from(`${username}:${password}`).toString('base64');
    const about = [query, body, { username, password: [password, authorization] }];
    return ` It says: ${outsideText(words, { about, limit: 300 })}`;
  }

  /** Closes the idle connections. */
  close(): void {
    this.#keepAlive.http.destroy();
    this.#keepAlive.https.destroy();
  }

  async #exchange(
    operation: ConfiguredOperation,
    call: Call,
    timeout: number,
  ): Promise<{ exchange: Exchange; headers: IncomingHttpHeaders }> {
    const { baseUrl, username, password, connectTimeout, maxAnswerBytes } = this.#settings;
    const { signal } = call;
    const { path, query, body } = requestedOf(operation, call);
    const url = new URL(baseUrl + path);
    for (const [name, value] of query) url.searchParams.append(name, value);
    const tooLarge = new AbortController();
    const request = got(url, {
      method: operation.method,
      username,
      password,
      headers: { accept: 'application/json', 'accept-encoding': ACCEPTED_ENCODINGS, 'user-agent': 'nbn-orders' },
      ...(body !== undefined && { json: body }),
      // A kept connection that the other side has just closed breaks like a lost answer. Only a repeatable call may risk that.
      agent: operation.effect === 'reads' ? this.#keepAlive : ONE_CONNECTION_PER_CALL,
      timeout: {
        lookup: connectTimeout,
        connect: connectTimeout,
        secureConnect: connectTimeout,
        request: timeout,
      },
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
      // bodyOf decompresses it, so that the cap on bytes is a cap on memory.
      decompress: false,
      responseType: 'buffer',
      signal: signal ? AbortSignal.any([signal, tooLarge.signal]) : tooLarge.signal,
    });
    void request.on('downloadProgress', ({ transferred }) => {
      if (transferred > maxAnswerBytes) tooLarge.abort();
    });
    try {
      const response = await request;
      const { headers } = response;
      const body = await bodyOf(Buffer.from(response.rawBody), headers, maxAnswerBytes);
      if (body.kind === 'tooLarge') return { exchange: { kind: 'tooLarge', limit: maxAnswerBytes }, headers };
      return {
        exchange: {
          kind: 'answer',
          httpStatus: response.statusCode,
          contentType: headers['content-type'] ?? '',
          ...(body.kind === 'read'
            ? { text: body.text, json: body.json }
            : { text: undefined, json: undefined, unknownEncoding: body.encoding }),
        },
        headers,
      };
    } catch (error) {
      signal?.throwIfAborted();
      if (tooLarge.signal.aborted) return { exchange: { kind: 'tooLarge', limit: maxAnswerBytes }, headers: {} };
      if (!(error instanceof RequestError)) throw error;
      return { exchange: { kind: 'noAnswer', code: error.code, neverSent: neverSent(error) }, headers: {} };
    }
  }

  #report(operation: OperationName, { path, message }: z.core.$ZodIssue): void {
    const place = path.map((step) => (typeof step === 'number' ? '[]' : `.${String(step)}`)).join('');
    const deviation = { operation, path: place.replace(/^\./, ''), problem: message };
    const key = `${operation} ${deviation.path} ${message}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.#onDeviation(deviation);
  }
}

function unread(rows: number): string[] {
  return rows > 0 ? [`${rows} of its rows cannot be read`] : [];
}

/** Milliseconds. The header has whole seconds, and was written a while ago: less is no difference. */
const SMALLEST_DIFFERENCE = 10_000;

/** From the `Date` header of an answer that comes from no cache. */
function clockAheadOf({ date = '', age }: IncomingHttpHeaders): number | undefined {
  const ahead = Date.parse(date) - Date.now();
  return age === undefined && Math.abs(ahead) >= SMALLEST_DIFFERENCE ? ahead : undefined;
}

function fieldsOf(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function notUnderstood(operation: OperationName, why: string): OctaneError {
  return new OctaneError(`Octane's ${operation} answered JSON of another shape than expected: ${why}.`, {
    type: 'OctaneUnexpectedAnswer',
    operation,
    outcome: 'unknown',
    retryable: true,
  });
}

const MOST_EXPECTED = 6;

function unreadable(operation: OperationName, json: unknown, expected: readonly string[]): OctaneError {
  const some = expected.slice(0, MOST_EXPECTED).join(', ');
  return notUnderstood(operation, `${formOf(json)}; expected ${some || 'another'}`);
}

function noList(operation: OperationName, json: unknown, names: readonly string[]): OctaneError {
  const places = [...names, 'items', 'list'].join(', ');
  return notUnderstood(
    operation,
    `${formOf(json)}; expected one list, in ${places}: operations.${operation}.items in NBN_CONFIG says where it stands`,
  );
}

function noIds(operation: OperationName, list: unknown[], id: string): OctaneError {
  return notUnderstood(
    operation,
    `${formOf(list)}; expected ${id} in each: operations.${operation}.id in NBN_CONFIG says where it stands`,
  );
}

/** Octane said nothing: it is no sign of an outage, and no order can exist. */
function turnTooLate(operation: OperationName): OctaneError {
  return new OctaneError(
    `Octane's ${operation} was not sent: too many calls were before it in this worker. OCTANE_REQUESTS_PER_SECOND is their limit.`,
    { type: 'OctaneUnavailable', operation, outcome: 'refused', retryable: true, heldBack: true },
  );
}

/** Node's default agent keeps connections. */
const ONE_CONNECTION_PER_CALL = { http: false, https: false } as const;

const NEVER_SENT_CODES = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'];

/** True when the error arose before a byte of the request could reach Octane. */
function neverSent(error: RequestError): boolean {
  if (error instanceof TimeoutError) return ['lookup', 'connect', 'secureConnect'].includes(error.event);
  return NEVER_SENT_CODES.includes(error.code) || /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_VERIFY/.test(error.code);
}
